import ChangeModel
import MySQLClient

/// One connection and its prepared statements, one for each shape of row; each call sends one row.
struct RowStatements {
    private struct Shape: Hashable {
        let relation: Int
        let operation: RowOperation
    }

    private struct Prepared {
        let statement: PreparedStatement
        /// For each value, in the batch's order, whether its text is that of an integer.
        let integers: [Bool]
    }

    let connection: MySQLConnection
    private var prepared: [Shape: Prepared] = [:]
    private var parameters = ParameterList()

    private static let integerTypes: Set = ["smallint", "integer", "bigint"]

    init(_ target: MySQLOptions) throws {
        connection = try MySQLConnection(options: target)
        try connection.execute("SET SESSION time_zone = '+00:00'")
        // Parents and children may be pinned to different workers.
        try connection.execute("SET SESSION foreign_key_checks = 0")
    }

    /// Outside a transaction, the row is committed when this returns.
    mutating func apply(_ change: RowChange, of batch: borrowing ChangeBatch) throws {
        let shape = Shape(relation: change.relation, operation: change.operation)
        let prepared = try self.prepared[shape] ?? prepare(shape, batch.relations[change.relation])
        parameters.removeAll()
        for (offset, isInteger) in prepared.integers.enumerated() {
            let slot = batch.values[change.firstValue + offset]
            if let range = slot.range {
                append(batch.bytes.span.extracting(range), isInteger: isInteger)
            } else {
                precondition(slot.isNull, "a column that the source did not send is more than this program can do")
                parameters.appendNull()
            }
        }
        try prepared.statement.execute(parameters)
    }

    private mutating func append(_ text: Span<UInt8>, isInteger: Bool) {
        guard isInteger else { return parameters.append(text: text) }
        var number: Int64 = 0
        let isNegative = text[0] == UInt8(ascii: "-")
        for index in (isNegative ? 1 : 0)..<text.count { number = number * 10 + Int64(text[index] - UInt8(ascii: "0")) }
        parameters.append(signed: isNegative ? -number : number)
    }

    private mutating func prepare(_ shape: Shape, _ relation: Relation) throws -> Prepared {
        let places = relation.newColumnIndices + relation.oldColumnIndices
        let made = Prepared(
            statement: try connection.prepare(Self.sql(shape.operation, relation)),
            integers: places.map { Self.integerTypes.contains(relation.columns[$0].typeName) }
        )
        prepared[shape] = made
        return made
    }

    private static func sql(_ operation: RowOperation, _ relation: Relation) -> String {
        let table = SQLQuoting.identifier(relation.table.table)
        let new = relation.newColumnIndices.map { SQLQuoting.identifier(relation.columns[$0].name) }
        let old = relation.oldColumnIndices.map { SQLQuoting.identifier(relation.columns[$0].name) + " = ?" }
        let condition = old.joined(separator: " AND ")
        precondition(operation == .insert || !old.isEmpty, "\(relation.table) has no identity")
        switch operation {
        case .insert:
            let marks = new.map { _ in "?" }.joined(separator: ", ")
            return "INSERT INTO \(table) (\(new.joined(separator: ", "))) VALUES (\(marks))"
        case .update:
            return "UPDATE \(table) SET \(new.map { $0 + " = ?" }.joined(separator: ", ")) WHERE \(condition)"
        case .delete:
            return "DELETE FROM \(table) WHERE \(condition)"
        }
    }
}
