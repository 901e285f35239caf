internal import ChangeModel
internal import Spool
internal import TestSupport

/// A spool in a directory of its own, written and read with few words.
struct SpoolFixture: Sendable {
    let directory = TemporaryDirectory()
    var identity = StreamIdentity(systemIdentifier: "7001", database: "shop", slot: "back")
    var options = SpoolOptions(blockBytes: 256, segmentBytes: 600, writer: "test 1")

    static let insert = BatchBuilder.relation("t", new: ["id", "v"])
    static let update = BatchBuilder.relation("t", new: ["id", "v"], old: ["id"])
    static let delete = BatchBuilder.relation("t", old: ["id"])

    var path: String { directory.path }
    var fileNames: [String] { directory.fileNames.filter { $0 != ".lock" } }

    func writer(startingAt start: UInt64 = 100) throws(SpoolError) -> SpoolWriter {
        try SpoolWriter(path: path, identity: identity, dialect: .serial, startPosition: LSN(start), options: options)
    }

    /// Takes a whole batch, writing blocks as they fall due.
    static func put(_ batch: ChangeBatch, into writer: inout SpoolWriter) throws(SpoolError) {
        var cursor = 0
        while cursor < batch.records.count {
            try writer.encode(batch, from: &cursor)
            try writer.writeBlocks()
        }
    }

    /// Everything behind `position`, as lines.
    func read(after position: LSN? = nil) throws(SpoolError) -> [String] {
        var reader = SpoolReader(path: path, after: position)
        return try Self.drain(&reader)
    }

    static func drain(_ reader: inout SpoolReader) throws(SpoolError) -> [String] {
        var lines: [String] = []
        while case .batch(let batch) = try reader.next() { lines += BatchText.lines(batch) }
        return lines
    }

    /// `count` transactions of `rows` rows each, whose commits stand at 110, 120 …
    static func transactions(_ count: Int, rows: Int = 2, from first: Int = 1, valueBytes: Int = 20) -> ChangeBatch {
        var builder = BatchBuilder()
        for number in first..<(first + count) {
            builder.begin(UInt64(number))
            for row in 0..<rows {
                let value = String(repeating: "\(number).\(row) ", count: valueBytes / 4)
                builder.row(.insert, insert, [.text("\(number * 1_000 + row)"), .text(value)])
            }
            builder.commit(
                UInt64(100 + number * 10),
                transactionIdentifier: UInt64(number),
                commitSequenceNumber: UInt64(number + 500),
                time: CommitTime(microsecondsSinceEpoch: Int64(number) * 1_000_000)
            )
        }
        return builder.batch
    }

    /// The start of a transaction that is larger than a block, without its commit.
    static func unfinished(_ number: UInt64, rows: Int) -> ChangeBatch {
        var builder = BatchBuilder()
        builder.begin(number)
        for row in 0..<rows {
            builder.row(.insert, insert, [.text("\(number)-\(row)"), .text(String(repeating: "x\(row)", count: 20))])
        }
        return builder.batch
    }

    /// Writes `batch` and ends in good order.
    func write(_ batch: ChangeBatch) throws(SpoolError) {
        var writer = try writer()
        try Self.put(batch, into: &writer)
        try writer.finish()
    }

    /// What verification finds wrong.
    var findings: [String] {
        get throws(SpoolError) { try SpoolVerification(path: path).findings.map(\.description) }
    }
}
