/// Looks at rows by their keys.
struct KeyedLook: Look {
    let sides: BothSides
    let source: TableQueries
    let target: TableQueries
    let isQuick = true
    let versionsAreProof = true

    private static let keysPerStatement = 250

    func source(_ identities: [[String]]) throws(VerificationError) -> [[String]: Observation] {
        try look(identities, source, sides.source)
    }

    func target(_ identities: [[String]]) throws(VerificationError) -> [[String]: Observation] {
        try look(identities, target, sides.target)
    }

    private func look(
        _ keys: [[String]],
        _ queries: TableQueries,
        _ session: any DatabaseSession
    ) throws(VerificationError) -> [[String]: Observation] {
        let table = queries.table
        let keyCount = table.key.count
        var found: [[String]: Observation] = [:]
        for start in stride(from: 0, to: keys.count, by: Self.keysPerStatement) {
            let some = Array(keys[start..<min(start + Self.keysPerStatement, keys.count)])
            for cells in try session.rows(queries.lookUp(some), to: "look at rows of \(table.source) again") {
                let key = cells[..<keyCount].map { $0 ?? "" }
                let content = try RowContent(cells[(keyCount + 1)...], of: table)
                found[key] = Observation(state: content.text, version: queries.version == nil ? nil : cells[keyCount])
            }
        }
        return found
    }
}
