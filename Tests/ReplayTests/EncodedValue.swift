internal import MySQLClient

@testable import Replay

/// What the encoder makes of a text: the parameter spelled with its kind, or the reason of the refusal.
enum EncodedValue {
    static func text(_ source: String, _ encoding: ValueEncoding) -> String {
        var encoder = ValueEncoder()
        return text(source, encoding, &encoder)
    }

    static func text(_ source: String, _ encoding: ValueEncoding, _ encoder: inout ValueEncoder) -> String {
        var parameters = ParameterList()
        do throws(ValueRefusal) {
            try encoder.append(Array(source.utf8).span, encoding, to: &parameters)
        } catch {
            return "refused: " + error.reason
        }
        precondition(parameters.count == 1, "one value makes one parameter")
        return spelled(parameters.values[0], parameters.storage)
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
        case .bytes: "bytes " + bytes().map { String($0) }.joined(separator: ",")
        case .temporal: "temporal " + content()
        }
    }
}
