internal import ChangeModel
internal import MySQLClient

/// The texts of a batch that stand in keys and are compared by a collation: as what the target's weights make of them.
struct KeyTexts {
    init(connection: MySQLConnection) {}

    mutating func prepare(
        _ batch: borrowing ChangeBatch,
        _ plans: [TablePlan?],
        recordCount: Int
    ) throws(MySQLError) {}

    func add(
        _ value: ParameterValue,
        of list: borrowing ParameterList,
        _ collation: KeyCollation,
        to hasher: inout KeyHasher
    ) -> Bool {
        false
    }
}
