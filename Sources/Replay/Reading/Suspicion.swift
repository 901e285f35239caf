/// What is known of a transaction that was refused as a whole, when it is applied again, row by row.
package struct Suspicion: Sendable {
    /// Rows, by their place in it, that do not fit.
    var refused: [Int: ReplayError] = [:]
    /// A statement had changed something before its row was found not to fit: each row is written by itself, behind a savepoint.
    var writesSingly = false

    /// What it keeps in memory, about.
    var bytes: Int { refused.count * Self.refusalBytes }

    /// Of one row: its place, and a sentence of the server, which is rarely longer.
    private static let refusalBytes = 512

    /// Whether there is more in it than in what was known before: otherwise another try would end as the last one did.
    func isNews(after known: Suspicion?) -> Bool {
        guard let known else { return true }
        return refused.count > known.refused.count || writesSingly && !known.writesSingly
    }
}
