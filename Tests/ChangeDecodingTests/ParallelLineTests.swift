import ChangeDecoding
import ChangeModel
import TestSupport
import Testing

/// The lines of styles j and t that begin and end transactions.
struct ParallelLineTests {
    private static let time = "2026-11-23 05:01:39.293515+00"
    private static let styles: [Dialect.Style] = [.parallelText, .parallelJSON]

    private static func decode(_ lines: [String], _ style: Dialect.Style = .parallelText) throws(DecodingError)
        -> ChangeBatch
    {
        var decoder = try TextLine.decoder(style)
        return try decoder.decode(SerialLine.messages(lines))
    }

    @Test(arguments: styles)
    func aBeginTellsNumberAndIdentifier(_ style: Dialect.Style) throws {
        for (line, identifier) in [
            ("BEGIN CSN: 832 first_lsn: 0/23C91E8 xid: 12447 commit_time: \(Self.time) origin_id: 7", 12447),
            ("BEGIN CSN: 832 first_lsn: 0/23C91E8 xid: 12447 commit_time: \(Self.time)", 12447),
            ("BEGIN CSN: 832 first_lsn: 0/23C91E8 xid: 12447", 12447),
            ("BEGIN CSN: 832 first_lsn: FFFFFFFF/FFFFFFFF commit_time: \(Self.time) origin_id: 7", nil),
            ("BEGIN CSN: 832 first_lsn: 0/0 origin_id: 7", nil), ("BEGIN CSN: 832 first_lsn: 0/0", nil),
        ] as [(String, UInt64?)] {
            let begin = TransactionBegin(transactionIdentifier: identifier, commitSequenceNumber: 832)
            #expect(try Self.decode([line], style).records == [.begin(begin)])
        }
    }

    @Test(arguments: styles)
    func aCommitTellsIdentifierAndTime(_ style: Dialect.Style) throws {
        for (line, identifier, time) in [
            ("commit xid: 12447 (at \(Self.time))", 12447, CommitTime(Self.time)), ("commit xid: 12447", 12447, nil),
            ("commit (at \(Self.time))", nil, CommitTime(Self.time)), ("commit", nil, nil),
        ] as [(String, UInt64?, CommitTime?)] {
            guard case .commit(let commit) = try Self.decode([TextLine.begin, line], style).records[1] else {
                Issue.record("no commit")
                return
            }
            #expect(commit.transactionIdentifier == identifier && commit.time == time)
        }
    }

    @Test(arguments: [
        "BEGIN",
        "BEGIN 12447",
        "BEGIN CSN:",
        "BEGIN CSN: ",
        "BEGIN CSN: x first_lsn: 0/1",
        "BEGIN CSN: 1",
        "BEGIN CSN: 1 first_lsn: ",
        "BEGIN CSN: 1 first_lsn: 0",
        "BEGIN CSN: 1 first_lsn: /1",
        "BEGIN CSN: 1 first_lsn: 0/",
        "BEGIN CSN: 1 first_lsn: 0/g",
        "BEGIN CSN: 1 first_lsn: 0/123456789",
        "BEGIN CSN: 1 first_lsn: -0/1",
        "BEGIN CSN: 1 first_lsn: 0/1 ",
        "BEGIN CSN: 1 first_lsn: 0/1 xid: ",
        "BEGIN CSN: 1 first_lsn: 0/1 xid: 18446744073709551616",
        "BEGIN CSN: 1 first_lsn: 0/1 commit_time: noon",
        "BEGIN CSN: 1 first_lsn: 0/1 commit_time: \(time) ",
        "BEGIN CSN: 1 first_lsn: 0/1 commit_time: \(time) xid: 1",
        "BEGIN CSN: 1 first_lsn: 0/1 origin_id: x",
        "BEGIN CSN: 1 first_lsn: 0/1 origin_id: 1 xid: 1",
    ])
    func anyOtherBeginIsAnError(_ line: String) {
        #expect(throws: DecodingError.self) { try Self.decode([line]) }
    }

    @Test(arguments: [
        "commi",
        "commit ",
        "commits",
        "commit 1",
        "commit xid: ",
        "commit xid: x",
        "commit xid: 1 ",
        "commit xid: 1 (at )",
        "commit xid: 1 (at noon)",
        "commit xid: 1 (at \(time)",
        "commit xid: 1 (at \(time)) ",
        "commit (at \(time)) xid: 1",
        "commit xid: 1 CSN 2",
    ])
    func anyOtherCommitIsAnError(_ line: String) {
        #expect(throws: DecodingError.self) { try Self.decode([TextLine.begin, line]) }
    }

    /// What is cut within a number, or behind one of its parts, is a whole line of its own.
    @Test func aLineThatIsCutAnywhereIsAnErrorOrAShorterLine() throws {
        let begin = "BEGIN CSN: 832 first_lsn: 0/23C91E8 xid: 12447 commit_time: \(Self.time) origin_id: 7"
        let commit = "commit xid: 12447 (at \(Self.time))"
        for (line, before) in [(begin, []), (commit, [TextLine.begin])] {
            for length in 0..<line.utf8.count {
                let cut = String(line.utf8.prefix(length)) ?? ""
                guard (try? Self.decode(before + [cut])) != nil else { continue }
                #expect(cut.last?.isHexDigit == true || cut == "commit", "\(cut)")
            }
        }
    }
}
