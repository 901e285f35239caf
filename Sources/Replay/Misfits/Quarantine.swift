internal import ChangeModel
internal import Synchronization

/// What a stream holds back, for all workers of a session: the keys that must not be overtaken, and how many rows that are.
///
/// Contract: what is published here is committed in the quarantine's table, and is seen here before the transaction counts as done. So whoever
/// runs behind a transaction, because they have a key in common, finds what that one has left behind.
final class Quarantine: Sendable {
    let table: QuarantineTable
    let stream: String
    /// `replay.quarantine_rows_max`.
    let rowsMax: Int
    /// Asked before everything else: nothing is held on nearly all nights.
    private let heldRows = Atomic<Int>(0)
    private let state = Mutex(State())

    private struct State {
        var keys = HeldKeys()
        /// Held, or about to be.
        var reservedRows = 0
        var known: Set<MisfitNote> = []
        var sums: [MisfitNote: Int] = [:]
    }

    init(_ table: QuarantineTable, stream: String, rowsMax: Int) {
        self.table = table
        self.stream = stream
        self.rowsMax = rowsMax
    }

    var rowCount: Int { heldRows.load(ordering: .acquiring) }
    var isHolding: Bool { rowCount > 0 }

    /// Whether one of the records must not be applied before what is held is settled, or may be one of those.
    func touches(_ planned: PlannedBatch, _ records: Range<Int>) -> Bool {
        guard isHolding else { return false }
        return state.withLock { state in planned.withKeys(of: records) { state.keys.touches($0) } }
    }

    func mayConcern(_ table: TableKeys) -> Bool {
        isHolding && state.withLock { $0.keys.mayConcern(table) }
    }

    func mayConcern(tableHash: UInt64) -> Bool {
        isHolding && state.withLock { $0.keys.mayConcern(tableHash: tableHash) }
    }

    /// Makes room for one row more; false where there is none.
    func reserveRow() -> Bool {
        state.withLock { state in
            guard state.reservedRows < rowsMax else { return false }
            state.reservedRows += 1
            return true
        }
    }

    /// Its transaction was rolled back.
    func release(rows: Int) {
        state.withLock { $0.reservedRows -= rows }
    }

    /// What a committed transaction has left behind. Gives those notes whose like was not met before; the others are summed.
    func publish(_ aside: SetAside) -> [MisfitNote: SetAside.First] {
        state.withLock { state in
            state.keys.formUnion(aside.keys)
            heldRows.add(aside.heldRows, ordering: .releasing)
            var news: [MisfitNote: SetAside.First] = [:]
            for (note, found) in aside.notes {
                var count = found.count
                if state.known.insert(note).inserted {
                    news[note] = found
                    count -= 1
                }
                if count > 0 { state.sums[note, default: 0] += count }
            }
            return news
        }
    }

    /// What was summed since the last time.
    func takeSums() -> [(note: MisfitNote, count: Int)] {
        state.withLock { state in
            defer { state.sums.removeAll() }
            return state.sums.map { (note: $0.key, count: $0.value) }.sorted { $0.note.order < $1.note.order }
        }
    }

    /// What is held is this; to be called while nothing is under way.
    func replace(_ keys: HeldKeys, rowCount: Int) {
        state.withLock { state in
            state.keys = keys
            state.reservedRows = rowCount
            heldRows.store(rowCount, ordering: .releasing)
        }
    }
}
