internal import ChangeModel

/// What the log says of rows that did not fit: those that are alike are summed.
struct MisfitNote: Hashable {
    let table: TableName
    /// nil for a row that waits for another one.
    let misfit: RowMisfit?
    let state: QuarantineState

    var order: String { "\(table) \(misfit?.rawValue ?? "") \(state.rawValue)" }

    /// Of the first of its kind: where it is and what to do.
    func sentence(of first: SetAside.First) -> String {
        let key = first.keyColumns.isEmpty ? "" : " (key: \(first.keyColumns.joined(separator: ", ")))"
        let row = "a row of \(table)\(key) in the transaction at \(first.position)"
        let reason = misfit.map { " does not fit (\($0.rawValue))" } ?? ""
        return switch state {
        case .ignored:
            "\(row)\(reason) and was not written, as replay.misfits says; `reverse-migration quarantine ls` lists it"
        case .overwritten:
            "\(row)\(reason); the target was made to agree with it, as replay.misfits says; `reverse-migration quarantine ls` lists it"
        case .waiting:
            "\(row) waits in the quarantine behind a row that is held; it is applied when that one is settled with"
                + " `reverse-migration quarantine retry` or drop"
        default:
            "\(row)\(reason) and is held in the quarantine, with what has to wait for it: look at it with"
                + " `reverse-migration quarantine ls`, mend the target and say retry, or edit or drop it"
        }
    }

    func sentence(ofMore count: Int) -> String {
        "\(table): \(count) more rows are \(state.rawValue)" + (misfit.map { " (\($0.rawValue))" } ?? "")
    }
}
