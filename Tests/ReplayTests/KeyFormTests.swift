internal import MySQLClient
internal import TestSupport
internal import Testing

@testable import Replay

/// What a column calls equal has one hash; what it tells apart has two, but for what the form's own words leave together.
struct KeyFormTests {
    private func hash(_ form: KeyForm, _ append: (inout ParameterList) -> Void) -> UInt64? {
        var list = ParameterList()
        // Something before it: the value's place in the storage must count.
        list.append(text: "before")
        append(&list)
        var hasher = KeyHasher(seed: 11)
        return form.add(list.values[1], of: list, to: &hasher) ? hasher.hash : nil
    }

    private func decimal(_ text: String) -> UInt64? { hash(.number) { $0.append(decimalText: text.utf8Span.span) } }
    private func text(_ form: KeyForm, _ text: String) -> UInt64? { hash(form) { $0.append(text: text) } }
    private func bytes(_ bytes: [UInt8]) -> UInt64? { hash(.bytes) { $0.append(bytes: bytes.span) } }
    private func temporal(_ form: KeyForm, _ text: String) -> UInt64? {
        hash(form) { $0.append(temporalText: text.utf8Span.span) }
    }

    private func expectOne(_ hashes: [UInt64?], _ what: String) {
        #expect(!hashes.contains(nil), "\(what)")
        #expect(Set(hashes.compactMap { $0 }).count == 1, "\(what)")
    }

    private func expectDifferent(_ hashes: [UInt64?], _ what: String = "") {
        #expect(!hashes.contains(nil), "\(what)")
        #expect(Set(hashes.compactMap { $0 }).count == hashes.count, "\(what)")
    }

    @Test(arguments: [
        ["1", "01", "1.0", "1.00", "+1", "+001.000"], ["0", "-0", "0.00", "-0.0", "+0", "000", "-000.000"],
        ["-1", "-01.0", "-1.000"], ["0.5", "00.50", "0.500", "+0.5"], ["-0.5", "-00.50"],
        ["18446744073709551616", "018446744073709551616.00"], ["-18446744073709551616.0", "-18446744073709551616"],
        ["100", "100.0"], ["123456789012345678901234567890.25", "00123456789012345678901234567890.2500"],
    ])
    func `a number has many spellings`(spellings: [String]) {
        expectOne(spellings.map(decimal), "\(spellings)")
    }

    @Test func `a whole number is the same bound as a decimal, as signed and as unsigned`() {
        for number: Int64 in [0, 1, -1, 42, .max, .min] {
            expectOne(
                [hash(.number) { $0.append(signed: number) }, decimal("\(number)"), decimal("\(number).000")],
                "\(number)"
            )
        }
        for number: UInt64 in [0, 1, 42, UInt64(Int64.max), UInt64(Int64.max) + 1, .max] {
            expectOne(
                [hash(.number) { $0.append(unsigned: number) }, decimal("\(number)"), decimal("+\(number).0")],
                "\(number)"
            )
        }
        expectOne([hash(.number) { $0.append(signed: 7) }, hash(.number) { $0.append(unsigned: 7) }], "7")
    }

    @Test func `different numbers differ`() {
        expectDifferent(
            [
                "0", "1", "-1", "10", "100", "0.1", "-0.1", "0.01", "0.10001", "1.1", "11", "-11",
                "18446744073709551615",
                "18446744073709551616", "184467440737095516160", "-18446744073709551616", "1844674407370955161.6",
            ].map(decimal)
        )
        let negative = hash(.number) { $0.append(signed: -1) }
        expectDifferent([negative, hash(.number) { $0.append(unsigned: .max) }])
    }

    @Test(arguments: 1...5)
    func `random decimals have one hash exactly when they are one number`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var hashes: [String: UInt64] = [:]
        for _ in 0..<2_000 {
            // A number of few digits, so that the same one comes again in other spellings.
            let units = Int.random(in: -2_000...2_000, using: &random)
            let scale = Int.random(in: 2...6, using: &random)
            let sign = units < 0 ? "-" : (Bool.random(using: &random) ? "+" : "")
            let whole = String(repeating: "0", count: Int.random(in: 0...2, using: &random)) + "\(abs(units) / 100)"
            let cents = "\(abs(units) % 100 + 100)".dropFirst()
            let spelling = sign + whole + "." + cents + String(repeating: "0", count: scale - 2)
            let found = decimal(spelling)
            #expect(found != nil)
            if let known = hashes["\(units)"] { #expect(found == known, "\(spelling)") }
            hashes["\(units)"] = found
        }
        #expect(Set(hashes.values).count == hashes.count)
    }

