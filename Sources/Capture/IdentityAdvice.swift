internal import ChangeModel
internal import OpenGaussClient

/// Why the changes of a table of the source do not say which row they mean, and the ALTER TABLE that makes them say it.
struct IdentityAdvice {
    private let table: SourceCatalog.Table

    init(_ table: SourceCatalog.Table) {
        self.table = table
    }

    var reason: String {
        switch table.identity {
        case "n": "its REPLICA IDENTITY is NOTHING"
        case "i": "the index of its REPLICA IDENTITY is gone or not valid"
        default: "it has no key that its changes could name"
        }
    }

    /// A key, where there is one, costs the source less than the whole row.
    var remedy: String {
        "ALTER TABLE \(table.relation.table.quoted) REPLICA IDENTITY \(identity);"
    }

    private var identity: String {
        if table.hasPrimaryKey { return "DEFAULT" }
        return table.identifyingIndex.map { "USING INDEX " + SourceQuoting.identifier($0) } ?? "FULL"
    }
}
