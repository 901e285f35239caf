internal import ChangeModel
internal import MySQLClient

/// How the values of one column are written: decided once for a column, by both types and by the policy for what does not fit.
struct ValueEncoding: Equatable, Sendable {
    let conversion: ValueConversion
    let policy: ValuePolicy
    let takesNull: Bool
    /// The source's `schema.table.column`, under which uses of the policy are counted.
    let column: String

    /// nil for a pair of types that has no place in `TypeRules`.
    init?(
        sourceType: String,
        target: TargetColumn,
        column: String = "",
        policies: ValuePolicies = ValuePolicies()
    ) {
        let policy = policies.policy(column: column, type: sourceType)
        let source = SourceType(sourceType)
        guard let place = TargetType(target),
            let conversion = TypeRules.conversion(source, sourceType, place, policy, policies)
        else { return nil }
        self.init(conversion, policy: policy, takesNull: target.isNullable, column: column)
    }

    /// The same for a column of the source as a relation has it.
    init?(source: Column, of table: TableName, target: TargetColumn, policies: ValuePolicies) {
        self.init(
            sourceType: source.typeName,
            target: target,
            column: table.description + "." + source.name,
            policies: policies
        )
    }

    init(_ conversion: ValueConversion, policy: ValuePolicy = .error, takesNull: Bool = true, column: String = "") {
        self.conversion = conversion
        self.policy = policy
        self.takesNull = takesNull
        self.column = column
    }

    /// The condition that finds the value, NULL included, in a row that no key tells from others.
    ///
    /// Texts are compared byte for byte: the column's collation may call different texts equal, and then the wrong row would be hit.
    func comparison(of column: String, on flavour: ServerVersion.Flavour) -> String {
        switch conversion {
        case .text(.address): "\(column) <=> ?"
        case .text: "CAST(CONVERT(\(column) USING utf8mb4) AS BINARY) <=> CAST(? AS BINARY)"
        case .document(let document) where document.isForText:
            "CAST(CONVERT(\(column) USING utf8mb4) AS BINARY) <=> CAST(? AS BINARY)"
        case .document: flavour == .mysql ? "\(column) <=> CAST(? AS JSON)" : "\(column) <=> ?"
        case .geometry: "CAST(\(column) AS BINARY) <=> CAST(? AS BINARY)"
        case .number, .bytes, .temporal: "\(column) <=> ?"
        }
    }
}
