/// Knows which transactions that are under way a new one must stand behind. A pure value: it sees keys, tickets and workers, and no SQL.
///
/// Contract: two transactions with a key in common, of which at least one uses it exclusively, are never with two workers at a time, and with
/// one worker they stand in the order in which they were admitted. Tickets are given in the stream's order, from 1 on; a worker finishes its
/// transactions in that order, so one number says which of them are done.
///
/// Memory is bounded by the keys of what is under way: what is done is forgotten whenever the table has filled up.
struct ConflictDetector {
    /// Who stands in the way.
    enum Blockers: Equatable {
        case none
        /// One worker alone: its queue keeps the order.
        case one(Int)
        case several
    }

    private struct Entry {
        /// 0 in an empty place.
        var thing: UInt64 = 0
        /// The last that used it exclusively: its ticket, with the worker in the low bits; 0 for nobody.
        var writer: UInt64 = 0
        /// Where in `readers` its last sharers stand; -1 for none.
        var readers: Int32 = -1
    }

    private static let workerBits: UInt64 = 10
    private static let capacityMin = 1 << 12

    private let workerCount: Int
    private var entries: [Entry]
    private var count = 0
    /// For each entry that has been shared the last ticket of each worker.
    private var readers: [UInt64] = []
    /// For each worker the ticket up to which its transactions are done.
    private var done: [UInt64]

    init(workerCount: Int) {
        precondition(workerCount > 0 && workerCount <= 1 << Self.workerBits)
        self.workerCount = workerCount
        entries = Array(repeating: Entry(), count: Self.capacityMin)
        done = Array(repeating: 0, count: workerCount)
    }

    /// A worker has committed everything that was admitted for it up to `ticket`.
    mutating func complete(worker: Int, through ticket: UInt64) {
        precondition(ticket >= done[worker], "a worker finishes its transactions in order")
        done[worker] = ticket
    }

    func blockers(of keys: Span<ConflictKey>) -> Blockers {
        var found = Blockers.none
        for index in 0..<keys.count {
            let place = place(of: keys[index].thing)
            guard entries[place].thing != 0 else { continue }
            if let worker = activeWriter(entries[place]), !Self.note(worker, in: &found) { return .several }
            guard !keys[index].isShared, entries[place].readers >= 0 else { continue }
            let first = Int(entries[place].readers)
            for worker in 0..<workerCount where readers[first + worker] > done[worker] {
                guard Self.note(worker, in: &found) else { return .several }
            }
        }
        return found
    }

    /// Gives the transaction with `ticket` to `worker`.
    mutating func admit(_ keys: Span<ConflictKey>, ticket: UInt64, worker: Int) {
        precondition(ticket > done[worker] && ticket < 1 << (64 - Self.workerBits))
        for index in 0..<keys.count {
            if (count + 1) * 2 > entries.count { forgetWhatIsDone() }
            let place = place(of: keys[index].thing)
            if entries[place].thing == 0 {
                entries[place].thing = keys[index].thing
                count += 1
            }
            if keys[index].isShared {
                share(place, worker, ticket)
            } else {
                entries[place].writer = ticket << Self.workerBits | UInt64(worker)
            }
        }
    }

    private static func note(_ worker: Int, in found: inout Blockers) -> Bool {
        switch found {
        case .none: found = .one(worker)
        case .one(let other): return other == worker
        case .several: return false
        }
        return true
    }

    private func activeWriter(_ entry: Entry) -> Int? {
        let worker = Int(entry.writer & (1 << Self.workerBits - 1))
        return entry.writer >> Self.workerBits > done[worker] ? worker : nil
    }

    private mutating func share(_ place: Int, _ worker: Int, _ ticket: UInt64) {
        if entries[place].readers < 0 {
            entries[place].readers = Int32(readers.count)
            readers.append(contentsOf: repeatElement(0, count: workerCount))
        }
        readers[Int(entries[place].readers) + worker] = ticket
    }

    /// Where the thing stands, or would stand.
    private func place(of thing: UInt64) -> Int {
        let mask = entries.count - 1
        var place = Int(truncatingIfNeeded: thing >> 1) & mask
        while entries[place].thing != 0, entries[place].thing != thing { place = (place + 1) & mask }
        return place
    }

    private mutating func forgetWhatIsDone() {
        let old = entries
        let oldReaders = readers
        let active = old.filter { isActive($0) }
        var capacity = Self.capacityMin
        while capacity < active.count * 4 { capacity *= 2 }
        entries = Array(repeating: Entry(), count: capacity)
        readers.removeAll(keepingCapacity: true)
        count = active.count
        for entry in active {
            var kept = entry
            if entry.readers >= 0 {
                kept.readers = Int32(readers.count)
                readers.append(contentsOf: oldReaders[Int(entry.readers)..<(Int(entry.readers) + workerCount)])
            }
            entries[place(of: entry.thing)] = kept
        }
    }

    private func isActive(_ entry: Entry) -> Bool {
        guard entry.thing != 0 else { return false }
        if activeWriter(entry) != nil { return true }
        guard entry.readers >= 0 else { return false }
        return (0..<workerCount).contains { readers[Int(entry.readers) + $0] > done[$0] }
    }
}
