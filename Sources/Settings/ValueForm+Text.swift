extension ValueForm where Value == String {
    /// Texts that `accepts` holds for; numbers and other plain words count as the text they are written with.
    static func text(_ words: String, where accepts: @escaping @Sendable (String) -> Bool) -> Self {
        ValueForm(words, write: { $0 }) { accepts($0.text) ? $0.text : nil }
    }

    /// Client libraries take these as C strings, where a NUL would silently cut them.
    static var line: Self {
        text("a text of 1 to 1024 bytes without control characters") { isLine($0, byteCountMax: 1024) }
    }

    static var host: Self {
        text("a host name or an address", where: isHost)
    }

    /// The rule of openGauss; the server would refuse anything else when the slot is made.
    static var slotName: Self {
        text("1 to 63 lower-case letters, digits and ? . _ -") { name in
            (1...63).contains(name.utf8.count)
                && name.utf8.allSatisfy { isLowerCaseLetter($0) || isDigit($0) || "_?-.".utf8.contains($0) }
        }
    }

    /// A name that needs no quotes in any SQL dialect.
    static var identifier: Self {
        text("1 to 64 letters, digits and _, without accents") { name in
            (1...64).contains(name.utf8.count)
                && name.utf8.allSatisfy { isLowerCaseLetter($0 | 0x20) || isDigit($0) || $0 == UInt8(ascii: "_") }
        }
    }

    /// The server's spelling is not the only one in use: `utf-8` and `UTF8` are the same.
    static var charset: Self {
        ValueForm("a character set as the server names it, such as UTF8 or GBK", write: { $0 }) { scalar in
            let name = scalar.text.uppercased()
            guard isLine(name, byteCountMax: 32), name.utf8.allSatisfy(isNameOfCharset) else { return nil }
            return name.filter { $0 != "-" && $0 != "_" } == "UTF8" ? "UTF8" : name
        }
    }

    private static func isNameOfCharset(_ byte: UInt8) -> Bool {
        isLowerCaseLetter(byte | 0x20) || isDigit(byte) || "_-".utf8.contains(byte)
    }

    /// `schema.table`; names that need quotes are not taken.
    static var table: Self {
        text("schema.table, both without quotes") { name in
            let parts = name.split(separator: ".", omittingEmptySubsequences: false)
            return parts.count == 2
                && parts.allSatisfy { part in
                    (1...63).contains(part.utf8.count)
                        && part.utf8.allSatisfy { isLowerCaseLetter($0) || isDigit($0) || $0 == UInt8(ascii: "_") }
                }
        }
    }

    fileprivate static func isLine(_ text: String, byteCountMax: Int) -> Bool {
        (1...byteCountMax).contains(text.utf8.count) && text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
    }

    fileprivate static func isHost(_ text: String) -> Bool {
        isLine(text, byteCountMax: 255) && !text.utf8.contains { " ,".utf8.contains($0) }
    }

    private static func isLowerCaseLetter(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")) ~= byte }
    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")) ~= byte }
}

extension ValueForm where Value == UInt64 {
    /// A position as the server writes it, two hexadecimal halves.
    static var position: Self {
        let write: @Sendable (UInt64) -> String = { position in
            [position >> 32, position & 0xFFFF_FFFF].map { String($0, radix: 16, uppercase: true) }
                .joined(separator: "/")
        }
        return ValueForm("a position such as 0/23C91E8", write: write) { scalar in
            let halves = scalar.text.split(separator: "/", omittingEmptySubsequences: false)
            guard halves.count == 2, let high = half(halves[0]), let low = half(halves[1]) else { return nil }
            return UInt64(high) << 32 | UInt64(low)
        }
    }

    private static func half(_ text: Substring) -> UInt32? {
        // The integer initialiser alone would also take a sign.
        guard text.utf8.allSatisfy({ $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "-") }) else { return nil }
        return UInt32(text, radix: 16)
    }
}

extension ValueForm where Value == [String] {
    /// Hosts that are tried one after the other.
    static var hosts: Self {
        list("a host name or an address, or several of them separated by commas", countMin: 1) {
            ValueForm<String>.isHost($0)
        }
    }

    /// The server splits the list at its commas and takes names raw: what holds a blank or a comma cannot be listed.
    static var tables: Self {
        list("schema.table, schema.* or *.table, or several of them separated by commas, in quotes", countMin: 0) {
            let parts = $0.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
            return ValueForm<String>.isHost($0) && parts.count == 2 && parts.allSatisfy { !$0.isEmpty }
        }
    }

    /// One text with commas, or a YAML list; every entry that does not fit is reported.
    static func list(
        _ words: String,
        countMin: Int,
        where accepts: @escaping @Sendable (String) -> Bool
    ) -> Self {
        ValueForm(
            words: words,
            read: { value, draft in
                guard let entries = entries(of: value, &draft) else { return nil }
                let refused = entries.filter { !accepts($0.text) }
                for entry in refused {
                    draft.refuse(entry.place, "\(value.name) must be \(words), not \(Excerpt(entry.text)).")
                }
                if entries.count < countMin { draft.refuse(value.node.place, "\(value.name) must be \(words).") }
                return refused.isEmpty && entries.count >= countMin ? entries.map(\.text) : nil
            },
            write: { $0.isEmpty ? "[]" : $0.joined(separator: ",") }
        )
    }

    private typealias Entry = (text: String, place: FilePlace)

    private static func entries(of value: SettingsValue, _ draft: inout SettingsDraft) -> [Entry]? {
        guard case .sequence(let nodes) = value.node.content else {
            guard let scalar = draft.scalar(of: value) else { return nil }
            return scalar.text.split(separator: ",", omittingEmptySubsequences: false)
                .map { (trimmed($0), value.node.place) }
        }
        let scalars = nodes.map { node in (draft.scalar(node, of: value)?.text, node.place) }
        let entries = scalars.compactMap { text, place in text.map { (text: $0, place: place) } }
        return entries.count == nodes.count ? entries : nil
    }

    private static func trimmed(_ text: Substring) -> String {
        let start = text.drop { $0 == " " }
        return String(start.reversed().drop { $0 == " " }.reversed())
    }
}

extension ValueForm where Value == String {
    static var databaseName: Self {
        text("a database name of 1 to 64 characters") { isLine($0, byteCountMax: 256) && $0.unicodeScalars.count <= 64 }
    }
}
