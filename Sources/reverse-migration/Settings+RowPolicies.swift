import Replay
import Settings

/// `replay.misfits` as replay takes it.
extension Settings {
    var rowPolicies: RowPolicies {
        RowPolicies(
            standard: Self.policies(replay.misfits.policies),
            rules: replay.misfits.tables.map { rule in
                RowPolicies.Rule(tables: Self.pattern(rule.tables), policies: Self.policies(rule.policies))
            }
        )
    }

    private static func policies(_ chosen: MisfitsSettings.Policies) -> [RowMisfit: RowPolicy] {
        var result: [RowMisfit: RowPolicy] = [:]
        for (kind, policy) in chosen { result[misfit(kind)] = self.policy(policy) }
        return result
    }

    private static func misfit(_ kind: RowMisfitKind) -> RowMisfit {
        switch kind {
        case .missingRow: .missingRow
        case .duplicateKey: .duplicateKey
        case .severalRows: .severalRows
        case .valueRefused: .valueRefused
        case .foreignKey: .foreignKey
        }
    }

    private static func policy(_ policy: RowMisfitPolicy) -> RowPolicy {
        switch policy {
        case .stop: .stop
        case .quarantine: .quarantine
        case .overwrite: .overwrite
        case .ignore: .ignore
        }
    }
}
