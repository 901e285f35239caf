/// What a column of dates and times takes.
enum TemporalConversion: Equatable, Sendable {
    /// Dates and timestamps, with the source's offset or without.
    case moment(MomentPlace, hasOffset: Bool)
    case time(precision: Int)
    case timeWithOffset(precision: Int)
    case interval(precision: Int)
}
