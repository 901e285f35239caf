extension TypeRules {
    /// What a double and a float hold of any decimal number.
    private static let digitsOfDouble = 15
    private static let digitsOfFloat = 6

    static let numbers = wholeNumbers + fractions + bits

    private static let wholeNumbers = [
        TypeRule(.wholeNumbers, into: .integers, .conditional("it is in the column's range"), "the number") {
            switch $0.target.integer {
            case .signed(let range): .number(.signed(range))
            case .unsigned(let maximum): .number(.unsigned(through: maximum))
            }
        },
        TypeRule(.wholeNumbers, into: [.bit], .conditional("it is in the column's range"), "the number") {
            .number(.unsigned(through: $0.target.bitMaximum))
        },
        TypeRule(
            .wholeNumbers + [.year],
            into: [.year],
            .conditional("it is 0, or 1901 to 2155"),
            "the year"
        ) { _ in .number(.year) },
        TypeRule([.year], into: .integers, .conditional("it is in the column's range"), "the number, 0 for 0000") {
            switch $0.target.integer {
            case .signed(let range): .number(.signed(range))
            case .unsigned(let maximum): .number(.unsigned(through: maximum))
            }
        },
        TypeRule([.boolean], into: .integers + [.bit], .exact, "1 or 0") { _ in .number(.boolean) },
    ]

    private static let fractions = [
        TypeRule(
            .wholeNumbers + [.numeric, .real, .double],
            into: [.decimal],
            .conditional("the column has place for all its digits, before the point and after"),
            "the number; the column adds zeros up to its scale"
        ) { .number(.decimal($0.target.decimal)) },
        TypeRule(
            [.numeric, .real, .double],
            into: .integers,
            .conditional("it has no fraction and is in the column's range"),
            "the number"
        ) { .number(.wholePart($0.target.integer)) },
        TypeRule(
            .wholeNumbers + [.numeric],
            into: [.double],
            .conditional(
                "it has at most \(digitsOfDouble) significant digits, and no more after the point than DOUBLE(M,D)"
            ),
            "the nearest double, which prints the same digits"
        ) { .number(.floating($0.target.floating(significantDigits: digitsOfDouble))) },
        TypeRule(
            .wholeNumbers + [.numeric],
            into: [.float],
            .conditional(
                "it has at most \(digitsOfFloat) significant digits, and no more after the point than FLOAT(M,D)"
            ),
            "the nearest float, which prints the same digits"
        ) { .number(.floating($0.target.floating(significantDigits: digitsOfFloat))) },
        TypeRule(
            [.real, .double],
            into: [.double],
            .conditional("it is finite, and rounded to the digits of a DOUBLE(M,D)"),
            "the nearest double"
        ) { .number(.floating($0.target.floating())) },
        TypeRule(
            [.real],
            into: [.float],
            .conditional("it is finite, and rounded to the digits of a FLOAT(M,D)"),
            "the nearest float"
        ) { .number(.floating($0.target.floating())) },
        TypeRule(
            [.double],
            into: [.float],
            .conditional("it is one of the numbers that a float has"),
            "the float"
        ) { .number(.floating($0.target.floating(isNarrowed: true))) },
        TypeRule(
            [.money],
            into: [.decimal],
            .conditional("it is printed as `$1,234.56` and the column has place for all its digits"),
            "the amount without its signs"
        ) { .number(.money($0.target.decimal)) },
    ]

    private static let bits = [
        TypeRule([.bit], into: [.bit], .conditional("its number fits"), "the number; zeros at the front do not count") {
            .number(.bits(through: $0.target.bitMaximum, width: nil))
        },
        TypeRule([.bitVarying], into: [.bit], .conditional("it is as long as the column"), "the bits") {
            .number(.bits(through: $0.target.bitMaximum, width: $0.target.bitWidth))
        },
        TypeRule([.bit], into: .integers, .conditional("its number is in the column's range"), "the number") {
            switch $0.target.integer {
            case .signed(let range):
                .number(.bits(through: UInt64(range.upperBound), width: nil))
            case .unsigned(let maximum): .number(.bits(through: maximum, width: nil))
            }
        },
    ]
}
