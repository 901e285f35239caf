internal import ChangeModel
internal import MySQLClient

/// What gives columns of a target's table room for values that they cannot hold: for the error, made only when it is wanted.
struct ColumnWidenings: Sendable {
    private let source: Relation
    private let target: TargetTable

    init(_ source: Relation, _ target: TargetTable) {
        self.source = source
        self.target = target
    }

    /// `column` is the source's name, `place` the target's; nil where no other type is sure to hold the value.
    func alteration(of column: String, in place: String, for misfit: Misfit?) -> TargetAlteration? {
        guard let misfit, let column = source.columns.first(where: { $0.name == column }),
            let place = target.column(named: place)
        else { return nil }
        return .widening(place, of: target, to: column, for: misfit)
    }
}
