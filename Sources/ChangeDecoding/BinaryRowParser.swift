internal import ChangeModel

/// Parses one whole row of style b the slow way: what a shape is made from.
///
///     'I' | 'U' | 'D', u16 n, schema, u16 n, table, ['N' tuple], ['O' tuple]
///     tuple:  u16 columns, each: u16 n, name; u32 type; u32 n (all ones for NULL), text
///
/// Schema and table are raw, names of columns are quoted where SQL would.
struct BinaryRowParser {
    let description: RowDescription
    /// Where the lengths of the values begin.
    private let valueStarts: [Int]
    /// Where the values end.
    private let valueEnds: [Int]

    init(_ bytes: Span<UInt8>, _ relations: inout RelationTable) throws(MessageFault) {
        var offset = 1
        let operation = try Self.operation(bytes)
        let schema = try Self.name(bytes, &offset)
        let table = try Self.name(bytes, &offset)
        let tableName = TableName(
            schema: try relations.encoding.name(bytes, schema),
            table: try relations.encoding.name(bytes, table)
        )
        var reader = TupleReader(table: tableName)
        let newColumns = try reader.columns(behind: "N", in: bytes, &offset, &relations)
        let oldColumns = try reader.columns(behind: "O", in: bytes, &offset, &relations)
        guard offset == bytes.count else { throw MessageFault("the row has bytes behind its end", at: offset) }
        description = RowDescription(
            operation: operation,
            table: tableName,
            newColumns: newColumns,
            oldColumns: oldColumns
        )
        valueStarts = reader.valueStarts
        valueEnds = reader.valueEnds
        try description.validate(at: offset)
    }

    private static func operation(_ bytes: Span<UInt8>) throws(MessageFault) -> RowOperation {
        switch bytes[0] {
        case UInt8(ascii: "I"): return .insert
        case UInt8(ascii: "U"): return .update
        case UInt8(ascii: "D"): return .delete
        default: throw MessageFault("the operation is none of I, U and D", at: 0)
        }
    }

    /// Where a name stands that has its length before it.
    fileprivate static func name(_ bytes: Span<UInt8>, _ offset: inout Int) throws(MessageFault) -> Range<Int> {
        let count = Int(try BigEndian.read(UInt16.self, in: bytes, &offset))
        guard count > 0 else { throw MessageFault("a name is empty", at: offset) }
        guard bytes.count - offset >= count else { throw MessageFault("a name has no end", at: offset) }
        offset += count
        return (offset - count)..<offset
    }

    /// The shape of this row, whose relation is `relation` under `index`.
    func shape(of bytes: Span<UInt8>, relation: Relation, index: Int) -> BinaryRowShape {
        var shape = BinaryRowShape(
            operation: description.operation,
            relation: index,
            newCount: description.newColumns.count,
            oldPlaces: description.oldPlaces(in: relation)
        )
        var start = 0
        for (column, sent) in (description.newColumns + description.oldColumns).enumerated() {
            shape.append(
                bytes.extracting(start..<valueStarts[column]),
                isBoolean: sent.typeIdentifier == BuiltInTypes.boolean
            )
            start = valueEnds[column]
        }
        shape.finish(bytes.extracting(start..<bytes.count))
        return shape
    }
}

/// Reads the tuples of one row.
private struct TupleReader {
    let table: TableName
    private(set) var valueStarts: [Int] = []
    private(set) var valueEnds: [Int] = []

    init(table: TableName) {
        self.table = table
    }

    /// The columns of the tuple behind `tag`; none where that does not stand here.
    mutating func columns(
        behind tag: StaticString,
        in bytes: Span<UInt8>,
        _ offset: inout Int,
        _ relations: inout RelationTable
    ) throws(MessageFault) -> [RowDescription.SentColumn] {
        guard ByteScanning.skip(tag, in: bytes, &offset) else { return [] }
        var columns: [RowDescription.SentColumn] = []
        for _ in 0..<(try BigEndian.read(UInt16.self, in: bytes, &offset)) {
            let name = try BinaryRowParser.name(bytes, &offset)
            let quotedName = bytes.extracting(name).withUnsafeBufferPointer { Array($0) }
            let identifier = try BigEndian.read(UInt32.self, in: bytes, &offset)
            try skipValue(bytes, &offset)
            let column = RowDescription.SentColumn(
                name: try QuotedIdentifier.whole(quotedName, relations.encoding),
                typeName: try relations.typeName(identifier, in: table),
                typeIdentifier: identifier
            )
            columns.append(column)
        }
        return columns
    }

    private mutating func skipValue(_ bytes: Span<UInt8>, _ offset: inout Int) throws(MessageFault) {
        valueStarts.append(offset)
        let length = try BigEndian.read(UInt32.self, in: bytes, &offset)
        if length != BinaryRowShape.nullLength {
            guard bytes.count - offset >= length else { throw MessageFault("a value has no end", at: offset) }
            offset += Int(length)
        }
        valueEnds.append(offset)
    }
}
