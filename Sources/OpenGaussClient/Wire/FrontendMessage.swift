/// The messages that we send, as bytes.
enum FrontendMessage {
    /// Asks for TLS; the answer is the one byte `S` or `N`.
    static let sslRequest: [UInt8] = [0, 0, 0, 8, 0x04, 0xD2, 0x16, 0x2F]
    static let terminate = message("X", [])

    /// The version is 3.minor: 51 makes openGauss name its iteration count, 0 is what every server knows.
    static func startup(minorVersion: UInt8, _ parameters: [(name: String, value: String)]) -> [UInt8] {
        var body: [UInt8] = [0, 3, 0, minorVersion]
        for (name, value) in parameters { body += Array(name.utf8) + [0] + Array(value.utf8) + [0] }
        body.append(0)
        return length(body.count + 4) + body
    }

    static func query(_ sql: String) -> [UInt8] {
        message("Q", Array(sql.utf8) + [0])
    }

    /// An answer to a demand for a password, with the zero byte that ends it.
    static func password(_ answer: [UInt8]) -> [UInt8] {
        message("p", answer + [0])
    }

    /// The two answers of SASL: the first names the mechanism.
    static func saslInitial(mechanism: String, _ answer: [UInt8]) -> [UInt8] {
        message("p", Array(mechanism.utf8) + [0] + length(answer.count) + answer)
    }

    static func saslContinued(_ answer: [UInt8]) -> [UInt8] {
        message("p", answer)
    }

    static func copyData(_ payload: [UInt8]) -> [UInt8] {
        message("d", payload)
    }

    private static func message(_ letter: Unicode.Scalar, _ body: [UInt8]) -> [UInt8] {
        [UInt8(ascii: letter)] + length(body.count + 4) + body
    }

    private static func length(_ count: Int) -> [UInt8] {
        let value = UInt32(count)
        return [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
    }
}
