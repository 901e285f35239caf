internal import CMySQL

/// The array of `MYSQL_BIND` through which values reach the C library; grown on demand, reused by every execution.
final class ParameterBindings {
    private var binds = UnsafeMutableBufferPointer<MYSQL_BIND>(start: nil, count: 0)

    deinit { binds.deallocate() }

    /// Describes the values and hands the description to `body`. Nothing is copied: numbers and bytes are read in
    /// place, and they stay where they are until `body` returns, so it must also execute.
    func withBindings<Result>(
        of parameters: borrowing ParameterList,
        _ body: (UnsafeMutablePointer<MYSQL_BIND>?) -> Result
    ) -> Result {
        reserve(parameters.count)
        return parameters.values.withUnsafeBufferPointer { values in
            parameters.storage.withUnsafeBytes { storage in
                for index in values.indices {
                    describe(values, index, storage)
                }
                return body(binds.baseAddress)
            }
        }
    }

    /// Only these four fields are ever written; the others stay zero, and the library fills them in its own copy.
    /// A nil `length` tells both libraries to take `buffer_length` for it.
    private func describe(
        _ values: UnsafeBufferPointer<ParameterValue>,
        _ index: Int,
        _ storage: UnsafeRawBufferPointer
    ) {
        let value = values[index]
        binds[index].buffer_type = Self.type(of: value.kind)
        binds[index].is_unsigned = .init(flag: value.kind == .unsigned)
        // The number stands in the value itself. Little-endian hosts only: a FLOAT is the payload's first four bytes.
        let inPlace = values.baseAddress.map { UnsafeRawPointer($0 + index) + Self.payloadOffset }
        switch value.kind {
        case .null, .signed, .unsigned, .double, .float:
            binds[index].buffer = UnsafeMutableRawPointer(mutating: inPlace)
            binds[index].buffer_length = 8
        case .decimal, .text, .bytes, .temporal:
            let start = storage.baseAddress.map { $0 + Int(value.payload) }
            binds[index].buffer = UnsafeMutableRawPointer(mutating: start)
            binds[index].buffer_length = UInt(value.byteCount)
        }
    }

    private static let payloadOffset = MemoryLayout<ParameterValue>.offset(of: \.payload) ?? 0

    static func type(of kind: ParameterValue.Kind) -> enum_field_types {
        switch kind {
        case .null: MYSQL_TYPE_NULL
        case .signed, .unsigned: MYSQL_TYPE_LONGLONG
        case .double: MYSQL_TYPE_DOUBLE
        case .float: MYSQL_TYPE_FLOAT
        case .decimal: MYSQL_TYPE_NEWDECIMAL
        case .text, .temporal: MYSQL_TYPE_VAR_STRING
        case .bytes: MYSQL_TYPE_BLOB
        }
    }

    private func reserve(_ count: Int) {
        guard binds.count < count else { return }
        binds.deallocate()
        binds = .allocate(capacity: max(count, 64))
        binds.initialize(repeating: MYSQL_BIND())
    }
}

/// `my_bool` is a char in MariaDB's library and a bool in MySQL's. With these two, one source serves both.
extension CChar {
    init(flag: Bool) { self = flag ? 1 : 0 }
}

extension Bool {
    init(flag: Bool) { self = flag }
}
