internal import Glibc

/// Floating numbers, read as the nearest of their type.
enum FloatingNumber {
    /// nil for what is no number; beyond the type's range it is infinite.
    static func double(_ text: Span<UInt8>) -> Double? {
        let (number, length) = withTerminated(text) { start in
            var end: UnsafeMutablePointer<CChar>?
            let number = strtod(start, &end)
            return (number, end.map { UnsafePointer($0) - start } ?? 0)
        }
        return length == text.count && isDecimal(text) ? number : nil
    }

    /// Parsed as a float at once: by way of a double it would be rounded twice.
    static func float(_ text: Span<UInt8>) -> Float {
        withTerminated(text) { strtof($0, nil) }
    }

    /// The C functions also read `0x10`, `inf` and blanks.
    private static func isDecimal(_ text: Span<UInt8>) -> Bool {
        var hasDigit = false
        for index in text.indices {
            switch text[index] {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): hasDigit = true
            case UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"): break
            default: return false
            }
        }
        return hasDigit
    }

    /// With the zero at the end that the C functions want, on the stack for any number that a server prints.
    private static func withTerminated<Result>(
        _ text: Span<UInt8>,
        _ read: (UnsafePointer<CChar>) -> Result
    ) -> Result {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: text.count + 1) { buffer in
            for index in text.indices { buffer[index] = CChar(bitPattern: text[index]) }
            buffer[text.count] = 0
            // A temporary allocation of at least one element has an address.
            return read(UnsafePointer(buffer.baseAddress.unsafelyUnwrapped))
        }
    }

    /// Whether no digit before the exponent is other than 0.
    static func spellsZero(_ text: Span<UInt8>) -> Bool {
        for index in text.indices {
            switch text[index] {
            case UInt8(ascii: "1")...UInt8(ascii: "9"): return false
            case UInt8(ascii: "e"), UInt8(ascii: "E"): return true
            default: break
            }
        }
        return true
    }

    /// Zeros before the first significant digit and behind the last do not count, nor does an exponent.
    static func significantDigits(_ text: Span<UInt8>) -> Int {
        var significant = 0
        var pendingZeros = 0
        for index in text.indices {
            switch text[index] {
            case UInt8(ascii: "0"): if significant > 0 { pendingZeros += 1 }
            case UInt8(ascii: "1")...UInt8(ascii: "9"):
                significant += pendingZeros + 1
                pendingZeros = 0
            case UInt8(ascii: "e"), UInt8(ascii: "E"): return significant
            default: break
            }
        }
        return significant
    }
}
