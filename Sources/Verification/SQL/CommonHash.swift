/// A hash function that both servers have, as each of them calls it.
///
/// MySQL gave up MD5 in 9.6; PostgreSQL 9.2, and openGauss without the dolphin plugin, have no other. So the pair at hand decides.
struct CommonHash: Sendable, Equatable {
    enum SourceFunction: Sendable {
        case sha256OfBytes, sha2OfText, md5
    }

    let source: SourceFunction

    var isSHA256: Bool { source != .md5 }

    /// SHA-256 before MD5: today's processors compute it faster. nil where the servers have nothing in common.
    static func find(_ source: SourceSession, _ target: TargetSession) throws(VerificationError) -> CommonHash? {
        for function in [SourceFunction.sha256OfBytes, .sha2OfText, .md5] {
            let hash = CommonHash(source: function)
            let ours = SourceDialect(hash: hash), theirs = TargetDialect(hash: hash)
            // The number that is made of the hash has to be the same too.
            let left = try source.answer(ours.number(ofHash: ours.hash(["'reverse'", "'migration'"])))
            let right = try target.answer(theirs.number(ofHash: theirs.hash(["'reverse'", "'migration'"])))
            if let left, left == right { return hash }
        }
        return nil
    }
}
