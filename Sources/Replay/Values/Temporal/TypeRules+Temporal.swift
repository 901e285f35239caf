extension TypeRules {
    private static let calendar = "its year is 0 to 9999, and it is not infinite"
    private static let fraction = "the column has place for its fraction of a second"
    private static let years = "it is from 1970-01-01 00:00:01 to 2038-01-19 03:14:07 UTC"

    static let temporal = [
        TypeRule([.date], into: [.date, .datetime], .conditional(calendar), "the date; its midnight") {
            .temporal(.moment($0.target.moment, hasOffset: false))
        },
        TypeRule([.date], into: [.timestamp], .conditional(years), "its midnight in UTC") {
            .temporal(.moment($0.target.moment, hasOffset: false))
        },
        TypeRule(
            [.timestamp, .smalldatetime],
            into: [.datetime],
            .conditional(calendar + ", and " + fraction),
            "date and time as they are"
        ) { .temporal(.moment($0.target.moment, hasOffset: false)) },
        TypeRule(
            [.timestamp, .smalldatetime],
            into: [.timestamp],
            .conditional(years + ", and " + fraction),
            "date and time, taken as UTC"
        ) { .temporal(.moment($0.target.moment, hasOffset: false)) },
        TypeRule(
            [.timestamp, .smalldatetime],
            into: [.date],
            .conditional("it is a midnight, as in the A mode's `date`; " + calendar),
            "the date"
        ) { .temporal(.moment($0.target.moment, hasOffset: false)) },
        TypeRule(
            [.timestamptz],
            into: [.datetime],
            .conditional("in UTC " + calendar + ", and " + fraction),
            "the moment in UTC"
        ) { .temporal(.moment($0.target.moment, hasOffset: true)) },
        TypeRule([.timestamptz], into: [.timestamp], .conditional(years + ", and " + fraction), "the moment") {
            .temporal(.moment($0.target.moment, hasOffset: true))
        },
        TypeRule([.timestamptz], into: [.date], .conditional("it is a midnight in UTC; " + calendar), "the date in UTC")
        {
            .temporal(.moment($0.target.moment, hasOffset: true))
        },
        TypeRule(
            [.time],
            into: [.time],
            .conditional("it is within 838:59:59, and " + fraction),
            "the time, also beyond 24 hours and below 0"
        ) { .temporal(.time(precision: $0.target.precision)) },
        TypeRule([.timetz], into: [.time], .conditional("its offset is +00, and " + fraction), "the time") {
            .temporal(.timeWithOffset(precision: $0.target.precision))
        },
        TypeRule(
            [.interval],
            into: [.time],
            .conditional("it has no days, months or years, is within 838:59:59, and " + fraction),
            "the time"
        ) { .temporal(.interval(precision: $0.target.precision)) },
    ]
}
