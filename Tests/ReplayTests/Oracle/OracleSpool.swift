internal import ChangeModel
internal import Spool
internal import TestSupport

/// A workload as a spool, in blocks so small that transactions do not fit into one.
final class OracleSpool {
    private let directory = TemporaryDirectory()
    private let identity: StreamIdentity
    /// The commit of the workload's last transaction; one more stands behind it, so that a replay up to here sees that it is done.
    private(set) var last = LSN.zero

    var path: String { directory.path(of: "spool") }
    var streamName: String { identity.streamName }

    init(_ workload: OracleWorkload, seed: UInt64) throws(SpoolError) {
        identity = StreamIdentity(systemIdentifier: "7002", database: "oracle", slot: "seed\(seed)")
        var generator = SeededGenerator(seed: seed &* 3)
        var builder = BatchBuilder()
        let schema = workload.model.schema
        var position: UInt64 = 100
        for transaction in workload.transactions {
            position += UInt64.random(in: 1...300, using: &generator)
            if Int.random(in: 0..<12, using: &generator) == 0 { builder.position(position) }
            position += UInt64.random(in: 1...300, using: &generator)
            builder.transaction(position) { builder in
                for change in transaction { Self.append(change, schema, &builder, &generator) }
            }
        }
        last = LSN(position)
        builder.transaction(position + 100) { _ in }
        try write(builder, &generator)
    }

    private func write(_ builder: BatchBuilder, _ generator: inout SeededGenerator) throws(SpoolError) {
        let options = SpoolOptions(
            blockBytes: [64, 64, 64, 300, 1_000, 8_000, 100_000].randomElement(using: &generator) ?? 1_000,
            segmentBytes: [1_000, 1 << 20].randomElement(using: &generator) ?? 1_000
        )
        var writer = try SpoolWriter(
            path: path,
            identity: identity,
            dialect: .serial,
            startPosition: LSN(1),
            options: options
        )
        var cursor = 0
        while cursor < builder.batch.records.count {
            try writer.encode(builder.batch, from: &cursor)
            try writer.writeBlocks()
        }
        try writer.finish()
    }

    private static func append(
        _ change: OracleWorkload.Change,
        _ schema: OracleSchema,
        _ builder: inout BatchBuilder,
        _ generator: inout SeededGenerator
    ) {
        switch change {
        case .insert(let table, let row):
            builder.row(.insert, schema.tables[table].relation(.insert), row.map(\.forBatch))
        case .delete(let table, let row):
            let values = schema.tables[table].identityColumns.map { row[$0].forBatch }
            builder.row(.delete, schema.tables[table].relation(.delete), values)
        case .update(let table, let old, let new, let isWhole):
            let described = schema.tables[table]
            let lacks = isWhole ? [] : described.columnsToLeaveOut(old, new, &generator)
            let image = new.indices.map { lacks.contains($0) ? .absent : new[$0].forBatch }
            builder.row(
                .update,
                described.relation(.update),
                image + described.identityColumns.map { old[$0].forBatch }
            )
        case .truncate(let table):
            let name = TableName(schema: "public", table: schema.tables[table].name)
            builder.truncate(Truncation(tables: [name], restartsSequences: false, cascades: false))
        }
    }
}

extension OracleTable {
    /// A source does not send large values that stay as they are, unless its identity is FULL.
    fileprivate func columnsToLeaveOut(
        _ old: OracleModel.Row,
        _ new: OracleModel.Row,
        _ generator: inout SeededGenerator
    ) -> [Int] {
        guard case .key = identity, Int.random(in: 0..<4, using: &generator) == 0 else { return [] }
        return columns.indices.filter { index in
            guard case .text = columns[index].kind else { return false }
            return old[index] == new[index] && !identityColumns.contains(index)
        }
    }
}
