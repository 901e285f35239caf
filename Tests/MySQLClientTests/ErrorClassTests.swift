import MySQLClient
import Testing

struct ErrorClassTests {
    private static let examples: [(UInt32, ErrorClass)] = [
        (1213, .deadlock), (1205, .lockWaitTimeout), (1317, .interrupted), (2006, .connectionLost),
        (2013, .connectionLost), (1053, .connectionLost), (1160, .connectionLost), (4031, .connectionLost),
        (1290, .serverReadOnly), (3168, .serverStarting), (1114, .diskFull), (1040, .tooManyConnections),
        (1045, .accessDenied), (1062, .duplicateKey), (1452, .foreignKey), (1406, .dataRefused),
        (4025, .dataRefused), (3819, .dataRefused), (1054, .schemaMismatch), (1146, .schemaMismatch),
        (1153, .packetTooLarge), (1064, .other),
    ]

    @Test(arguments: examples)
    func `a number has the class that decides what happens next`(code: UInt32, expected: ErrorClass) {
        #expect(ErrorClass(code: code) == expected)
    }

    @Test func `the packet limit stands apart from the network errors around its number`() {
        #expect((1154...1161).allSatisfy { ErrorClass(code: $0) == .connectionLost })
        #expect(ErrorClass(code: 1153) == .packetTooLarge)
    }

    @Test func `an unknown number is no reason to try again`() {
        #expect(ErrorClass(code: 0) == .other)
        #expect(ErrorClass(code: 65_535) == .other)
    }
}
