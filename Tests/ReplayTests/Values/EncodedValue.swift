internal import MySQLClient

@testable import Replay

/// What the encoder makes of a text: the parameter spelled with its kind, or the reason of the refusal.
enum EncodedValue {
    /// A value of a type of the source into a column of a type of the target.
    static func text(_ source: String, _ type: String, _ target: String, _ policy: ValuePolicy = .error) -> String {
        let column = TestColumn.column(target)
        guard let encoding = ValueEncoding(sourceType: type, target: column, policies: ValuePolicies(standard: policy))
        else { return "no pair" }
        return text(source, encoding)
    }

    static func text(_ source: String, _ encoding: ValueEncoding) -> String {
        var encoder = ValueEncoder()
        return text(source, encoding, &encoder)
    }

    static func text(_ source: String, _ encoding: ValueEncoding, _ encoder: inout ValueEncoder) -> String {
        var parameters = ParameterList()
        do throws(ValueRefusal) {
            try encoder.append(Array(source.utf8).span, encoding, to: &parameters)
        } catch {
            precondition(parameters.count == 0, "a refused value is not bound")
            return "refused: " + error.reason
        }
        precondition(parameters.count == 1, "one value makes one parameter")
        return spelled(parameters.values[0], parameters.storage)
    }

    static func isRefused(_ source: String, _ type: String, _ target: String, _ policy: ValuePolicy = .error) -> Bool {
        text(source, type, target, policy).hasPrefix("refused: ")
    }

    private static func spelled(_ value: ParameterValue, _ storage: [UInt8]) -> String {
        let bytes = { storage[Int(value.payload)..<(Int(value.payload) + Int(value.byteCount))] }
        let content = { String(decoding: bytes(), as: UTF8.self) }
        return switch value.kind {
        case .null: "null"
        case .signed: "signed \(Int64(bitPattern: value.payload))"
        case .unsigned: "unsigned \(value.payload)"
        case .double: "double \(Double(bitPattern: value.payload))"
        case .float: "float \(Float(bitPattern: UInt32(truncatingIfNeeded: value.payload)))"
        case .decimal: "decimal " + content()
        case .text: "text " + content()
        case .bytes: "bytes " + bytes().map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        case .temporal: "temporal " + content()
        }
    }
}
