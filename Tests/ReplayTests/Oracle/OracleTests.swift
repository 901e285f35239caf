internal import Glibc
internal import Testing

/// Thousands of small random workloads. ORACLE_SEEDS is how many of each test, ORACLE_FIRST the first of them.
@Suite(.enabled(if: !LiveTarget.all.isEmpty))
struct OracleTests {
    /// 1300: a rotation of keys in pieces, of rows that nobody can tell by their keys. 2997: updates that went together, two of them of one row,
    /// because keys that end in zeros looked alike.
    private static let onceWrong: [UInt64] = [1300, 2997]

    private static func seeds(_ usual: UInt64) -> [UInt64] {
        func number(_ name: String) -> UInt64? { getenv(name).flatMap { UInt64(String(cString: $0)) } }
        let first = number("ORACLE_FIRST") ?? 0
        return onceWrong + Array(first..<(first + (number("ORACLE_SEEDS") ?? usual)))
    }

    @Test(arguments: LiveTarget.all)
    func `parallel replay equals serial replay equals the source`(target: LiveTarget) throws {
        let oracle = try Oracle(target, database: "replay_oracle", testName: "parallel replay equals")
        for seed in Self.seeds(800) { try oracle.compareSerialAndParallel(seed: seed) }
    }

    @Test(arguments: LiveTarget.all)
    func `a replay that is interrupted anywhere applies everything once`(target: LiveTarget) throws {
        let oracle = try Oracle(target, database: "replay_oracle_cut", testName: "interrupted anywhere")
        for seed in Self.seeds(200) { try oracle.interrupt(seed: seed) }
    }
}
