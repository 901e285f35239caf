import ChangeModel

/// Makes streams as a source under `sysbench oltp_insert` sends them: transactions of one row, in any dialect.
struct StreamMaker {
    let dialect: Dialect
    private(set) var stream = MessageBatch()
    private(set) var transactions = 0
    private var position: UInt64 = 0x1_0000_0000
    /// A message under way, where many records share one.
    private var message: [UInt8] = []
    private var digits = UInt64(88_172_645_463_325_252)

    /// A message with many records is sent when it is longer than this.
    private static let messageBytesMax = 1 << 20

    init(_ dialect: Dialect, bytes: Int) {
        self.dialect = dialect
        stream.bytes.reserveCapacity(bytes + (2 << 20))
        while stream.bytes.count + message.count < bytes { transaction() }
        if !message.isEmpty { send() }
    }

    private mutating func transaction() {
        transactions += 1
        let identifier = 1_000_000 + UInt64(transactions)
        let row = SysbenchRow(
            id: transactions,
            k: Int(nextDigits() % 10_000_000),
            c: groups(10),
            pad: groups(5)
        )
        let writer = RecordWriter(style: dialect.style)
        append(writer.begin(identifier, position: position))
        append(writer.insert(row))
        position += 528
        append(writer.commit(identifier))
    }

    /// Groups of eleven digits with hyphens between, as sysbench fills its texts.
    private mutating func groups(_ count: Int) -> String {
        (0..<count).map { _ in String(String(nextDigits()).suffix(11)) }.joined(separator: "-")
    }

    /// Of one length, so that only the tables' shape decides the size.
    private mutating func nextDigits() -> UInt64 {
        digits ^= digits << 13
        digits ^= digits >> 7
        digits ^= digits << 17
        return 10_000_000_000 + digits % 89_999_999_999
    }

    private mutating func append(_ record: [UInt8]) {
        let isFramed = dialect.isBatched || dialect.style == .parallelBinary
        guard isFramed else {
            message = record
            return send()
        }
        message += Bytes.bigEndian(UInt32(record.count + 8)) + Bytes.bigEndian(position) + record
        if dialect.style == .parallelBinary { message.append(UInt8(ascii: dialect.isBatched ? "P" : "F")) }
        if !dialect.isBatched || message.count > Self.messageBytesMax { send() }
    }

    private mutating func send() {
        if dialect.isBatched { message += Bytes.bigEndian(UInt32(0)) }
        let start = stream.bytes.count
        stream.bytes += message
        stream.messages.append(.data(position: LSN(position), range: start..<stream.bytes.count))
        message.removeAll(keepingCapacity: true)
    }
}
