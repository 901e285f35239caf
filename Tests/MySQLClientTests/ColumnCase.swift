import MySQLClient
import Testing

/// A type of column, and random values for it, the awkward ones among them.
struct ColumnCase: Sendable, CustomTestStringConvertible {
    let name: String
    let type: String
    let form: LoadColumn.Form
    let value: @Sendable (inout SeededGenerator) -> TestValue
    /// The stored value as a text that differs whenever the value does.
    let exact: String

    init(
        _ name: String,
        _ type: String,
        form: LoadColumn.Form = .plain,
        exact: String = "HEX(v)",
        _ value: @escaping @Sendable (inout SeededGenerator) -> TestValue
    ) {
        self.name = name
        self.type = type
        self.form = form
        self.exact = exact
        self.value = value
    }

    var testDescription: String { name }

    static let all = numbers + texts + binaries + times
}

extension ColumnCase {
    static let numbers = [
        ColumnCase("signed", "BIGINT", exact: "v") {
            .signed(pick([.min, .max, 0, -1], or: Int64(bitPattern: $0.next()), &$0))
        },
        ColumnCase("unsigned", "BIGINT UNSIGNED", exact: "v") {
            .unsigned(pick([.max, 0, 1 << 63], or: $0.next(), &$0))
        },
        ColumnCase("small", "TINYINT", exact: "v") { .signed(.random(in: -128...127, using: &$0)) },
        ColumnCase("bits", "BIT(8)", form: .bits) { .unsigned(.random(in: 0...255, using: &$0)) },
        ColumnCase("wide_bits", "BIT(64)", form: .bits) {
            .unsigned($0.next() >> UInt64.random(in: 0...63, using: &$0))
        },
        ColumnCase("double", "DOUBLE", exact: "CAST(v AS CHAR)") { .double(finite(&$0)) },
        ColumnCase("float", "FLOAT", exact: "CONCAT(v < 0, CAST(CAST(v AS DOUBLE) AS CHAR))") { .float(finite(&$0)) },
        ColumnCase("decimal", "DECIMAL(65, 30)", exact: "v") { .decimal(decimal(35, 30, &$0)) },
        ColumnCase("whole_decimal", "DECIMAL(65, 0)", exact: "v") { .decimal(decimal(65, 0, &$0)) },
    ]

    static let texts = [
        ColumnCase("text", "VARCHAR(200) COLLATE utf8mb4_bin") { .text(text(awkward + plain + wide, &$0)) },
        ColumnCase("long_text", "LONGTEXT") { .text(text(awkward + plain + wide, &$0)) },
        ColumnCase("char", "CHAR(200)") { .text(text(plain + wide, &$0)) },
        ColumnCase("latin1", "VARCHAR(200) CHARACTER SET latin1") {
            .text(text(awkward + plain + ["é", "ß", "€"], &$0))
        },
        ColumnCase("gbk", "VARCHAR(200) CHARACTER SET gbk") {
            .text(text(awkward + plain + ["字", "誠", "運", "乗"], &$0))
        },
        ColumnCase("enum", "ENUM('', '0', '1', '2', 'a\\tb', '\\\\N')") {
            .text(["0", "1", "2", "a\tb", "\\N"].randomElement(using: &$0) ?? "")
        },
        ColumnCase("set", "SET('1', '2', 'x')") { .text(["", "1", "2,x", "1,2,x"].randomElement(using: &$0) ?? "") },
        ColumnCase("json", "JSON") {
            .text("{\"k\": \"\(Int64(bitPattern: $0.next()))\\n\\u0000\\\\ é\\\"'\", \"l\": [null, 1.5e3]}")
        },
    ]

    static let binaries = [
        ColumnCase("varbinary", "VARBINARY(200)", form: .hexadecimal) { .bytes(bytes(0...100, &$0)) },
        ColumnCase("blob", "LONGBLOB", form: .hexadecimal) { .bytes(bytes(0...3000, &$0)) },
        ColumnCase("binary", "BINARY(16)", form: .hexadecimal) { .bytes(bytes(16...16, &$0)) },
    ]

    static let times = [
        ColumnCase("datetime", "DATETIME(6)", exact: "v") {
            .temporal("\(date(1000...9999, &$0)) \(time(0...23, &$0))")
        },
        ColumnCase("timestamp", "TIMESTAMP(6) NULL", exact: "v") {
            .temporal("\(date(1971...2037, &$0)) \(time(0...23, &$0))")
        },
        ColumnCase("date", "DATE", exact: "v") { .temporal(date(0...9999, &$0)) },
        ColumnCase("time", "TIME(6)", exact: "v") { .temporal(time(0...838, &$0)) },
    ]
}

