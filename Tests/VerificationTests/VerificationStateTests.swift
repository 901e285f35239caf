internal import ChangeModel
internal import TestSupport
internal import Testing

@testable import Verification

struct VerificationStateTests {
    private var state: VerificationState {
        var state = VerificationState(comparison: "host 5432 \tdb %41")
        var finished = TableResult(table: TableName(schema: "public", table: "odd\n\"näme\" %"), target: "shop.t")
        finished.method = "ranges"
        finished.sourceRows = 10
        finished.targetRows = 11
        finished.extra = 1
        finished.isJudgedByTime = true
        finished.problems = ["the target has no column x"]
        finished.notes = ["", "a\tb"]
        var open = TableResult(table: TableName(schema: "s", table: "t"), target: "d.t")
        open.method = "ranges"
        state.finished = [finished]
        state.open = .init(result: open, upTo: ["-5", "", "c3a9"])
        state.repairBytes = 4_711
        return state
    }

    @Test func `a state comes back from its text as it was`() {
        #expect(VerificationState(text: state.text) == state)
        let empty = VerificationState(comparison: "")
        #expect(VerificationState(text: empty.text) == empty)
    }

    @Test func `a text that was cut anywhere is no state`() {
        let text = state.text
        for length in 0..<text.utf8.count {
            #expect(VerificationState(text: String(decoding: text.utf8.prefix(length), as: UTF8.self)) == nil)
        }
    }

    @Test func `the file is replaced as a whole and read back`() throws {
        let directory = TemporaryDirectory()
        let file = StateFile(path: directory.path + "/verify.state")
        #expect(try file.read() == nil)
        try file.write(state)
        try file.write(state)
        #expect(try file.read() == state)
        try file.remove()
        try file.remove()
        #expect(try file.read() == nil)
    }

    @Test func `something else in its place is refused by name`() throws {
        let directory = TemporaryDirectory()
        let path = directory.path + "/verify.state"
        let other = try OutputFile(path: path, continuingAt: nil)
        try other.append("schema: public\n")
        #expect(throws: VerificationError.self) { try StateFile(path: path).read() }
    }
}
