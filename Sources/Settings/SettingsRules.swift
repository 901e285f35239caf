/// What must hold between options, once each of them is right by itself.
enum SettingsRules {
    static func apply(to draft: inout SettingsDraft) {
        PasswordRule.source.apply(to: &draft)
        PasswordRule.target.apply(to: &draft)
        refuseHalfACertificate(&draft)
        refuseCrampedSpool(&draft)
        refuseSharedTables(&draft)
        MappingRules.apply(to: &draft)
    }

    /// Names of tables have no case in some targets.
    private static func refuseSharedTables(_ draft: inout SettingsDraft) {
        let replay = draft.settings.replay
        let tables = [
            ("replay.quarantine_table", replay.quarantineTable), ("replay.policy_uses_table", replay.policyUsesTable),
            ("replay.progress_table", replay.progressTable),
        ]
        for (index, (option, table)) in tables.enumerated() {
            for (other, otherTable) in tables[(index + 1)...] where table.lowercased() == otherTable.lowercased() {
                guard let place = draft.places[option] ?? draft.places[other] else { continue }
                draft.refuse(place, "\(option) and \(other) must be two tables.")
            }
        }
    }

    private static func refuseHalfACertificate(_ draft: inout SettingsDraft) {
        let source = draft.settings.source
        guard (source.sslcert == nil) != (source.sslkey == nil),
            let place = draft.places["og_conn.sslcert"] ?? draft.places["og_conn.sslkey"]
        else { return }
        draft.refuse(place, "og_conn.sslcert and og_conn.sslkey must be given together.")
    }

    /// With less, the spool would be full before its first segment could be closed and pruned.
    private static func refuseCrampedSpool(_ draft: inout SettingsDraft) {
        let spool = draft.settings.spool
        guard spool.sizeLimitMegabytes > 0, spool.sizeLimitMegabytes < 2 * spool.segmentSizeMegabytes,
            let place = draft.places["spool.size_limit_megabytes"] ?? draft.places["spool.segment_size_megabytes"]
        else { return }
        let room = "two segments of \(spool.segmentSizeMegabytes) megabytes"
        draft.refuse(place, "spool.size_limit_megabytes must be 0, or leave room for \(room).")
    }
}
