internal import ChangeModel
internal import Glibc

/// The encoding of the stream's names and values, and the way to UTF-8. Owns the C library's conversion, where one is needed.
struct TextEncoding: ~Copyable {
    private enum Treatment {
        /// UTF-8, which the server has checked.
        case trusted
        /// SQL_ASCII: any bytes at all, so each text is checked.
        case checked
        case converted(iconv_t)
    }

    /// The server's name for it.
    let name: String
    private let treatment: Treatment

    /// UTF-8.
    init() {
        name = "UTF8"
        treatment = .trusted
    }

    init(serverName: String) throws(DecodingError) {
        let treatment: Treatment
        switch serverName.uppercased() {
        case "UTF8", "UTF-8", "UNICODE": treatment = .trusted
        case "SQL_ASCII": treatment = .checked
        case let other:
            guard let iconvName = TextEncodingName.iconvName(other), let conversion = Self.open(iconvName) else {
                throw .unknownEncoding(serverName)
            }
            treatment = .converted(conversion)
        }
        name = serverName
        self.treatment = treatment
    }

    deinit {
        if case .converted(let conversion) = treatment { iconv_close(conversion) }
    }

    private static func open(_ name: String) -> iconv_t? {
        let conversion = iconv_open("UTF-8", name)
        return conversion == iconv_t(bitPattern: -1) ? nil : conversion
    }

    /// Whether values can be taken as they come.
    var leavesValues: Bool {
        if case .trusted = treatment { true } else { false }
    }

    /// What a text has to be valid in, for a sentence.
    var validName: String {
        if case .checked = treatment { "UTF-8, which SQL_ASCII does not promise" } else { name }
    }

    /// A name: the text of `range`.
    func name(_ bytes: Span<UInt8>, _ range: Range<Int>) throws(MessageFault) -> String {
        var converted: [UInt8] = []
        guard append(bytes.extracting(range), to: &converted),
            let text = String(validating: converted, as: UTF8.self)
        else { throw MessageFault("a name is not valid \(validName)", at: range.lowerBound) }
        return text
    }

    /// Appends `text` as UTF-8; false, and nothing appended, where it is not valid in this encoding.
    func append(_ text: Span<UInt8>, to target: inout [UInt8]) -> Bool {
        text.withUnsafeBufferPointer { text in
            switch treatment {
            case .trusted: break
            case .checked: guard String(validating: text, as: UTF8.self) != nil else { return false }
            case .converted(let conversion): return Self.convert(text, with: conversion, to: &target)
            }
            target.append(contentsOf: text)
            return true
        }
    }

    private static func convert(
        _ text: UnsafeBufferPointer<UInt8>,
        with conversion: iconv_t,
        to target: inout [UInt8]
    ) -> Bool {
        let start = target.count
        // No encoding known here has a character that needs more than four bytes of UTF-8 for one of its own.
        target.append(contentsOf: repeatElement(0, count: text.count * 4))
        let unused = target.withUnsafeMutableBytes { output -> Int? in
            var source = UnsafeMutableRawPointer(mutating: text.baseAddress)?.assumingMemoryBound(to: CChar.self)
            var sourceBytes = text.count
            var place = output.baseAddress?.advanced(by: start).assumingMemoryBound(to: CChar.self)
            var placeBytes = output.count - start
            // The second call writes out a letter held back in case that an accent follows; the third forgets what an error left.
            let isConverted =
                iconv(conversion, &source, &sourceBytes, &place, &placeBytes) == 0
                && iconv(conversion, nil, nil, &place, &placeBytes) == 0
            iconv(conversion, nil, nil, nil, nil)
            return isConverted ? placeBytes : nil
        }
        target.removeLast(unused ?? target.count - start)
        return unused != nil
    }
}
