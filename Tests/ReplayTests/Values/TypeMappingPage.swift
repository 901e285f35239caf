@testable import Replay

/// The tables of `docs/type-mapping.md`, written from the rules.
enum TypeMappingPage {
    /// Columns of the overview: some kinds of the target that always go together.
    private static let groups: [(title: String, kinds: [TargetKind])] = [
        ("integers", .integers), ("BIT", [.bit]), ("DECIMAL", [.decimal]), ("FLOAT", [.float]), ("DOUBLE", [.double]),
        ("YEAR", [.year]), ("CHAR", [.char]), ("VARCHAR, TEXT", .longTexts), ("ENUM, SET", .choices), ("JSON", [.json]),
        ("UUID", [.uuid]), ("INET4, INET6", [.inet4, .inet6]), ("BINARY", [.binary]), ("VARBINARY", [.varbinary]),
        ("BLOB", [.tinyblob, .blob, .mediumblob, .longblob]), ("DATE", [.date]), ("TIME", [.time]),
        ("DATETIME", [.datetime]),
        ("TIMESTAMP", [.timestamp]), ("GEOMETRY", [.geometry]), ("POINT", [.point]), ("LINESTRING", [.linestring]),
        ("POLYGON", [.polygon]),
        ("other spatial", [.multipoint, .multilinestring, .multipolygon, .geometrycollection]),
    ]

    /// One row a type of the source, one column a group of the target's.
    static var overview: String {
        let head = "| source | " + groups.map(\.title).joined(separator: " | ") + " |\n"
        let line = "|---|" + String(repeating: ":-:|", count: groups.count) + "\n"
        let rows = SourceType.allCases.map { source in
            let cells = groups.map { group in
                let marks = group.kinds.map { mark(TypeRules.rule(source, $0)?.fidelity) }
                precondition(Set(marks).count == 1, "\(source) is not written alike into all of \(group.title)")
                return marks[0]
            }
            return "| \(source.title) | " + cells.joined(separator: " | ") + " |\n"
        }
        return "\n" + head + line + rows.joined() + "\n"
    }

    private static func mark(_ fidelity: TypeRule.Fidelity?) -> String {
        switch fidelity {
        case .exact: "=="
        case .conditional: "="
        case .byPolicy: "text"
        case nil: ""
        }
    }

    /// One row a rule.
    static var rules: String {
        let rows = TypeRules.all.map { rule in
            let others = SourceType.allCases.filter { !rule.sources.contains($0) }
            let isMost = rule.sources.count > others.count
            let sources =
                (isMost ? "every type but " : "")
                + (isMost ? others : rule.sources).map(\.title).joined(separator: ", ")
            let targets = rule.targets.map { $0.rawValue.uppercased() }.joined(separator: ", ")
            return "| \(sources) | \(targets) | \(rule.how) | \(condition(rule.fidelity)) |\n"
        }
        return "\n| source | target | what is written | exact if |\n|---|---|---|---|\n" + rows.joined() + "\n"
    }

    /// One row a column that the target is shown.
    static var natural: String {
        let columns = SourceType.allCases.reduce(into: [String]()) { columns, source in
            if !columns.contains(source.naturalColumnType) { columns.append(source.naturalColumnType) }
        }
        let rows = columns.map { column in
            let sources = SourceType.allCases.filter { $0.naturalColumnType == column }.map(\.title)
            return "| \(sources.joined(separator: ", ")) | \(column) |\n"
        }
        return "\n| source | column |\n|---|---|\n" + rows.joined() + "\n"
    }

    private static func condition(_ fidelity: TypeRule.Fidelity) -> String {
        switch fidelity {
        case .exact: "always"
        case .conditional(let condition): condition
        case .byPolicy: "only with the policy `text`"
        }
    }

    /// One row a kind of misfit.
    static var misfits: [String] { Misfit.allCases.map(\.rawValue) }
}

extension SourceType {
    fileprivate var title: String {
        switch self {
        case .range, .array, .other: rawValue
        default: "`\(rawValue)`"
        }
    }
}
