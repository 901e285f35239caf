/// Looks how often contents are there in a table without a key: the state of an identity is a number.
struct ContentLook: Look {
    let sides: BothSides
    let source: TableQueries
    let target: TableQueries
    let bucketDigits: Int
    let isQuick = false
    /// A row that came and went between two looks leaves the versions of the others as they were.
    let versionsAreProof = false

    func source(_ identities: [[String]]) throws(VerificationError) -> [[String]: Observation] {
        try look(identities, source, sides.source)
    }

    func target(_ identities: [[String]]) throws(VerificationError) -> [[String]: Observation] {
        try look(identities, target, sides.target)
    }

    private func look(
        _ identities: [[String]],
        _ queries: TableQueries,
        _ session: any DatabaseSession
    ) throws(VerificationError) -> [[String]: Observation] {
        let wanted = Set(identities)
        let buckets = Set(identities.map { String($0[0].prefix(bucketDigits)) })
        let counts = try ContentCounts(buckets.sorted(), queries, session)
        var found: [[String]: Observation] = [:]
        for (content, count) in counts.byContent where wanted.contains([content]) {
            found[[content]] = Observation(
                state: String(count.rows),
                version: queries.version == nil ? nil : count.version
            )
        }
        return found
    }
}
