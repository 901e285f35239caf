internal import ChangeModel
internal import Logging
internal import MySQLClient

/// Applies batches as target transactions: several source transactions together, none split, each group with its progress.
struct GroupCommit {
    private let session: TargetSession
    private let options: ReplayOptions
    private let log: Logger
    private let progressTable: ProgressTable
    private let updateProgress: PreparedStatement
    private var applier: RowApplier
    private var parameters = ParameterList()

    /// What the target holds for certain.
    private(set) var committed: ProgressTable.Progress
    /// What it will hold once the open group is committed.
    private var reached: ProgressTable.Progress
    private var isGroupOpen = false
    /// The commit position of the source transaction at hand; nil between two.
    private var openTransaction: LSN?
    private var groupTransactions = 0
    private var groupRows = 0

    init(
        session: TargetSession,
        options: ReplayOptions,
        progressTable: ProgressTable,
        progress: ProgressTable.Progress,
        log: Logger
    ) throws(MySQLError) {
        self.session = session
        self.options = options
        self.log = log
        self.progressTable = progressTable
        updateProgress = try session.connection.prepare(progressTable.updateStatement)
        applier = try RowApplier(session: session, options: options)
        committed = progress
        reached = progress
    }

    /// Whether a target transaction is open.
    var hasChanges: Bool { isGroupOpen }

    /// How far the target is once the open group is committed.
    var reachedPosition: LSN { reached.position }

    /// Between two source transactions.
    var isBetweenTransactions: Bool { openTransaction == nil }

    /// Applies the batch's records. `end` decides at each transaction's begin whether it is still wanted; false is returned at the first that
    /// is not, with everything before it applied.
    mutating func apply(_ batch: borrowing ChangeBatch, _ end: EndOfReplay) throws(ReplayError) -> Bool {
        for index in batch.records.indices {
            switch batch.records[index] {
            case .begin(let begin):
                guard let commit = begin.commit else { preconditionFailure("a spool's reader knows every commit") }
                if end.isBefore(commit) {
                    try applier.flush(batch)
                    return false
                }
                openTransaction = commit.position
            case .row(let change): try apply(change, batch)
            case .truncate(let index): try apply(batch.truncations[index], batch)
            case .schemaChange: try meetSchemaChange()
            case .commit(let commit): try close(commit, batch)
            case .position(let position): reach(position, commitTime: reached.commitTime)
            }
        }
        try applier.flush(batch)
        return true
    }

    private mutating func apply(_ change: RowChange, _ batch: borrowing ChangeBatch) throws(ReplayError) {
        guard let openTransaction else { preconditionFailure("a row stands in a transaction") }
        try openGroup()
        try applier.apply(change, of: batch, at: openTransaction)
        groupRows += 1
    }

    private mutating func apply(_ truncation: Truncation, _ batch: borrowing ChangeBatch) throws(ReplayError) {
        guard let openTransaction else { preconditionFailure("a TRUNCATE stands in a transaction") }
        try openGroup()
        try applier.truncate(truncation, batch, at: openTransaction)
    }

    /// What the statement does to MySQL's tables nobody but the operator can say.
    private func meetSchemaChange() throws(ReplayError) {
        guard let openTransaction else { preconditionFailure("a schema change stands in a transaction") }
        guard !options.stopsAtSchemaChanges else { throw .schemaChanged(position: openTransaction) }
        log.notice(
            "the transaction at \(openTransaction) changes the source's schema; ignored, as replay.schema_changes says"
        )
    }

    private mutating func openGroup() throws(ReplayError) {
        guard !isGroupOpen else { return }
        do throws(MySQLError) { try session.connection.execute("START TRANSACTION") } catch { throw .target(error) }
        isGroupOpen = true
    }

    private mutating func close(_ commit: TransactionCommit, _ batch: borrowing ChangeBatch) throws(ReplayError) {
        openTransaction = nil
        groupTransactions += 1
        reach(commit.position, commitTime: commit.time ?? reached.commitTime)
        guard groupTransactions >= options.groupTransactions || groupRows >= options.groupRows else { return }
        try applier.flush(batch)
        try commitGroup()
    }

    private mutating func reach(_ position: LSN, commitTime: CommitTime?) {
        reached = ProgressTable.Progress(
            stream: reached.stream,
            position: max(position, reached.position),
            commitTime: commitTime,
            transactions: committed.transactions + UInt64(groupTransactions),
            rows: committed.rows + UInt64(groupRows)
        )
    }

    /// Commits what was applied together with its progress. To be called between two source transactions.
    mutating func commitGroup() throws(ReplayError) {
        precondition(openTransaction == nil, "a source transaction is never split")
        guard isGroupOpen || reached.position > committed.position else { return }
        try openGroup()
        parameters.removeAll()
        ProgressTable.append(reached, to: &parameters)
        do throws(MySQLError) {
            let outcome = try updateProgress.execute(parameters)
            guard outcome.affectedRows == 1 else {
                throw MySQLError(
                    code: 0,
                    sqlState: "",
                    operation: "note the progress in \(progressTable.qualifiedName)",
                    serverMessage: "the stream's row is gone, so somebody deleted it: nothing was committed"
                )
            }
            try session.connection.execute("COMMIT")
        } catch {
            throw .target(error)
        }
        isGroupOpen = false
        committed = reached
        groupTransactions = 0
        groupRows = 0
    }
}
