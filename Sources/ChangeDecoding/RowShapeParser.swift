internal import ChangeModel

/// Parses one whole JSON row the slow way: what a shape is made from.
struct RowShapeParser {
    private(set) var operation = RowOperation.insert
    private(set) var table = TableName(schema: "", table: "")
    /// Behind the `[` of `columns_val`.
    private(set) var newValuesStart = 0
    /// Behind the `]` of `columns_val`.
    private(set) var middleStart = 0
    /// Behind the `[` of `old_keys_val`.
    private(set) var oldValuesStart = 0
    private var newColumns: [(name: String, type: String)] = []
    private var oldColumns: [(name: String, type: String)] = []

    init(_ bytes: Span<UInt8>) throws(MessageFault) {
        var offset = 0
        try parseTable(bytes, &offset)
        try parseOperation(bytes, &offset)
        newColumns = try Self.columns(
            names: "\",\"columns_name\":",
            types: ",\"columns_type\":",
            values: ",\"columns_val\":[",
            in: bytes,
            &offset
        )
        newValuesStart = offset
        offset -= 1
        let newValues = try JSONString.readArray(in: bytes, &offset)
        try Self.require(newValues.count == newColumns.count, "columns and values differ in number", at: offset)
        middleStart = offset
        oldColumns = try Self.columns(
            names: ",\"old_keys_name\":",
            types: ",\"old_keys_type\":",
            values: ",\"old_keys_val\":[",
            in: bytes,
            &offset
        )
        oldValuesStart = offset
        try requireImages(at: offset)
    }

    private mutating func parseTable(_ bytes: Span<UInt8>, _ offset: inout Int) throws(MessageFault) {
        try ByteScanning.expect("{\"table_name\":", in: bytes, &offset)
        let name = try JSONString.read(in: bytes, &offset)
        var nameOffset = 0
        let (schema, relation) = try QuotedIdentifier.readTable(in: name.span, &nameOffset, until: "")
        try Self.require(nameOffset == name.count, "the table's name has text behind it", at: offset)
        table = TableName(schema: schema, table: relation)
    }

    private mutating func parseOperation(_ bytes: Span<UInt8>, _ offset: inout Int) throws(MessageFault) {
        try ByteScanning.expect(",\"op_type\":\"", in: bytes, &offset)
        if ByteScanning.skip("INSERT", in: bytes, &offset) {
            operation = .insert
        } else if ByteScanning.skip("UPDATE", in: bytes, &offset) {
            operation = .update
        } else if ByteScanning.skip("DELETE", in: bytes, &offset) {
            operation = .delete
        } else {
            throw MessageFault("the operation is none of INSERT, UPDATE and DELETE", at: offset)
        }
    }

    private static func columns(
        names: StaticString,
        types: StaticString,
        values: StaticString,
        in bytes: Span<UInt8>,
        _ offset: inout Int
    ) throws(MessageFault) -> [(name: String, type: String)] {
        try ByteScanning.expect(names, in: bytes, &offset)
        let nameTexts = try JSONString.readArray(in: bytes, &offset)
        try ByteScanning.expect(types, in: bytes, &offset)
        let typeTexts = try JSONString.readArray(in: bytes, &offset)
        try require(nameTexts.count == typeTexts.count, "names and types of columns differ in number", at: offset)
        try ByteScanning.expect(values, in: bytes, &offset)
        var columns: [(name: String, type: String)] = []
        for (name, type) in zip(nameTexts, typeTexts) {
            let typeName = try ByteScanning.string(type.span, 0..<type.count)
            columns.append((try QuotedIdentifier.whole(name), typeName))
        }
        // A relation holds each column once; a doubled one would make its images longer than what was sent.
        try require(Set(columns.map(\.name)).count == columns.count, "a column stands twice in an image", at: offset)
        return columns
    }

    /// An INSERT has no old image and a DELETE no new one; the spool's records rely on it.
    private func requireImages(at offset: Int) throws(MessageFault) {
        switch operation {
        case .insert: try Self.require(oldColumns.isEmpty, "an INSERT has an old image", at: offset)
        case .update: try Self.require(!newColumns.isEmpty, "an UPDATE has no new image", at: offset)
        case .delete: try Self.require(newColumns.isEmpty, "a DELETE has a new image", at: offset)
        }
    }

    private static func require(_ condition: Bool, _ reason: String, at offset: Int) throws(MessageFault) {
        guard condition else { throw MessageFault(reason, at: offset) }
    }

    /// The columns of both images: the new image's in order, then what only the old one has.
    var relation: Relation {
        var columns = newColumns.map { new in
            Column(
                name: new.name,
                typeName: new.type,
                isInNewImage: true,
                isInOldImage: oldColumns.contains { $0.name == new.name }
            )
        }
        for old in oldColumns where !newColumns.contains(where: { $0.name == old.name }) {
            columns.append(Column(name: old.name, typeName: old.type, isInNewImage: false, isInOldImage: true))
        }
        return Relation(table: table, columns: columns)
    }

    /// The shape of this row, whose relation got the index `relation`.
    func shape(of bytes: Span<UInt8>, relation: Int, described: Relation) -> RowShape {
        let oldNames = described.oldColumnIndices.map { described.columns[$0].name }
        let places = oldColumns.compactMap { old in oldNames.firstIndex(of: old.name) }
        return RowShape(
            head: Self.copy(bytes, 0..<newValuesStart),
            middle: Self.copy(bytes, middleStart..<oldValuesStart),
            operation: operation,
            relation: relation,
            newCount: newColumns.count,
            oldCount: oldColumns.count,
            oldPlaces: places == Array(places.indices) ? [] : places
        )
    }

    private static func copy(_ bytes: Span<UInt8>, _ range: Range<Int>) -> [UInt8] {
        bytes.extracting(range).withUnsafeBufferPointer { Array($0) }
    }
}
