internal import Glibc
internal import MySQLClient

/// A file of statements for the target that make its rows equal to the source's. It holds row values, so only its owner may read it.
///
/// Rows are taken away first and added last, piece by piece, so that a unique value that has moved is free before it is wanted.
final class RepairScript {
    private let file: OutputFile
    private static let keysPerStatement = 20

    /// Begins anew, or goes on behind the first `length` bytes of what an earlier run has written.
    init(path: String, continuingAt length: UInt64?) throws(VerificationError) {
        file = try OutputFile(path: path, continuingAt: length)
        guard length == nil else { return }
        let settings = TargetSession.spelling + ["SET NAMES utf8mb4", "SET SESSION foreign_key_checks = 0"]
        try file.append("-- Makes the target's rows equal to the source's, as reverse-migration verify saw them.\n")
        try file.append(settings.map { $0 + ";\n" }.joined() + "START TRANSACTION;\n")
    }

    var length: UInt64 { file.length }

    func finish() throws(VerificationError) {
        try file.append("COMMIT;\n")
        try file.synchronize()
    }

    func synchronize() throws(VerificationError) { try file.synchronize() }

    /// Statements for rows with a key.
    func write(
        _ verdicts: [Verdict],
        _ columns: [[String]: [Int]],
        _ source: TableQueries,
        _ target: TableQueries,
        _ session: SourceSession
    ) throws(VerificationError) {
        for verdict in verdicts where verdict.kind == .extra {
            try file.append("DELETE FROM \(name(target)) WHERE \(target.isAny(of: [verdict.identity]));\n")
        }
        let wanted = verdicts.filter { $0.kind == .different || $0.kind == .missing }
        for start in stride(from: 0, to: wanted.count, by: Self.keysPerStatement) {
            let some = wanted[start..<min(start + Self.keysPerStatement, wanted.count)]
            let values = try RepairValues(source).rows(of: some.map(\.identity), session)
            for verdict in some.sorted(by: { $0.kind == .different && $1.kind == .missing }) {
                // A row that is gone by now needs no repair.
                guard let row = values[verdict.identity] else { continue }
                try file.append(
                    verdict.kind == .missing
                        ? insert(row, target)
                        : update(verdict.identity, columns[verdict.identity] ?? [], row, target)
                )
            }
        }
    }

    private func name(_ queries: TableQueries) -> String { queries.dialect.table(queries.table) }

    private func insert(_ row: [String], _ target: TableQueries) -> String {
        let written = target.table.columns.indices.filter { !target.table.columns[$0].target.isGenerated }
        let names = written.map { target.dialect.name(target.table.columns[$0]) }.joined(separator: ", ")
        return "INSERT INTO \(name(target)) (\(names)) VALUES (\(written.map { row[$0] }.joined(separator: ", ")));\n"
    }

    private func update(_ key: [String], _ columns: [Int], _ row: [String], _ target: TableQueries) -> String {
        let assignments = columns.filter { !target.table.columns[$0].target.isGenerated }.map {
            "\(target.dialect.name(target.table.columns[$0])) = \(row[$0])"
        }
        guard !assignments.isEmpty else { return "" }
        return
            "UPDATE \(name(target)) SET \(assignments.joined(separator: ", ")) WHERE \(target.isAny(of: [key]));\n"
    }

    /// Statements for rows without a key, which are found by their hash; `lacking` is how many the target has too few.
    func write(
        content verdict: Verdict,
        _ lacking: Int,
        _ source: TableQueries,
        _ target: TableQueries,
        _ session: SourceSession
    ) throws(VerificationError) {
        guard verdict.kind != .unsettled, lacking != 0 else { return }
        guard target.table.isWhollyHashed else {
            try file.append("-- \(name(target)): rows without a key and with loose values; mend them by hand\n")
            return
        }
        let hash = verdict.identity[0]
        if lacking < 0 {
            let condition = "\(target.dialect.rowHash(target.table)) = '\(hash)'"
            try file.append("DELETE FROM \(name(target)) WHERE \(condition) LIMIT \(-lacking);\n")
        } else if let row = try RepairValues(source).row(ofHash: hash, session) {
            for _ in 0..<lacking { try file.append(insert(row, target)) }
        }
    }
}
