import ChangeDecoding
import ChangeModel
import TestSupport
import Testing

/// All dialects of one workload give the same changes: same transactions, tables, columns, types and values.
struct DialectAgreementTests {
    /// Streams of one workload that were asked for with the same options; the first is what the others are compared to.
    struct Group: CustomStringConvertible, Sendable {
        let reference: RecordedStream
        let others: [RecordedStream]

        var description: String { reference.description }
    }

    static let groups: [Group] = RecordingTests.workloads.flatMap { workload in
        let streams = Dictionary(grouping: RecordedStream.all([workload]), by: \.options)
        return streams.keys.sorted().compactMap { options in
            let ordered = (streams[options] ?? []).sorted { rank($0) < rank($1) }
            return ordered.count > 1 ? Group(reference: ordered[0], others: Array(ordered.dropFirst())) : nil
        }
    }

    /// Serial first: it leaves out nothing.
    private static func rank(_ stream: RecordedStream) -> Int {
        Dialect.all.firstIndex(of: stream.dialect) ?? 0
    }

    @Test(arguments: groups)
    func everyDialectSaysTheSame(_ group: Group) throws {
        for other in group.others {
            let withPositions = Self.tellsEnds(other.dialect)
            let departures = RecordingDepartures.changes(of: other)
            let reference = try ComparableChanges(group.reference, withPositions: withPositions, departures: departures)
            let changes = try ComparableChanges(other, withPositions: withPositions, departures: departures)
            #expect(changes.difference(from: reference) == [], "\(other)")
            // A departure that is none any more must leave the list.
            #expect(reference.departed == Set(departures), "\(other)")
        }
    }

    /// Lines of styles j and t alone in their message carry the start of the commit: there the position is one more than that.
    private static func tellsEnds(_ dialect: Dialect) -> Bool {
        !dialect.isParallel || dialect.isBatched || dialect.style == .parallelBinary
    }

    @Test(arguments: groups.filter { group in group.others.contains { !tellsEnds($0.dialect) } })
    func aPositionBehindTheStartOfACommitIsNotBehindItsEnd(_ group: Group) throws {
        let ends = try Self.positions(group.reference)
        for other in group.others where !Self.tellsEnds(other.dialect) {
            let positions = try Self.positions(other)
            #expect(positions.keys.allSatisfy { ends[$0] != nil || group.reference.dialect == .serial })
            for (number, end) in ends {
                guard let position = positions[number] else { continue }
                #expect(position <= end)
                #expect(position > ends.values.filter { $0 < end }.max() ?? .zero)
            }
        }
    }

    /// The positions of commits, by their sequence numbers.
    private static func positions(_ stream: RecordedStream) throws -> [UInt64: LSN] {
        var positions: [UInt64: LSN] = [:]
        for case .commit(let commit) in try stream.decode().records {
            positions[try #require(commit.commitSequenceNumber)] = commit.position
        }
        return positions
    }
}
