internal import ChangeModel
internal import Threading

/// What the ways to compare a table have in common.
struct TableContext {
    let sides: BothSides
    let source: TableQueries
    let target: TableQueries
    let sink: DifferenceSink
    let rowsPerSecond: Int?
    let progress: VerificationProgress
    let stop: StopRequest

    /// Most rows under judgement at once.
    static let suspectsLimit = 1_000

    var table: ComparedTable { source.table }

    func requireGoingOn() throws(VerificationError) {
        if stop.isRequested { throw .stopped }
    }

    /// Judges suspects and takes the verdicts into `result`.
    func settle(
        _ suspects: inout [[String]],
        _ look: some Look,
        _ judge: inout Judge,
        _ result: inout TableResult
    ) throws(VerificationError) {
        guard !suspects.isEmpty else { return }
        let verdicts = try judge.judge(suspects, look)
        suspects.removeAll()
        let before = result.differences
        try sink.take(verdicts, into: &result)
        if !verdicts.isEmpty { result.isJudgedByTime = result.isJudgedByTime || judge.hasJudgedByTime }
        progress.found(differences: result.differences - before)
    }
}
