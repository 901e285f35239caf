internal import ChangeModel
internal import TestSupport

/// The changes of a stream as lines of text, without what a dialect may leave out: transactions without a change, numbers of types, booleans
/// of a B-compatible database, the time of a commit, its position where `withPositions` is false, and lines with a part that `departures` names.
struct ComparableChanges {
    private(set) var lines: [String] = []
    /// The departures that were met.
    private(set) var departed: Set<String> = []

    init(_ stream: RecordedStream, withPositions: Bool, departures: [String]) throws {
        let batch = try stream.decode()
        for record in batch.records {
            switch record {
            case .position: continue
            case .commit(let commit): append(commit, withPosition: withPositions)
            default: append(Self.line(BatchText.line(record, of: batch), of: stream), unless: departures)
            }
        }
    }

    private mutating func append(_ line: String, unless departures: [String]) {
        guard let departure = departures.first(where: line.contains) else { return lines.append(line) }
        departed.insert(departure)
    }

    private mutating func append(_ commit: TransactionCommit, withPosition: Bool) {
        if lines.last?.hasPrefix("begin") == true {
            lines.removeLast()
            return
        }
        let position = withPosition ? commit.position : .zero
        let plain = TransactionCommit(
            position: position,
            transactionIdentifier: commit.transactionIdentifier,
            commitSequenceNumber: commit.commitSequenceNumber,
            time: nil
        )
        lines.append(BatchText.commit(plain))
    }

    private static func line(_ line: String, of stream: RecordedStream) -> String {
        // `[integer/23]` to `[integer]`.
        let line = line.replacing(#/\/[0-9]+\]=/#, with: "]=")
        return stream.isOfCompatibilityB ? line.replacing("[boolean]='t'", with: "[boolean]='f'") : line
    }

    /// What only one of the two has, in order.
    func difference(from other: ComparableChanges) -> [String] {
        lines.difference(from: other.lines).map { change in
            switch change {
            case .insert(_, let line, _): "+ " + line
            case .remove(_, let line, _): "- " + line
            }
        }
    }
}
