import ChangeDecoding
import ChangeModel
import Glibc

/// How fast each dialect is decoded, on one core: prints one line of JSON for each.
///
/// The batches are as large as capture makes them. `scan_ratio` is how many times longer decoding takes than `memchr` over the same
/// bytes, for a byte that is rare in them: it depends less on the machine.
@main
struct DecodingBenchmark {
    private static let streamBytes = 128 << 20
    private static let batchBytes = 256 << 10
    private static let rounds = 5

    static func main() throws {
        let wanted = CommandLine.arguments.dropFirst()
        for dialect in Dialect.all where wanted.isEmpty || wanted.contains(dialect.description) {
            let maker = StreamMaker(dialect, bytes: streamBytes)
            let batches = split(maker.stream)
            let seconds = try (0..<rounds).map { _ in try decode(batches, dialect, maker.transactions) }.sorted()[
                rounds / 2
            ]
            let scanSeconds = (0..<rounds).map { _ in scan(batches) }.sorted()[rounds / 2]
            let megabytes = Double(maker.stream.bytes.count) / 1_048_576
            print(
                "{\"dialect\": \"\(dialect)\", \"megabytes_per_second\": \(Int(megabytes / seconds)),"
                    + " \"transactions_per_second\": \(Int(Double(maker.transactions) / seconds)),"
                    + " \"scan_ratio\": \(tenths(seconds / scanSeconds))}"
            )
        }
    }

    /// The stream in runs of about `batchBytes`, at least one message each, as they come from the source.
    private static func split(_ stream: MessageBatch) -> [MessageBatch] {
        var batches: [MessageBatch] = []
        var batch = MessageBatch()
        for case .data(let position, let range) in stream.messages {
            let start = batch.bytes.count
            batch.bytes += stream.bytes[range]
            batch.messages.append(.data(position: position, range: start..<batch.bytes.count))
            guard batch.bytes.count >= batchBytes else { continue }
            batches.append(batch)
            batch = MessageBatch()
        }
        return batches + (batch.isEmpty ? [] : [batch])
    }

    private static func decode(_ batches: [MessageBatch], _ dialect: Dialect, _ transactions: Int) throws -> Double {
        var decoder = try ChangeDecoder(DecoderOptions(dialect: dialect))
        var commits = 0
        let start = now()
        for batch in batches {
            let changes = try decoder.decode(batch)
            commits += changes.records.count / 3
        }
        let seconds = now() - start
        precondition(commits > transactions - batches.count, "transactions are missing")
        return seconds
    }

    private static func scan(_ batches: [MessageBatch]) -> Double {
        let start = now()
        var found = 0
        for batch in batches { batch.bytes.withUnsafeBytes { found += occurrences(of: 0xFE, in: $0) } }
        let seconds = now() - start
        precondition(found < streamBytes / 16, "the byte is not rare")
        return seconds
    }

    private static func occurrences(of byte: CInt, in bytes: UnsafeRawBufferPointer) -> Int {
        guard var place = bytes.baseAddress else { return 0 }
        let end = place + bytes.count
        var count = 0
        while let found = memchr(place, byte, end - place) {
            count += 1
            place = UnsafeRawPointer(found) + 1
        }
        return count
    }

    /// Processor time: what others do on the machine meanwhile is not measured.
    private static func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    private static func tenths(_ number: Double) -> Double {
        (number * 10).rounded() / 10
    }
}