    @Test func `floating numbers go by the column's own precision, and zero has no sign`() {
        expectOne([hash(.double) { $0.append(double: 0) }, hash(.double) { $0.append(double: -0.0) }], "zero")
        expectOne([hash(.float) { $0.append(float: 0) }, hash(.float) { $0.append(float: -0.0) }], "zero")
        expectOne([hash(.float) { $0.append(float: 0.1) }, hash(.float) { $0.append(double: 0.1) }], "0.1 as a FLOAT")
        expectOne(
            [hash(.double) { $0.append(float: 0.5) }, hash(.double) { $0.append(double: 0.5) }],
            "0.5 as a DOUBLE"
        )
        expectOne([hash(.double) { $0.append(signed: 3) }, hash(.double) { $0.append(double: 3) }], "3 as a DOUBLE")
        expectDifferent(
            [0.1, 0.1.nextUp, -0.1, 1e300, .leastNonzeroMagnitude].map { number in
                hash(.double) { $0.append(double: number) }
            }
        )
        expectDifferent([0.1, Float(0.1).nextUp, -0.1].map { number in hash(.float) { $0.append(float: number) } })
    }

    @Test func `a text that is compared byte for byte loses only the blanks at its end`() {
        expectOne(["a", "a ", "a    "].map { text(.exactText, $0) }, "blanks")
        expectOne(["", " ", "  "].map { text(.exactText, $0) }, "nothing but blanks")
        expectDifferent(["a", "A", "á", "ab", " a", "a\t", "a\u{0}", ""].map { text(.exactText, $0) })
    }

    @Test func `bytes lose only the zeros at their end`() {
        expectOne([bytes([1]), bytes([1, 0]), bytes([1, 0, 0, 0])], "zeros")
        expectOne([bytes([]), bytes([0]), bytes([0, 0])], "nothing but zeros")
        expectDifferent([bytes([1]), bytes([0, 1]), bytes([1, 0x20]), bytes([]), bytes([1, 0, 1])])
    }

    @Test func `a UUID's letters have no case, and its hyphens no meaning`() {
        expectOne(
            [
                "6CCD780C-BABA-1026-9564-5B8C656024DB", "6ccd780c-baba-1026-9564-5b8c656024db",
                "6ccd780cbaba102695645b8c656024db",
            ].map { text(.caselessText, $0) },
            "spellings of one UUID"
        )
        expectDifferent(
            [
                "6ccd780c-baba-1026-9564-5b8c656024db", "6ccd780c-baba-1026-9564-5b8c656024dc",
                "6ccd780d-baba-1026-9564-5b8c656024db",
            ]
            .map { text(.caselessText, $0) }
        )
    }

    @Test func `zeros at the end of a second's fraction say nothing`() {
        for form in [KeyForm.datetime, .time] {
            let start = form == .time ? "10:00:00" : "2026-01-31 10:00:00"
            expectOne(["", ".0", ".000000"].map { temporal(form, start + $0) }, "a whole second")
            expectOne([".5", ".50", ".500000"].map { temporal(form, start + $0) }, "half a second")
            expectDifferent(["", ".5", ".05", ".000001"].map { temporal(form, start + $0) })
        }
        // These zeros are no fraction's.
        expectDifferent([temporal(.time, "10:00:00"), temporal(.time, "10:00:10"), temporal(.time, "10:00:01")])
    }

    @Test func `a day in a column with a time is its midnight`() {
        expectOne(
            ["2026-01-31", "2026-01-31 00:00:00", "2026-01-31 00:00:00.000"].map { temporal(.datetime, $0) },
            "midnight"
        )
        expectDifferent(["2026-01-31", "2026-01-30", "2026-01-31 00:00:01"].map { temporal(.datetime, $0) })
        expectDifferent(["2026-01-31", "2026-01-30", "2025-01-31"].map { temporal(.date, $0) })
    }

    @Test func `what has no form has no hash`() {
        for form in [KeyForm.number, .float, .exactText, .bytes, .date] {
            #expect(hash(form) { $0.appendNull() } == nil)
        }
        #expect(hash(.number) { $0.append(double: 1) } == nil)
        #expect(hash(.number) { $0.append(text: "1e5") } == nil)
        #expect(hash(.number) { $0.append(text: "x") } == nil)
        #expect(hash(.number) { $0.append(text: "1.2.3") } == nil)
        #expect(hash(.double) { $0.append(text: "1") } == nil)
        #expect(hash(.float) { $0.append(text: "1") } == nil)
        #expect(hash(.exactText) { $0.append(double: 1) } == nil)
    }

    @Test func `no text traps, whatever stands in it`() {
        var random = SeededGenerator(seed: 9)
        let forms: [KeyForm] = [.number, .float, .double, .exactText, .caselessText, .bytes, .date, .time, .datetime]
        let alphabet = Array("0019+-. .:Ee\u{0}".utf8) + [0xFF, 0x80]
        for _ in 0..<5_000 {
            let text = (0..<Int.random(in: 0...25, using: &random)).map { _ in
                alphabet[Int.random(in: alphabet.indices, using: &random)]
            }
            for form in forms { _ = hash(form) { $0.append(bytes: text.span) } }
        }
    }
}
