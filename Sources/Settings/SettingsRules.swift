/// What must hold between options, once each of them is right by itself.
enum SettingsRules {
    /// Stands in the documentation too; falls together with `refuseParallelDialects`.
    static let serialOnly = "this version reads the serial dialect only"

    static func apply(to draft: inout SettingsDraft) {
        PasswordRule.source.apply(to: &draft)
        PasswordRule.target.apply(to: &draft)
        refuseParallelDialects(&draft)
        refuseCrampedSpool(&draft)
    }

    private static func refuseParallelDialects(_ draft: inout SettingsDraft) {
        if draft.settings.slot.parallelDecodeNum > 1, let place = draft.places["slot.parallel-decode-num"] {
            draft.refuse(place, "slot.parallel-decode-num must be 1: \(serialOnly).")
        }
        if draft.settings.slot.decodeStyle != nil, let place = draft.places["slot.decode-style"] {
            draft.refuse(place, "slot.decode-style must be left out: \(serialOnly).")
        }
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
