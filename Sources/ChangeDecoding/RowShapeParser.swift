internal import ChangeModel

/// Parses one whole JSON row the slow way: what a shape is made from.
struct RowShapeParser {
    let description: RowDescription
    /// Behind the `[` of `columns_val`.
    private let newValuesStart: Int
    /// Behind the `]` of `columns_val`.
    private let middleStart: Int
    /// Behind the `[` of `old_keys_val`.
    private let oldValuesStart: Int

    init(_ bytes: Span<UInt8>, _ encoding: borrowing TextEncoding) throws(MessageFault) {
        var offset = 0
        let table = try Self.table(bytes, &offset, encoding)
        let operation = try Self.operation(bytes, &offset)
        let newColumns = try Self.columns(
            names: "\",\"columns_name\":",
            types: ",\"columns_type\":",
            values: ",\"columns_val\":[",
            in: bytes,
            &offset,
            encoding
        )
        newValuesStart = offset
        offset -= 1
        let newValues = try JSONString.readArray(in: bytes, &offset)
        try Self.require(newValues.count == newColumns.count, "columns and values differ in number", at: offset)
        middleStart = offset
        let oldColumns = try Self.columns(
            names: ",\"old_keys_name\":",
            types: ",\"old_keys_type\":",
            values: ",\"old_keys_val\":[",
            in: bytes,
            &offset,
            encoding
        )
        oldValuesStart = offset
        description = RowDescription(operation: operation, table: table, newColumns: newColumns, oldColumns: oldColumns)
        try description.validate(at: offset)
    }

    private static func table(
        _ bytes: Span<UInt8>,
        _ offset: inout Int,
        _ encoding: borrowing TextEncoding
    ) throws(MessageFault) -> TableName {
        try ByteScanning.expect("{\"table_name\":", in: bytes, &offset)
        let name = try JSONString.read(in: bytes, &offset)
        var nameOffset = 0
        let (schema, table) = try QuotedIdentifier.readTable(in: name.span, &nameOffset, until: "", encoding)
        try require(nameOffset == name.count, "the table's name has text behind it", at: offset)
        return TableName(schema: schema, table: table)
    }

    private static func operation(_ bytes: Span<UInt8>, _ offset: inout Int) throws(MessageFault) -> RowOperation {
        try ByteScanning.expect(",\"op_type\":\"", in: bytes, &offset)
        if ByteScanning.skip("INSERT", in: bytes, &offset) { return .insert }
        if ByteScanning.skip("UPDATE", in: bytes, &offset) { return .update }
        if ByteScanning.skip("DELETE", in: bytes, &offset) { return .delete }
        throw MessageFault("the operation is none of INSERT, UPDATE and DELETE", at: offset)
    }

    private static func columns(
        names: StaticString,
        types: StaticString,
        values: StaticString,
        in bytes: Span<UInt8>,
        _ offset: inout Int,
        _ encoding: borrowing TextEncoding
    ) throws(MessageFault) -> [RowDescription.SentColumn] {
        try ByteScanning.expect(names, in: bytes, &offset)
        let nameTexts = try JSONString.readArray(in: bytes, &offset)
        try ByteScanning.expect(types, in: bytes, &offset)
        let typeTexts = try JSONString.readArray(in: bytes, &offset)
        try require(nameTexts.count == typeTexts.count, "names and types of columns differ in number", at: offset)
        try ByteScanning.expect(values, in: bytes, &offset)
        var columns: [RowDescription.SentColumn] = []
        for (name, type) in zip(nameTexts, typeTexts) {
            let typeName = try encoding.name(type.span, 0..<type.count)
            let columnName = try QuotedIdentifier.whole(name, encoding)
            columns.append(.init(name: columnName, typeName: typeName))
        }
        return columns
    }

    private static func require(_ condition: Bool, _ reason: String, at offset: Int) throws(MessageFault) {
        guard condition else { throw MessageFault(reason, at: offset) }
    }

    /// The shape of this row, whose relation is `relation` under `index`.
    func shape(of bytes: Span<UInt8>, relation: Relation, index: Int) -> RowShape {
        RowShape(
            head: Self.copy(bytes, 0..<newValuesStart),
            middle: Self.copy(bytes, middleStart..<oldValuesStart),
            operation: description.operation,
            relation: index,
            newCount: description.newColumns.count,
            oldCount: description.oldColumns.count,
            oldPlaces: description.oldPlaces(in: relation)
        )
    }

    private static func copy(_ bytes: Span<UInt8>, _ range: Range<Int>) -> [UInt8] {
        bytes.extracting(range).withUnsafeBufferPointer { Array($0) }
    }
}
