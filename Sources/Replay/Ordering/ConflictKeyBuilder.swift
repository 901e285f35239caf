internal import ChangeModel
internal import MySQLClient

/// Computes the conflict keys of a batch's rows, one after the other, into arrays that it keeps.
struct ConflictKeyBuilder {
    private(set) var keys: [ConflictKey] = []
    /// Where each record's keys begin; one more for the end.
    private(set) var keyStarts: [Int32] = []
    /// Rows of which nobody can say what they touch.
    private(set) var lonelyRecords: [Int] = []

    private var texts: KeyTexts
    private var encoder = ValueEncoder()
    private var values = ParameterList()

    /// Without a connection nobody knows what a text equals that a collation compares.
    init(connection: MySQLConnection?) {
        texts = KeyTexts(connection: connection)
    }

    /// Fills the arrays for the first `recordCount` records; those behind them get no keys.
    mutating func build(
        _ batch: borrowing ChangeBatch,
        _ plans: GrowingList<TablePlan?>,
        recordCount: Int
    ) throws(MySQLError) {
        keys.removeAll(keepingCapacity: true)
        keyStarts.removeAll(keepingCapacity: true)
        lonelyRecords.removeAll(keepingCapacity: true)
        try texts.prepare(batch, plans, recordCount: recordCount)
        for index in 0..<recordCount {
            keyStarts.append(Int32(keys.count))
            guard case .row(let change) = batch.records[index], let plan = plans[change.relation] else { continue }
            if try !append(change, plan.keys, batch) { lonelyRecords.append(index) }
        }
        for _ in recordCount...batch.records.count { keyStarts.append(Int32(keys.count)) }
    }

    /// False where the row's keys cannot be known.
    private mutating func append(
        _ change: RowChange,
        _ table: TableKeys,
        _ batch: borrowing ChangeBatch
    ) throws(MySQLError) -> Bool {
        switch change.operation {
        case .insert: try appendInsert(change, table, batch)
        case .update: try appendUpdate(change, table, batch)
        case .delete: try appendDelete(change, table, batch)
        }
    }

    private mutating func appendInsert(
        _ change: RowChange,
        _ table: TableKeys,
        _ batch: borrowing ChangeBatch
    ) throws(MySQLError) -> Bool {
        use(table, table.insertUse)
        if let row = table.row {
            guard try appendKnown(row.seed, row.new, change, batch) else { return false }
        }
        for key in table.otherUniqueKeys {
            guard try appendKnown(key.seed, key.new, change, batch) else { return false }
        }
        for role in table.references { try appendParent(role, change, batch) }
        for role in table.referenced {
            guard let key = role.key, try appendKnown(key.seed, key.new, change, batch) else {
                keys.append(role.table)
                continue
            }
            keys.append(role.sharedNewcomers)
        }
        return true
    }

    /// A child names its parent, or meets all that appear.
    private mutating func appendParent(
        _ role: TableKeys.Role,
        _ change: RowChange,
        _ batch: borrowing ChangeBatch
    ) throws(MySQLError) {
        keys.append(role.sharedTable)
        guard let key = role.key, try append(key.seed, key.new, change, batch, isShared: true) != .unknown else {
            return keys.append(role.newcomers)
        }
    }

    private mutating func appendDelete(
        _ change: RowChange,
        _ table: TableKeys,
        _ batch: borrowing ChangeBatch
    ) throws(MySQLError) -> Bool {
        use(table, table.changeUse)
        if let row = table.row {
            guard try appendKnown(row.seed, row.old, change, batch) else { return false }
        }
        for key in table.otherUniqueKeys {
            guard try appendGivenBack(key, change, batch) else { return false }
        }
        for role in table.references {
            keys.append(role.sharedTable)
            if let key = role.key { _ = try append(key.seed, key.old, change, batch, isShared: true) }
        }
        for role in table.referenced { keys.append(role.table) }
        return true
    }

    private mutating func appendUpdate(
        _ change: RowChange,
        _ table: TableKeys,
        _ batch: borrowing ChangeBatch
    ) throws(MySQLError) -> Bool {
        use(table, table.changeUse)
        if let row = table.row {
            guard try appendKnown(row.seed, row.old, change, batch) else { return false }
            if changes(row, change, batch) {
                guard try appendKnown(row.seed, row.new, change, batch) else { return false }
            }
        }
        // A value that stays is no news to anybody who does not touch the row itself.
        for key in table.otherUniqueKeys where changes(key, change, batch) {
            guard try appendKnown(key.seed, key.new, change, batch), try appendGivenBack(key, change, batch) else {
                return false
            }
        }
        for role in table.references {
            if let key = role.key {
                guard changes(key, change, batch) else { continue }
                _ = try append(key.seed, key.old, change, batch, isShared: true)
            }
            try appendParent(role, change, batch)
        }
        for role in table.referenced {
            guard let key = role.key else {
                keys.append(role.table)
                continue
            }
            guard changes(key, change, batch) else { continue }
            keys.append(role.table)
            _ = try append(key.seed, key.new, change, batch)
        }
        return true
    }

