import Glibc
import MySQLClient
import Testing

struct SQLLiteralsTests {
    private static let examples: [(TestValue, String)] = [
        (.null, "NULL"), (.signed(.min), "-9223372036854775808"), (.signed(0), "0"),
        (.unsigned(.max), "18446744073709551615"),
        (.double(0.1), "0.1e0"), (.double(-100_000), "-100000.0e0"), (.double(1e16), "1e+16"),
        (.double(.leastNonzeroMagnitude), "5e-324"),
        (.double(-0.0), "'-0'"), (.double(0), "0.0e0"), (.float(0.1), "0.10000000149011612e0"), (.float(-0.0), "'-0'"),
        (.decimal("-12.50"), "-12.50"), (.text(""), "''"), (.text("it's"), "'it\\'s'"),
        (.text("a\\\0\n\"é"), "'a\\\\\\0\n\"é'"),
        (.temporal("2026-01-31 23:59:59"), "'2026-01-31 23:59:59'"), (.bytes([]), "_binary''"),
    ]

    @Test(arguments: examples)
    func `a value is written as a literal`(value: TestValue, expected: String) {
        #expect(Self.literals([value]) == Array(expected.utf8))
    }

    @Test func `a row has commas and parentheses`() {
        let list = ParameterList([.signed(1), .text("a"), .null])
        var batch = StatementBatch()
        batch.beginStatement()
        batch.append(sql: "INSERT INTO t VALUES ")
        batch.append(row: 0..<3, of: list)
        batch.append(sql: ",")
        batch.append(row: 1..<2, of: list)
        batch.endStatement()
        #expect(String(decoding: batch.bytes, as: UTF8.self) == "INSERT INTO t VALUES (1,'a',NULL),('a')")
        #expect(batch.byteCount == batch.bytes.count + 1)
    }

    @Test func `every byte is escaped or copied, wherever it stands`() {
        let special: Set<UInt8> = [0, 0x27, 0x5C]
        for byte in UInt8.min...UInt8.max {
            for place in 0..<17 {
                var bytes = [UInt8](repeating: 0xB7, count: 17)
                bytes[place] = byte
                let escaped: [UInt8] = special.contains(byte) ? [0x5C, byte == 0 ? 0x30 : byte] : [byte]
                let expected = Array("_binary'".utf8) + bytes[..<place] + escaped + bytes[(place + 1)...] + [0x27]
                #expect(Self.literals([.bytes(bytes)]) == expected)
            }
        }
    }

    @Test func `a double is read back to the same bits`() {
        var generator = SeededGenerator(seed: 64)
        for _ in 0..<20_000 {
            let number = Double(bitPattern: generator.next())
            guard number.isFinite, number != 0 else { continue }
            let text = String(decoding: Self.literals([.double(number)]), as: UTF8.self)
            #expect(strtod(text, nil).bitPattern == number.bitPattern)
            #expect(text.contains("e"))
        }
    }

    private static func literals(_ values: [TestValue]) -> [UInt8] {
        var batch = StatementBatch()
        batch.beginStatement()
        batch.append(sql: "x")
        for index in values.indices { batch.append(value: index, of: ParameterList(values)) }
        return Array(batch.bytes.dropFirst())
    }
}
