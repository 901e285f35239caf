/// Statements as text, to be sent in one packet; a buffer that is filled again and again.
///
/// Each statement gives the server exactly one result: INSERT, UPDATE, DELETE and the like, no CALL. A statement is begun, written, and
/// ended:
///
///     batch.beginStatement()
///     batch.append(sql: "DELETE FROM `shop`.`orders` WHERE `id` = ")
///     batch.append(value: 0, of: parameters)
///     batch.endStatement()
package struct StatementBatch {
    @usableFromInline package private(set) var bytes: [UInt8] = []
    /// Where each statement ends.
    private var ends: [Int] = []
    private var isOpen = false

    package init() {}

    /// The statements that were ended.
    package var count: Int { ends.count }

    /// The size of the packet that the statements make, for comparison with the server's `max_allowed_packet`.
    @inlinable package var byteCount: Int { 1 + bytes.count }

    package mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
        isOpen = false
    }

    package mutating func beginStatement() {
        precondition(!isOpen, "a statement is begun after the last one was ended")
        isOpen = true
        if !ends.isEmpty { bytes.append(UInt8(ascii: ";")) }
    }

    package mutating func endStatement() {
        precondition(
            isOpen && bytes.count > start(of: ends.count),
            "a statement that is ended has been begun and is not empty"
        )
        isOpen = false
        ends.append(bytes.count)
    }

    /// Takes back the last statement, ended or not: the one that made the packet too large.
    package mutating func removeLastStatement() {
        precondition(isOpen || !ends.isEmpty, "there is a statement to take back")
        if !isOpen { ends.removeLast() }
        isOpen = false
        bytes.removeLast(bytes.count - (ends.last ?? 0))
    }

    /// SQL without values, of our own making.
    package mutating func append(sql: String) {
        precondition(isOpen, "text is appended to a statement that was begun")
        bytes.append(contentsOf: sql.utf8)
    }

    /// SQL without values, prepared as bytes.
    package mutating func append(sql: [UInt8]) {
        precondition(isOpen, "text is appended to a statement that was begun")
        bytes.append(contentsOf: sql)
    }

    /// One value as a literal.
    package mutating func append(value index: Int, of parameters: borrowing ParameterList) {
        precondition(isOpen, "a value is appended to a statement that was begun")
        SQLLiterals.append(index..<(index + 1), of: parameters, to: &bytes)
    }

    /// The values of a row as literals, with commas between and parentheses around: `(1,'a',NULL)`.
    package mutating func append(row values: Range<Int>, of parameters: borrowing ParameterList) {
        precondition(isOpen, "a row is appended to a statement that was begun")
        bytes.append(UInt8(ascii: "("))
        SQLLiterals.append(values, of: parameters, to: &bytes)
        bytes.append(UInt8(ascii: ")"))
    }

    /// What an error may say of a statement: its head, without values.
    func summary(at index: Int) -> StatementSummary {
        let end = index < ends.count ? ends[index] : bytes.count
        let start = min(start(of: index), end)
        return StatementSummary(
            of: String(decoding: bytes[start..<min(end, start + Self.summaryBytesMax)], as: UTF8.self)
        )
    }

    private static let summaryBytesMax = 400

    /// After the semicolon.
    private func start(of index: Int) -> Int { index == 0 ? 0 : ends[index - 1] + 1 }
}
