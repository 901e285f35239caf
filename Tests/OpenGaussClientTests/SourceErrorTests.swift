internal import Testing

@testable import OpenGaussClient

struct SourceErrorTests {
    @Test(arguments: [
        ("57P01", SourceError.Kind.connectionLost), ("57P02", .connectionLost), ("57P03", .connectionLost),
        ("08006", .connectionLost), ("53300", .connectionLost), ("28000", .accessDenied), ("28P01", .accessDenied),
        ("3D000", .accessDenied), ("42501", .accessDenied), ("42704", .slotMissing), ("55006", .slotInUse),
        ("42601", .refused), ("XX000", .refused), ("", .refused),
    ])
    func `a state of the server has its kind`(state: String, kind: SourceError.Kind) {
        #expect(SourceError.kind(ofSQLState: state) == kind)
    }

    @Test(arguments: [
        (SourceError.Kind.unreachable, true), (.connectionLost, true), (.slotInUse, true), (.timedOut, true),
        (.accessDenied, false), (.untrusted, false),
        (.slotMissing, false), (.refused, false), (.protocolViolation, false),
    ])
    func `waiting mends only what passes by itself`(kind: SourceError.Kind, isPassing: Bool) {
        #expect(SourceError(kind, operation: "x", message: "y").isPassing == isPassing)
    }

    @Test func `the sentence says what was tried, what the server said, and what to do`() {
        let error = SourceError(
            .slotMissing,
            operation: "stream from the slot s",
            sqlState: "42704",
            message: "no slot"
        )
        #expect(
            error.description
                == "the source could not stream from the slot s: no slot (SQLSTATE 42704);"
                + " make it with `reverse-migration create`, or mend slot.name"
        )
    }

    @Test func `where the server gave no state none is shown`() {
        let error = SourceError(.refused, operation: "answer", message: "no")
        #expect(error.description == "the source could not answer: no")
    }
}
