internal import MySQLClient
internal import Testing

@testable import Replay

struct RetryPolicyTests {
    /// One error number of each class.
    private static let codes: [ErrorClass: UInt32] = [
        .deadlock: 1213, .lockWaitTimeout: 1205, .interrupted: 1317, .connectionLost: 2013, .serverReadOnly: 1290,
        .serverStarting: 1047, .diskFull: 1114, .tooManyConnections: 1040, .accessDenied: 1045, .duplicateKey: 1062,
        .foreignKey: 1452, .dataRefused: 1264, .schemaMismatch: 1146, .packetTooLarge: 1153, .other: 9_999,
    ]

    private static let alwaysRetried: [ErrorClass] = [.deadlock, .lockWaitTimeout, .interrupted, .diskFull]
    private static let retriedOnceConnected: [ErrorClass] = [.connectionLost, .serverStarting, .tooManyConnections]

    @Test(arguments: ErrorClass.allCases)
    func `every class of errors has its decision`(errorClass: ErrorClass) throws {
        let code = try #require(Self.codes[errorClass])
        let error = MySQLError(code: code, sqlState: "", operation: "x", serverMessage: "")
        #expect(error.errorClass == errorClass)
        let isAlways = Self.alwaysRetried.contains(errorClass)
        let isOnceConnected = Self.retriedOnceConnected.contains(errorClass)
        #expect(RetryPolicy.decision(for: error, hasBeenConnected: false) == (isAlways ? .retry : .stop))
        #expect(
            RetryPolicy.decision(for: error, hasBeenConnected: true) == (isAlways || isOnceConnected ? .retry : .stop)
        )
    }
}
