internal import ChangeModel
internal import TestSupport

/// Random transactions over a schema, each of them valid where it stands, and the rows that are there in the end.
struct OracleWorkload {
    enum Change {
        case insert(table: Int, OracleModel.Row)
        /// `isWhole`: every value of the new image is sent.
        case update(table: Int, old: OracleModel.Row, new: OracleModel.Row, isWhole: Bool)
        case delete(table: Int, OracleModel.Row)
        case truncate(table: Int)
    }

    private(set) var model: OracleModel
    private(set) var transactions: [[Change]] = []
    /// Whether the source is one that looks at unique keys only when a transaction ends.
    let defersConstraints: Bool
    private var generator: SeededGenerator
    private var parked = 0

    private static let bulkRows = 40
    private static let firstParked = 900

    init(schema: OracleSchema, seed: UInt64) {
        model = OracleModel(schema: schema)
        generator = SeededGenerator(seed: seed)
        defersConstraints = seed % 4 == 0
        for _ in 0..<random(20...60) { addTransactions() }
    }

    var rowCount: Int { transactions.reduce(0) { $0 + $1.count } }

    private mutating func random(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &generator) }
    private mutating func oneIn(_ count: Int) -> Bool { random(1...count) == 1 }
    private mutating func table() -> Int { random(0...(model.schema.tables.count - 1)) }

    /// Mostly one transaction of a few changes; now and then something that replay might trip over.
    private mutating func addTransactions() {
        switch random(0...19) {
        case 0: transactions.append([])
        case 1: together { workload in workload.bulk(workload.table()) }
        case 2: together { workload in workload.truncate(workload.table()) }
        case 3: together { workload in workload.shift(workload.table()) }
        case 4: together { workload in workload.swap(workload.table(), boundary: nil) }
        case 5: swapAcross()
        case 6: together { workload in workload.replace(workload.table()) }
        case 7: replaceAcross()
        case 8 where defersConstraints: together { workload in workload.rotate(workload.table()) }
        case 9: for _ in 0..<random(2...6) { together { workload in workload.touchHotRow() } }
        default: together { workload in for _ in 0..<workload.random(1...6) { workload.changeAnything() } }
        }
    }

    /// Everything that `body` changes becomes one transaction.
    private mutating func together(_ body: (inout OracleWorkload) -> Void) {
        transactions.append([])
        body(&self)
    }

    private mutating func note(_ change: Change) {
        transactions[transactions.count - 1].append(change)
    }
}

/// Single changes; what the model does not permit is left out.
extension OracleWorkload {
    private mutating func changeAnything() {
        let table = table()
        switch random(0...9) {
        case 0...4: insert(into: table)
        case 5...6: updateAnything(of: table)
        case 7: updateKey(of: table)
        default: if let place = place(in: table) { delete(place, of: table) }
        }
    }

    private mutating func place(in table: Int) -> Int? {
        model.rows[table].indices.randomElement(using: &generator)
    }

    private mutating func value(_ column: Int, of table: Int) -> OracleValue {
        let described = model.schema.tables[table].columns[column]
        if described.isNullable, oneIn(4) { return .null }
        if let reference = model.schema.tables[table].reference, reference.column == column {
            let parents = model.rows[reference.parent]
            return parents.randomElement(using: &generator)?[reference.parentColumn] ?? .null
        }
        return described.kind.value(random(0...(model.schema.domainSize - 1)), &generator)
    }

    @discardableResult
    private mutating func insert(into table: Int) -> Bool {
        // A few tries to find a place that is free.
        for _ in 0..<4 {
            let row = model.schema.tables[table].columns.indices.map { value($0, of: table) }
            if insert(row, into: table) { return true }
        }
        return false
    }

    @discardableResult
    private mutating func insert(_ row: OracleModel.Row, into table: Int) -> Bool {
        guard model.permits(row, in: table, insteadOf: nil) else { return false }
        model.insert(row, into: table)
        note(.insert(table: table, row))
        return true
    }

    @discardableResult
    private mutating func update(_ place: Int, of table: Int, to row: OracleModel.Row) -> Bool {
        let old = model.rows[table][place]
        guard old != row, model.permits(row, in: table, insteadOf: place) else { return false }
        model.update(place, of: table, to: row)
        note(.update(table: table, old: old, new: row, isWhole: false))
        return true
    }

    @discardableResult
    private mutating func delete(_ place: Int, of table: Int) -> Bool {
        guard model.permitsDelete(place, of: table) else { return false }
        let row = model.rows[table][place]
        model.delete(place, of: table)
        note(.delete(table: table, row))
        return true
    }

    private mutating func updateAnything(of table: Int) {
        guard let place = place(in: table) else { return }
        var row = model.rows[table][place]
        for _ in 0..<random(1...2) {
            let column = random(0...(row.count - 1))
            row[column] = value(column, of: table)
        }
        update(place, of: table, to: row)
    }

    private mutating func updateKey(of table: Int) {
        guard let place = place(in: table),
            let key = model.schema.tables[table].uniqueKeys.randomElement(using: &generator)
        else { return }
        var row = model.rows[table][place]
        for column in key { row[column] = value(column, of: table) }
        update(place, of: table, to: row)
    }
}

