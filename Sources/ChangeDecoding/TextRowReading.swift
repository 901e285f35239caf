internal import ChangeModel

/// One way to read a row of style t: a head that may end here, and columns behind it that are whole.
struct TextRowReading {
    let operation: RowOperation
    /// Schema, a blank, table: neither is quoted.
    let head: Range<Int>
    private let parser: TextRowParser

    private static let headStart = "table ".utf8.count
    /// A name has at most 63 bytes (the server's NAMEDATALEN), and one blank parts the two.
    private static let headBytesMax = 63 + 1 + 63

    private init(
        _ operation: RowOperation,
        _ word: Range<Int>,
        _ bytes: Span<UInt8>,
        _ encoding: borrowing TextEncoding
    ) throws(MessageFault) {
        self.operation = operation
        head = Self.headStart..<word.lowerBound
        parser = try TextRowParser(operation, bytes, from: word.upperBound, encoding)
    }

    /// Every reading of the row: a name may hold an operation's word, so the first one need not end the head.
    static func all(_ bytes: Span<UInt8>, _ encoding: borrowing TextEncoding) throws(MessageFault) -> [TextRowReading] {
        var offset = 0
        try ByteScanning.expect("table ", in: bytes, &offset)
        var readings: [TextRowReading] = []
        var fault: MessageFault?
        while offset < bytes.count, offset <= headStart + headBytesMax {
            defer { offset += 1 }
            guard let (operation, word) = operation(bytes, at: offset) else { continue }
            do throws(MessageFault) {
                readings.append(try TextRowReading(operation, word, bytes, encoding))
            } catch {
                fault = fault ?? error
            }
        }
        guard readings.isEmpty else { return readings }
        throw fault ?? MessageFault("the row names none of INSERT, UPDATE and DELETE", at: headStart)
    }

    private static func operation(_ bytes: Span<UInt8>, at start: Int) -> (RowOperation, Range<Int>)? {
        guard bytes[start] == UInt8(ascii: " ") else { return nil }
        var offset = start
        if ByteScanning.skip(" INSERT:", in: bytes, &offset) { return (.insert, start..<offset) }
        if ByteScanning.skip(" UPDATE:", in: bytes, &offset) { return (.update, start..<offset) }
        if ByteScanning.skip(" DELETE:", in: bytes, &offset) { return (.delete, start..<offset) }
        return nil
    }

    /// The tables that the head can mean: one for each blank that may part schema and table.
    func tables(in bytes: Span<UInt8>, _ encoding: borrowing TextEncoding) throws(MessageFault) -> [TableName] {
        var tables: [TableName] = []
        for blank in head.dropFirst().dropLast() where bytes[blank] == UInt8(ascii: " ") {
            let schema = try encoding.name(bytes, head.lowerBound..<blank)
            tables.append(TableName(schema: schema, table: try encoding.name(bytes, (blank + 1)..<head.upperBound)))
        }
        return tables
    }

    func description(of table: TableName) throws(MessageFault) -> RowDescription {
        let description = RowDescription(
            operation: operation,
            table: table,
            newColumns: parser.newColumns,
            oldColumns: parser.oldColumns
        )
        try description.validate(at: head.upperBound)
        return description
    }

    /// The shape of this row, whose relation got the index `index`.
    func shape(of bytes: Span<UInt8>, _ relation: Relation, _ description: RowDescription, index: Int) -> TextRowShape {
        var text: [UInt8] = []
        var partEnds: [Int] = []
        for part in parser.parts {
            bytes.extracting(part).withUnsafeBufferPointer { text.append(contentsOf: $0) }
            partEnds.append(text.count)
        }
        let oldPlaces = description.oldPlaces(in: relation)
        return TextRowShape(
            text: text,
            partEnds: partEnds,
            places: places(ofOld: oldPlaces.isEmpty ? Array(parser.oldColumns.indices) : oldPlaces),
            operation: operation,
            relation: index
        )
    }

    /// The old image stands first in the text, and behind the new one in the row.
    private func places(ofOld oldPlaces: [Int]) -> [Int] {
        let newCount = parser.newColumns.count
        return oldPlaces.map { newCount + $0 } + Array(0..<newCount)
    }
}
