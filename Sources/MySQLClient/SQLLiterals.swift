/// Values as literals that mean to both servers exactly what the bound parameter would, in a session as replay's: utf8mb4, and a
/// `sql_mode` without NO_BACKSLASH_ESCAPES.
///
/// - A float is written as the double that it is. A FLOAT column stores the same 32 bits from it, and unlike the decimal that a
///   FLOAT prints, `f = literal` and `f IN (…)` find the row.
/// - Bytes are a text with the character set `binary`. `x'…'` would be a number wherever the server wants one, and twice as long.
/// - -0.0 is quoted: MariaDB takes the sign from a zero that stands there as a number.
enum SQLLiterals {
    /// Writes the values with commas between them.
    static func append(_ values: Range<Int>, of parameters: borrowing ParameterList, to bytes: inout [UInt8]) {
        parameters.values[values].withUnsafeBufferPointer { values in
            parameters.storage.withUnsafeBytes { storage in
                for index in values.indices {
                    if index > 0 { bytes.append(UInt8(ascii: ",")) }
                    append(values[index], storage, to: &bytes)
                }
            }
        }
    }

    private static func append(_ value: ParameterValue, _ storage: UnsafeRawBufferPointer, to bytes: inout [UInt8]) {
        switch value.kind {
        case .null: bytes.append(contentsOf: nullWord)
        case .signed: NumberText.append(Int64(bitPattern: value.payload), to: &bytes)
        case .unsigned: NumberText.append(value.payload, to: &bytes)
        case .double: append(Double(bitPattern: value.payload), to: &bytes)
        case .float: append(Double(Float(bitPattern: UInt32(truncatingIfNeeded: value.payload))), to: &bytes)
        case .decimal: bytes.append(contentsOf: value.bytes(in: storage))
        case .text, .temporal: appendQuoted(value.bytes(in: storage), to: &bytes)
        case .bytes:
            bytes.append(contentsOf: binaryIntroducer)
            appendQuoted(value.bytes(in: storage), to: &bytes)
        }
    }

    private static let nullWord: [UInt8] = Array("NULL".utf8)
    private static let binaryIntroducer: [UInt8] = Array("_binary".utf8)
    private static let negativeZero: [UInt8] = Array("'-0'".utf8)
    private static let quote = UInt8(ascii: "'")
    private static let backslash = UInt8(ascii: "\\")
    private static let special = SpecialBytes(quote, quote)

    private static func append(_ number: Double, to bytes: inout [UInt8]) {
        guard number != 0 || number.sign == .plus else { return bytes.append(contentsOf: negativeZero) }
        NumberText.append(number, to: &bytes)
    }

    /// Whatever is no special byte stands for itself, a newline among them.
    private static func appendQuoted(_ text: UnsafeRawBufferPointer, to bytes: inout [UInt8]) {
        bytes.append(quote)
        var start = 0
        while start < text.count {
            let end = special.firstIndex(in: text, from: start)
            bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: text[start..<end]))
            if end < text.count {
                bytes.append(backslash)
                bytes.append(text[end] == 0 ? UInt8(ascii: "0") : text[end])
            }
            start = end + 1
        }
        bytes.append(quote)
    }
}
