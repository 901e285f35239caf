/// What an ErrorResponse or a NoticeResponse says: fields with a letter each, of which openGauss has two more (`c` and `d`).
struct ServerReport: Equatable {
    let severity: String
    let sqlState: String
    let message: String
    let detail: String
    let hint: String

    init(_ body: [UInt8]) throws(WireFailure) {
        var reader = BodyReader(body)
        var fields: [UInt8: String] = [:]
        var letter = try reader.byte()
        while letter != 0 {
            fields[letter] = OneLine.of(try reader.text())
            letter = try reader.byte()
        }
        func field(_ letter: Unicode.Scalar) -> String { fields[UInt8(ascii: letter)] ?? "" }
        // `V` is never translated; openGauss has only `S`.
        severity = field("V").isEmpty ? field("S") : field("V")
        sqlState = field("C")
        message = field("M").isEmpty ? "it gave no reason" : field("M")
        detail = field("D")
        hint = field("H")
    }

    /// The server closes the connection behind it.
    var isFatal: Bool { severity == "FATAL" || severity == "PANIC" }

    /// The report as one line. Details are left out of errors: they may show the values of a row.
    var line: String {
        "\(severity): \(message)" + (hint.isEmpty ? "" : " (\(hint))")
    }

    var failure: WireFailure {
        WireFailure(SourceError.kind(ofSQLState: sqlState), sqlState: sqlState, message)
    }
}
