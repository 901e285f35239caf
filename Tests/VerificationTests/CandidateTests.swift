internal import Testing

@testable import Verification

struct CandidateTests {
    private func seen(_ state: String, _ version: String? = "7") -> Observation {
        Observation(state: state, version: version)
    }

    private func expect(_ candidate: inout Candidate, sees target: Observation?, settled: Bool) {
        let isSettled = candidate.sees(target: target)
        #expect(isSettled == settled)
    }

    @Test func `a target that shows what the source had is only behind`() {
        var candidate = Candidate()
        candidate.sees(source: seen("old", "1"))
        candidate.passes(source: seen("newer", "2"))
        candidate.passes(source: seen("newest", "3"))
        expect(&candidate, sees: seen("newer", nil), settled: true)
    }

    @Test func `a row that the source had not yet and the target has not is equal`() {
        var candidate = Candidate()
        candidate.sees(source: nil)
        candidate.passes(source: seen("new"))
        expect(&candidate, sees: nil, settled: true)
    }

    @Test func `another state behind the source's position is a difference at once where the row was not written`() {
        var candidate = Candidate()
        candidate.sees(source: seen("right"))
        expect(&candidate, sees: seen("wrong", nil), settled: false)
        let decision = candidate.closes(source: seen("right"), hasPassed: true, versionsAreProof: true)
        #expect(decision == .differs(source: seen("right"), target: seen("wrong", nil)))
    }

    @Test func `nothing is certain before the target has passed the source's position`() {
        var candidate = Candidate()
        for _ in 0..<10 {
            candidate.sees(source: seen("right"))
            expect(&candidate, sees: seen("old", nil), settled: false)
            let decision = candidate.closes(source: seen("right"), hasPassed: false, versionsAreProof: true)
            #expect(decision == nil)
        }
    }

    @Test func `a row that was written between two looks is looked at again, even where it reads the same`() {
        var candidate = Candidate()
        candidate.sees(source: seen("a", "1"))
        expect(&candidate, sees: seen("b", nil), settled: false)
        let decision = candidate.closes(source: seen("a", "2"), hasPassed: true, versionsAreProof: true)
        #expect(decision == nil)
    }

    @Test func `a change that overtook the look is equal`() {
        var candidate = Candidate()
        candidate.sees(source: seen("a", "1"))
        expect(&candidate, sees: seen("b", nil), settled: false)
        let decision = candidate.closes(source: seen("b", "2"), hasPassed: true, versionsAreProof: true)
        #expect(decision == .equal)
    }

    @Test func `a row that is not in the source has no version, so three looks must agree`() {
        var candidate = Candidate()
        for round in 1...3 {
            candidate.sees(source: nil)
            expect(&candidate, sees: seen("extra", nil), settled: false)
            let decision = candidate.closes(source: nil, hasPassed: true, versionsAreProof: true)
            #expect(decision == (round < 3 ? nil : .differs(source: nil, target: seen("extra", nil))))
        }
    }

    @Test func `where versions prove nothing, the same must be seen three times, and the target must show the same`() {
        var candidate = Candidate()
        var decisions: [Candidate.Decision?] = []
        for shown in ["13", "14", "13", "13", "13"] {
            candidate.sees(source: seen("12", "1"))
            _ = candidate.sees(target: seen(shown))
            decisions.append(candidate.closes(source: seen("12", "1"), hasPassed: true, versionsAreProof: false))
        }
        #expect(decisions.dropLast().allSatisfy { $0 == nil })
        #expect(decisions.last == .differs(source: seen("12", "1"), target: seen("13")))
    }
}