private let awkward = [
    "'", "\"", "\\", "\0", "\n", "\r", "\t", "\u{1A}", "\\N", "\\0", "%", "_", "''", ";", "--", "/*", " ",
]
private let plain = ["a", "Z", "0", "9", " b", "N", "NULL", "lorem ipsum dolor sit amet"]
private let wide = ["é", "e\u{301}", "字", "\u{1F600}", "\u{10FFFF}", "\u{7FF}", "\u{FFFD}", "'\u{301}"]

private func pick<Value>(_ edges: [Value], or value: Value, _ generator: inout SeededGenerator) -> Value {
    Int.random(in: 0..<10, using: &generator) == 0 ? edges.randomElement(using: &generator) ?? value : value
}

/// Any bits but those of NaN and infinity.
private func finite(_ generator: inout SeededGenerator) -> Double {
    let edges = [
        0, -0.0, .leastNonzeroMagnitude, -.greatestFiniteMagnitude, .leastNormalMagnitude, 1e15, 1e16, 123456, 0.1,
    ]
    let random = Double(bitPattern: generator.next())
    return pick(edges, or: random.isFinite ? random : 1 / 3, &generator)
}

private func finite(_ generator: inout SeededGenerator) -> Float {
    let edges: [Float] = [
        0, -0.0, .leastNonzeroMagnitude, -.greatestFiniteMagnitude, .leastNormalMagnitude, 16_777_215, 0.1,
    ]
    let random = Float(bitPattern: UInt32(truncatingIfNeeded: generator.next()))
    return pick(edges, or: random.isFinite ? random : 1 / 3, &generator)
}

private func decimal(_ whole: Int, _ fraction: Int, _ generator: inout SeededGenerator) -> String {
    func digits(_ range: ClosedRange<Int>) -> String {
        (0..<Int.random(in: range, using: &generator)).map { _ in String(Int.random(in: 0...9, using: &generator)) }
            .joined()
    }
    let sign = ["", "", "-", "+"].randomElement(using: &generator) ?? ""
    return sign + digits(1...whole) + (fraction == 0 ? "" : "." + digits(1...fraction))
}

private func text(_ pieces: [String], _ generator: inout SeededGenerator) -> String {
    let edges = ["", "\\N", "\\", "'", "\0", "NULL", "0", "\t", "\n"].filter { pieces.contains($0) || $0.isEmpty }
    let random = (0..<Int.random(in: 0...6, using: &generator)).map { _ in pieces.randomElement(using: &generator) ?? ""
    }
    return pick(edges, or: random.joined(), &generator)
}

private func bytes(_ count: ClosedRange<Int>, _ generator: inout SeededGenerator) -> [UInt8] {
    let awkward: [UInt8] = [0, 0x27, 0x5C, 0x22, 0x0A, 0x09, 0xFF, 0xBF, 0x20]
    return (0..<Int.random(in: count, using: &generator)).map { _ in
        pick(awkward, or: UInt8(truncatingIfNeeded: generator.next()), &generator)
    }
}

private func date(_ years: ClosedRange<Int>, _ generator: inout SeededGenerator) -> String {
    let year = String(10_000 + Int.random(in: years, using: &generator)).dropFirst()
    return "\(year)-\(twoDigits(1...12, &generator))-\(twoDigits(1...28, &generator))"
}

private func time(_ hours: ClosedRange<Int>, _ generator: inout SeededGenerator) -> String {
    let fraction = String(Int.random(in: 0...999_999, using: &generator) + 1_000_000).dropFirst()
    let sign = hours.upperBound > 23 && Bool.random(using: &generator) ? "-" : ""
    return "\(sign)\(twoDigits(hours, &generator)):\(twoDigits(0...59, &generator)):\(twoDigits(0...58, &generator))"
        + (["", ".\(fraction)", ".5"].randomElement(using: &generator) ?? "")
}

private func twoDigits(_ range: ClosedRange<Int>, _ generator: inout SeededGenerator) -> String {
    let number = Int.random(in: range, using: &generator)
    return (number < 10 ? "0" : "") + String(number)
}
