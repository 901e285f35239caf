internal import ChangeModel

/// Inserts into one relation that follow each other and will be one statement: which values, and in which transaction each row stands.
struct InsertRun {
    let relation: Int
    /// Which columns of the new image are there; rows that lack one begin another run.
    let places: [Int]
    private(set) var rows: [Row] = []

    struct Row {
        let record: Int
        let firstValue: Int
        /// The commit's.
        let position: LSN
    }

    init(relation: Int, places: [Int]) {
        self.relation = relation
        self.places = places
    }

    mutating func append(record: Int, firstValue: Int, position: LSN) {
        rows.append(Row(record: record, firstValue: firstValue, position: position))
    }

    /// The sizes of the statements that take `count` rows: powers of two up to `limit`, so that few statements serve all runs.
    static func chunks(_ count: Int, limit: Int) -> [Int] {
        var sizes: [Int] = []
        var rest = count
        while rest > 0 {
            var size = 1
            while size * 2 <= min(rest, limit) { size *= 2 }
            sizes.append(size)
            rest -= size
        }
        return sizes
    }
}
