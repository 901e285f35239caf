internal import ChangeModel
internal import OpenGaussClient

extension StreamOptions {
    /// The dialect that a server answers these options with.
    var dialect: Dialect {
        guard parallelDecodeThreads > 1 else { return .serial }
        switch decodeStyle {
        case UInt8(ascii: "j"): return Dialect(.parallelJSON, isBatched: sendsBatches)
        case UInt8(ascii: "t"): return Dialect(.parallelText, isBatched: sendsBatches)
        default: return Dialect(.parallelBinary, isBatched: sendsBatches)
        }
    }
}

extension SourceOptions {
    /// Without settings of our own: what is said then is what parallel workers see.
    var asOtherSessions: SourceOptions {
        var options = self
        options.hasSessionOptions = false
        return options
    }

    /// For what a standby cannot do: slots are made and dropped, and rows are written, on the primary alone.
    var onPrimary: SourceOptions {
        var options = self
        if role == .standby { options.role = .primary }
        return options
    }
}

extension Dialect {
    /// What the operator accepts with this dialect; nil for the one that loses nothing.
    var hazard: String? {
        guard isParallel else { return nil }
        return
            "parallel decoding (slot.parallel-decode-num > 1) is fast, but openGauss then leaves out, without a word, every TRUNCATE and every"
            + " change that follows DDL in the same transaction; let no such statement run, or set slot.parallel-decode-num to 1"
    }

    /// Types by number, and tables without quotes, need the source's catalogue.
    var needsNames: Bool { style == .parallelBinary || style == .parallelText }

    /// Parallel workers print booleans as dolphin does, and then take them all for false; style b prints them as they are.
    var printsBooleansThroughTheirText: Bool { style == .parallelJSON || style == .parallelText }
}
