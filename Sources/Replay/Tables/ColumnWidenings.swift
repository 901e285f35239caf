internal import ChangeModel
internal import MySQLClient

/// What gives columns of a target's table room for values that they cannot hold: for the error, made only when it is wanted.
///
/// A class, so that every copy of a plan keeps only a reference.
final class ColumnWidenings: Sendable {
    private let match: ColumnMatch
    private let target: TargetTable

    init(_ match: ColumnMatch, _ target: TargetTable) {
        self.match = match
        self.target = target
    }

    /// `column` is the source's name; nil where no other type is sure to hold the value.
    func alteration(of column: String, for misfit: Misfit?) -> TargetAlteration? {
        guard let misfit, let index = match.source.columns.firstIndex(where: { $0.name == column }),
            let place = match.targets[index]
        else { return nil }
        return .widening(place, of: target, to: match.source.columns[index], for: misfit)
    }
}