    /// The values of a row that its children name. They wait for a parent that is held, also where the change keeps those values.
    mutating func parentKeys(
        of change: RowChange,
        _ table: TableKeys,
        _ batch: borrowing ChangeBatch
    ) throws(MySQLError) -> [ConflictKey] {
        keys.removeAll(keepingCapacity: true)
        for role in table.referenced {
            let isNamedByNew = try append(role.key?.seed ?? 0, role.key?.new, change, batch) != .unknown
            let isNamedByOld = try append(role.key?.seed ?? 0, role.key?.old, change, batch) != .unknown
            if !isNamedByNew && !isNamedByOld { keys.append(role.table) }
        }
        return keys
    }

    mutating func parentKeys(of row: TransactionRow) throws(ReplayError) -> [ConflictKey] {
        try ReplayError.asking { () throws(MySQLError) in
            try parentKeys(of: row.change, row.plan.keys, row.planned.batch)
        }
    }

    private mutating func use(_ table: TableKeys, _ use: TableKeys.TableUse) {
        switch use {
        case .none: break
        case .shared: keys.append(ConflictKey(hash: table.tableHash, isShared: true))
        case .exclusive: keys.append(ConflictKey(hash: table.tableHash, isShared: false))
        }
    }

    /// Whether an UPDATE may change the key: the same bytes in both images do not, and a value that was not sent stays.
    private func changes(_ key: TableKeys.ImageKey, _ change: RowChange, _ batch: borrowing ChangeBatch) -> Bool {
        guard let new = key.new else { return false }
        guard let old = key.old else {
            return !new.allSatisfy { batch.values[change.firstValue + $0.place].isAbsent }
        }
        for index in new.indices {
            let newValue = batch.values[change.firstValue + new[index].place]
            let oldValue = batch.values[change.firstValue + old[index].place]
            if newValue.isAbsent { continue }
            guard let newRange = newValue.range, let oldRange = oldValue.range else {
                if newValue.isNull, oldValue.isNull { continue }
                return true
            }
            guard newRange.count == oldRange.count else { return true }
            for offset in 0..<newRange.count
            where batch.bytes[newRange.lowerBound + offset] != batch.bytes[oldRange.lowerBound + offset] {
                return true
            }
        }
        return false
    }

    private enum Appended: Equatable {
        case done
        /// A NULL: nothing equals it.
        case isNull
        /// The image lacks a column, or nobody knows how its value compares.
        case unknown
    }

    /// The unique value that the old image gives back. For an image that lacks it the use of the whole table stands (`TableKeys.changeUse`).
    private mutating func appendGivenBack(
        _ key: TableKeys.ImageKey,
        _ change: RowChange,
        _ batch: borrowing ChangeBatch
    ) throws(MySQLError) -> Bool {
        guard key.old != nil else { return true }
        return try appendKnown(key.seed, key.old, change, batch)
    }

    private mutating func appendKnown(
        _ seed: UInt64,
        _ parts: [TableKeys.Part]?,
        _ change: RowChange,
        _ batch: borrowing ChangeBatch
    ) throws(MySQLError) -> Bool {
        try append(seed, parts, change, batch) != .unknown
    }

    private mutating func append(
        _ seed: UInt64,
        _ parts: [TableKeys.Part]?,
        _ change: RowChange,
        _ batch: borrowing ChangeBatch,
        isShared: Bool = false
    ) throws(MySQLError) -> Appended {
        guard let parts else { return .unknown }
        var hasher = KeyHasher(seed: seed)
        for part in parts {
            let slot = batch.values[change.firstValue + part.place]
            guard let range = slot.range else { return slot.isNull ? .isNull : .unknown }
            values.removeAll()
            do throws(ValueRefusal) {
                try encoder.append(batch.bytes.span.extracting(range), part.encoding, to: &values)
            } catch {
                return .unknown
            }
            guard let value = values.values.first else { return .unknown }
            if value.kind == .null { return .isNull }
            if case .collated(let collation) = part.form {
                guard try texts.add(value, of: values, collation, to: &hasher) else { return .unknown }
            } else {
                guard part.form.add(value, of: values, to: &hasher) else { return .unknown }
            }
        }
        keys.append(ConflictKey(hash: hasher.hash, isShared: isShared))
        return .done
    }
}
