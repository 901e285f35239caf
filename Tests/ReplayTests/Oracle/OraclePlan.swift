internal import TestSupport

@testable import Replay

/// How one replay of a workload is done.
struct OraclePlan: CustomStringConvertible {
    var workerCount = 1
    var commitsInSourceOrder = false
    var loadsData = true
    var groupTransactions = 1_000
    var groupRows = 10_000
    var queueBytes = 1 << 20
    var transactionsUnderwayMax = 1_000
    var insertRowsPerStatement = 64

    /// One worker, and groups as they are by default.
    static let serial = OraclePlan()

    private init() {}

    /// Several workers and tight limits.
    init(_ generator: inout SeededGenerator) {
        workerCount = Int.random(in: 2...8, using: &generator)
        commitsInSourceOrder = Int.random(in: 0..<4, using: &generator) == 0
        loadsData = Bool.random(using: &generator)
        groupTransactions = [1, 2, 5, 20, 1_000].randomElement(using: &generator) ?? 1
        groupRows = [1, 10, 100, 10_000].randomElement(using: &generator) ?? 1
        queueBytes = [1 << 10, 1 << 14, 1 << 20].randomElement(using: &generator) ?? 1 << 20
        transactionsUnderwayMax = [2, 10, 1_000].randomElement(using: &generator) ?? 2
        insertRowsPerStatement = [1, 3, 64].randomElement(using: &generator) ?? 1
    }

    func apply(to options: inout ReplayOptions) {
        options.workerCount = workerCount
        options.commitsInSourceOrder = commitsInSourceOrder
        options.loadsData = loadsData
        options.groupTransactions = groupTransactions
        options.groupRows = groupRows
        options.queueBytes = queueBytes
        options.transactionsUnderwayMax = transactionsUnderwayMax
        options.insertRowsPerStatement = insertRowsPerStatement
    }

    var description: String {
        "\(workerCount) workers, \(commitsInSourceOrder ? "source order" : "dependency order"), loads \(loadsData), groups of"
            + " \(groupTransactions) transactions or \(groupRows) rows, \(queueBytes) queue bytes, \(transactionsUnderwayMax) under way,"
            + " \(insertRowsPerStatement) rows an INSERT"
    }
}
