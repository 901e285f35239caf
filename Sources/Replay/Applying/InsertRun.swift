/// Inserts into one relation that follow each other and will be one statement: which values, and where each row stands.
struct InsertRun {
    /// Which columns of the new image are there; rows that lack one begin another run.
    let places: [Int]
    private(set) var rows: [TransactionRow]

    init(_ first: TransactionRow, places: [Int]) {
        self.places = places
        rows = [first]
    }

    mutating func append(_ row: TransactionRow) {
        rows.append(row)
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
