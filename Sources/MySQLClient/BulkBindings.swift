internal import CMySQL

/// The rows of a bulk execution as MariaDB's library wants them: an array of values for each placeholder. Grown on demand, reused.
final class BulkBindings {
    private var binds = UnsafeMutableBufferPointer<MYSQL_BIND>(start: nil, count: 0)
    /// For each placeholder the numbers of all rows, or where the bytes of all rows stand.
    private var cells = UnsafeMutableBufferPointer<UInt64>(start: nil, count: 0)
    private var lengths = UnsafeMutableBufferPointer<UInt>(start: nil, count: 0)
    private var indicators = UnsafeMutableBufferPointer<CChar>(start: nil, count: 0)

    deinit { release() }

    /// Describes the values, row after row, and hands the description to `body`. Bytes are read in place, so `body` must also execute.
    func withBindings<Result>(
        of parameters: borrowing ParameterList,
        columnCount: Int,
        _ body: (UnsafeMutablePointer<MYSQL_BIND>?) -> Result
    ) -> Result {
        reserve(parameters.count, columnCount)
        return parameters.values.withUnsafeBufferPointer { values in
            parameters.storage.withUnsafeBytes { storage in
                for column in 0..<columnCount { describe(column, of: columnCount, values, storage) }
                return body(binds.baseAddress)
            }
        }
    }

    private func describe(
        _ column: Int,
        of columnCount: Int,
        _ values: UnsafeBufferPointer<ParameterValue>,
        _ storage: UnsafeRawBufferPointer
    ) {
        let rowCount = values.count / columnCount
        let first = column * rowCount
        var kind = ParameterValue.Kind.null
        for row in 0..<rowCount {
            let value = values[row * columnCount + column]
            indicators[first + row] = value.kind == .null ? Self.isNull : Self.isValue
            guard value.kind != .null else { continue }
            precondition(kind == .null || kind == value.kind, "the values of a column are of one kind, or NULL")
            kind = value.kind
            fill(first, row, value, storage)
        }
        bind(column, kind, first)
    }

    private func fill(_ first: Int, _ row: Int, _ value: ParameterValue, _ storage: UnsafeRawBufferPointer) {
        switch value.kind {
        case .null, .signed, .unsigned, .double: cells[first + row] = value.payload
        case .float:
            // Floats follow each other in four bytes each.
            UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(cells)[(8 * first)...])
                .storeBytes(of: UInt32(truncatingIfNeeded: value.payload), toByteOffset: 4 * row, as: UInt32.self)
        case .decimal, .text, .bytes, .temporal:
            // Where there are no bytes at all, any place will do.
            let start = storage.baseAddress.map { UInt(bitPattern: $0) + UInt(value.payload) }
            cells[first + row] = UInt64(start ?? UInt(bitPattern: cells.baseAddress))
            lengths[first + row] = UInt(value.byteCount)
        }
    }

    private func bind(_ column: Int, _ kind: ParameterValue.Kind, _ first: Int) {
        // A column of NULLs still needs a type that its values could have.
        binds[column].buffer_type = ParameterBindings.type(of: kind == .null ? .text : kind)
        binds[column].is_unsigned = .init(flag: kind == .unsigned)
        binds[column].buffer = cells.baseAddress.map { UnsafeMutableRawPointer($0 + first) }
        binds[column].length = lengths.baseAddress.map { $0 + first }
        guard let bind = binds.baseAddress.map({ UnsafeMutableRawPointer($0 + column) }) else { return }
        let indicator = indicators.baseAddress.map { $0 + first }
        bind.storeBytes(of: indicator, toByteOffset: Self.indicatorOffset, as: UnsafeMutablePointer<CChar>?.self)
    }

    /// The indicators follow `error`. MySQL's headers do not have them, and its library is never given any.
    private static let indicatorOffset =
        (MemoryLayout<MYSQL_BIND>.offset(of: \.error) ?? 0) + MemoryLayout<UnsafeRawPointer>.size
    private static let isValue: CChar = 0
    private static let isNull: CChar = 1

    private func reserve(_ valueCount: Int, _ columnCount: Int) {
        if cells.count < valueCount {
            cells.deallocate()
            lengths.deallocate()
            indicators.deallocate()
            let capacity = max(valueCount, 1024)
            cells = .allocate(capacity: capacity)
            lengths = .allocate(capacity: capacity)
            indicators = .allocate(capacity: capacity)
            cells.initialize(repeating: 0)
            lengths.initialize(repeating: 0)
            indicators.initialize(repeating: 0)
        }
        if binds.count < columnCount {
            binds.deallocate()
            binds = .allocate(capacity: max(columnCount, 16))
            binds.initialize(repeating: MYSQL_BIND())
        }
    }

    private func release() {
        binds.deallocate()
        cells.deallocate()
        lengths.deallocate()
        indicators.deallocate()
    }
}
