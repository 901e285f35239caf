/// Orders the rows of a group into waves of long statements.
///
/// Contract: two rows with a conflict key in common, of which at least one uses it exclusively, are either in two waves, the earlier row in the
/// earlier wave, or in one bucket, in their order. Within a wave buckets may be written in any order. A bucket is what becomes one
/// statement, or one run of statements that keeps the order of its rows: one operation on one relation.
struct WavePlan {
    /// A row of the group: which of its batches, and which record of that.
    struct Row: Equatable {
        let batch: Int32
        let record: Int32
    }

    struct Bucket {
        let wave: Int32
        let lane: Int32
        var rows: [Row] = []
    }

    /// The last wave that used a thing in one way, and the lane where all its uses in that wave are of one.
    private struct LastUse {
        var wave: Int32 = -1
        var lane: Int32 = 0

        private static let noLane: Int32 = .min

        /// Sharers come in any order of waves; of two lanes in one wave none stands for both.
        mutating func note(_ wave: Int32, _ lane: Int32) {
            if wave > self.wave {
                self = LastUse(wave: wave, lane: lane)
            } else if wave == self.wave, lane != self.lane {
                self.lane = Self.noLane
            }
        }

        /// The first wave that a later row of `lane` may stand in.
        func next(_ lane: Int32) -> Int32 {
            wave < 0 || self.lane == lane ? wave : wave + 1
        }
    }

    private struct Use {
        var thing: UInt64 = 0
        var round: UInt32 = 0
        var exclusive = LastUse()
        var shared = LastUse()
    }

    private(set) var buckets: [Bucket] = []
    private var places: [UInt64: Int] = [:]
    private var uses: [Use] = Array(repeating: Use(), count: 1 << 12)
    private var useCount = 0
    /// Uses of earlier rounds are as good as empty.
    private var round: UInt32 = 1

    mutating func removeAll() {
        buckets.removeAll(keepingCapacity: true)
        places.removeAll(keepingCapacity: true)
        useCount = 0
        round += 1
        precondition(round < .max)
    }

    /// `lane` tells buckets apart: the same for rows that may stand in one.
    mutating func add(_ row: Row, lane: Int32, keys: Span<ConflictKey>) {
        var wave: Int32 = 0
        for index in 0..<keys.count {
            let use = uses[place(of: keys[index].thing)]
            guard use.round == round else { continue }
            wave = max(wave, use.exclusive.next(lane))
            if !keys[index].isShared { wave = max(wave, use.shared.next(lane)) }
        }
        for index in 0..<keys.count { note(keys[index], wave, lane) }
        append(row, wave, lane)
    }

    private mutating func note(_ key: ConflictKey, _ wave: Int32, _ lane: Int32) {
        if (useCount + 1) * 2 > uses.count { grow() }
        let place = place(of: key.thing)
        if uses[place].round != round {
            uses[place] = Use(thing: key.thing, round: round)
            useCount += 1
        }
        if key.isShared { uses[place].shared.note(wave, lane) } else { uses[place].exclusive.note(wave, lane) }
    }

    private mutating func append(_ row: Row, _ wave: Int32, _ lane: Int32) {
        let name = UInt64(UInt32(bitPattern: wave)) << 32 | UInt64(UInt32(bitPattern: lane))
        if let place = places[name] {
            buckets[place].rows.append(row)
        } else {
            places[name] = buckets.count
            buckets.append(Bucket(wave: wave, lane: lane, rows: [row]))
        }
    }

    private func place(of thing: UInt64) -> Int {
        let mask = uses.count - 1
        var place = Int(truncatingIfNeeded: thing >> 1) & mask
        while uses[place].round == round, uses[place].thing != thing { place = (place + 1) & mask }
        return place
    }

    private mutating func grow() {
        let old = uses.filter { $0.round == round }
        uses = Array(repeating: Use(), count: uses.count * 2)
        for use in old { uses[place(of: use.thing)] = use }
    }

    /// The buckets wave by wave.
    var inOrder: [Int] {
        buckets.indices.sorted { buckets[$0].wave < buckets[$1].wave }
    }
}
