internal import ChangeModel
internal import TestSupport

/// Transactions of random sizes over a few tables whose columns change now and then; the same seed gives the same
/// stream.
struct RandomStream {
    private var random: SeededGenerator
    private var relations: [Relation] = []
    private var open: BatchBuilder?
    private var linesOfOpen = 0
    private(set) var lastPosition: UInt64 = 100
    private(set) var transactions: UInt64 = 0

    init(random: SeededGenerator) {
        self.random = random
        for _ in 0..<3 { addTable() }
    }

    private mutating func addTable() {
        let table = "t\(relations.count)"
        let columns = (0..<Int.random(in: 1...5, using: &random)).map { "c\($0)" }
        relations.append(BatchBuilder.relation(table, new: columns))
        relations.append(BatchBuilder.relation(table, new: columns, old: Array(columns.prefix(1))))
        relations.append(BatchBuilder.relation(table, old: Array(columns.prefix(2))))
    }

    /// A batch of some transactions; its last one may be left open, and goes on in the next batch.
    mutating func next() -> ChangeBatch {
        var builder = BatchBuilder()
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            if linesOfOpen == 0 {
                builder.begin(transactions + 1)
                linesOfOpen = 1
            }
            let rows = Int.random(in: 0...9, using: &random) == 0 ? 120 : Int.random(in: 0...6, using: &random)
            for _ in 0..<rows { addChange(&builder) }
            if Int.random(in: 0...5, using: &random) == 0 { return builder.batch }
            transactions += 1
            lastPosition += UInt64.random(in: 1...50, using: &random)
            builder.commit(lastPosition, transactionIdentifier: transactions)
            linesOfOpen = 0
        }
        return builder.batch
    }

    /// How many lines of the transaction at hand were given out; it does not go on.
    mutating func takeBackOpenTransaction() -> Int {
        defer { linesOfOpen = 0 }
        return linesOfOpen
    }

    private mutating func addChange(_ builder: inout BatchBuilder) {
        linesOfOpen += 1
        if Int.random(in: 0...60, using: &random) == 0 { addTable() }
        if Int.random(in: 0...40, using: &random) == 0 {
            let table = TableName(schema: "public", table: "t0")
            return builder.truncate(
                Truncation(tables: [table], restartsSequences: false, cascades: Bool.random(using: &random))
            )
        }
        let place = Int.random(in: 0..<relations.count, using: &random)
        let relation = relations[place]
        let operation: [RowOperation] = [.insert, .update, .delete]
        let count = relation.newColumnIndices.count + relation.oldColumnIndices.count
        builder.row(operation[place % 3], relation, (0..<count).map { _ in value() })
    }

    private mutating func value() -> BatchBuilder.Value {
        switch Int.random(in: 0...9, using: &random) {
        case 0: return .null
        case 1: return .absent
        case 2: return .text("")
        default:
            let length = Int.random(in: 1...60, using: &random)
            return .text(
                String((0..<length).map { _ in Character(Unicode.Scalar(UInt8.random(in: 32...126, using: &random))) })
            )
        }
    }
}