/// Changes that only work in their order.
extension OracleWorkload {
    private mutating func bulk(_ table: Int) {
        for _ in 0..<random(5...Self.bulkRows) { insert(into: table) }
        if oneIn(3) {
            for _ in 0..<random(1...10) { if let place = place(in: table) { delete(place, of: table) } }
        }
    }

    private mutating func truncate(_ table: Int) {
        if oneIn(2) { changeAnything() }
        if model.permitsTruncate(table), oneIn(2) {
            model.truncate(table)
            note(.truncate(table: table))
        }
        insert(into: table)
    }

    /// Every value of a column one further, from the largest down: id = id + 1.
    private mutating func shift(_ table: Int) {
        let columns = model.schema.tables[table].columns
        let whole = columns.indices.filter { columns[$0].kind == .integer }
        guard let column = whole.randomElement(using: &generator) else { return changeAnything() }
        let numbered = model.rows[table].indices.map {
            (place: $0, number: Int(model.rows[table][$0][column].text ?? "") ?? -1)
        }
        for (place, number) in numbered.sorted(by: { $0.number > $1.number }) where number >= 0 {
            var row = model.rows[table][place]
            row[column] = OracleKind.integer.value(number + 1, &generator)
            update(place, of: table, to: row)
        }
    }

    /// Two rows exchange the values of a unique key, by way of a value that nobody has. `boundary` stands between the steps.
    private mutating func swap(_ table: Int, boundary: ((inout OracleWorkload) -> Void)?) {
        guard let key = model.schema.tables[table].uniqueKeys.randomElement(using: &generator),
            let first = place(in: table), let second = place(in: table), first != second
        else { return changeAnything() }
        let (one, other) = (model.rows[table][first], model.rows[table][second])
        guard update(first, of: table, to: replacing(key, of: one) { $0.parkedValue($1, of: table) }) else { return }
        boundary?(&self)
        guard update(second, of: table, to: replacing(key, of: other) { one[$1] }) else { return }
        boundary?(&self)
        update(first, of: table, to: replacing(key, of: one) { other[$1] })
    }

    private mutating func replacing(
        _ key: [Int],
        of row: OracleModel.Row,
        _ value: (inout OracleWorkload, Int) -> OracleValue
    ) -> OracleModel.Row {
        var replaced = row
        for column in key { replaced[column] = value(&self, column) }
        return replaced
    }

    private mutating func parkedValue(_ column: Int, of table: Int) -> OracleValue {
        parked += 1
        let described = model.schema.tables[table].columns[column]
        if described.isNullable, oneIn(2) { return .null }
        return described.kind.value(Self.firstParked + parked % 90, &generator)
    }

    private mutating func swapAcross() {
        let table = table()
        together { $0.swap(table) { $0.transactions.append([]) } }
    }

    /// A row goes and one with the same key comes, spelled in another way perhaps.
    private mutating func replace(_ table: Int) {
        guard let place = place(in: table) else { return changeAnything() }
        let gone = model.rows[table][place]
        guard delete(place, of: table) else { return changeAnything() }
        comeBack(gone, table)
    }

    private mutating func comeBack(_ gone: OracleModel.Row, _ table: Int) {
        var row = model.schema.tables[table].columns.indices.map { value($0, of: table) }
        guard let key = model.schema.tables[table].uniqueKeys.randomElement(using: &generator) else { return }
        for column in key { row[column] = respelled(gone[column], column, of: table) }
        insert(row, into: table)
    }

    /// Another value that is perhaps the same to the target.
    private mutating func respelled(_ value: OracleValue, _ column: Int, of table: Int) -> OracleValue {
        let described = model.schema.tables[table].columns[column]
        for _ in 0..<8 {
            let number = random(0...(model.schema.domainSize - 1))
            let candidate = described.kind.value(number, &generator)
            if candidate.likeness == value.likeness { return candidate }
        }
        return value
    }

    private mutating func replaceAcross() {
        let table = table()
        guard let place = place(in: table) else { return }
        let gone = model.rows[table][place]
        together { $0.delete(place, of: table) }
        together { $0.comeBack(gone, table) }
    }

    /// Rows exchange the values of a unique key without a detour: on the way two of them have one value.
    private mutating func rotate(_ table: Int) {
        let places = Array(model.rows[table].indices.shuffled(using: &generator).prefix(random(2...4)))
        guard let key = model.schema.tables[table].uniqueKeys.randomElement(using: &generator),
            places.allSatisfy({ place in key.allSatisfy { model.rows[table][place][$0] != .null } })
        else { return changeAnything() }
        let old = places.map { model.rows[table][$0] }
        var rotated = old
        for index in rotated.indices {
            for column in key { rotated[index][column] = old[(index + 1) % old.count][column] }
        }
        // The target's triggers would see a parent go for a while.
        guard places.count > 1, model.permitsTruncate(table), model.exchange(places, of: table, for: rotated) else {
            return changeAnything()
        }
        for index in places.indices {
            note(.update(table: table, old: old[index], new: rotated[index], isWhole: true))
        }
    }

    private mutating func touchHotRow() {
        let table = 0
        guard !model.rows[table].isEmpty else { return changeAnything() }
        var row = model.rows[table][0]
        row[row.count - 1] = value(row.count - 1, of: table)
        update(0, of: table, to: row)
        if oneIn(2) { changeAnything() }
    }
}
