internal import ChangeModel
internal import Logging
internal import MySQLClient
internal import Spool
internal import Threading

/// Looks after the rows that a stream holds back: learns at the start what they are, and tries again those that somebody has asked for, or that
/// nothing keeps waiting any more.
///
/// To be used while nothing is under way. Each row is applied in a target transaction of its own, with what becomes of it in the quarantine.
struct HeldRows {
    private let options: ReplayOptions
    private let control: TargetSession
    private let stream: SessionStream
    private let quarantine: Quarantine
    private let log: Logger
    private var nextLook = MonotonicTime.now()
    /// Whether it is known what is held.
    private(set) var isLoaded = false

    /// How often it is asked whether somebody wants something.
    private static let lookIntervalMilliseconds = 1_000
    private static let rowsPerQuery = 100

    init(_ quarantine: Quarantine, options: ReplayOptions, control: TargetSession, stream: SessionStream, log: Logger) {
        self.quarantine = quarantine
        self.options = options
        self.control = control
        self.stream = stream
        self.log = log
    }

    /// Whether there is something to do: at the start, and where the quarantine's table says so.
    mutating func isWanted() throws(ReplayError) -> Bool {
        guard isLoaded else { return true }
        guard quarantine.isHolding, MonotonicTime.now() >= nextLook else { return false }
        nextLook = MonotonicTime.now().adding(milliseconds: Self.lookIntervalMilliseconds)
        // Read first: what a worker adds meanwhile makes the table's number larger, what somebody has dropped makes it smaller.
        let known = quarantine.rowCount
        let found = try ReplayError.asking { () throws(MySQLError) in
            try quarantine.table.requests(of: stream.name, on: control.connection)
        }
        return found.retries > 0 || found.heldRows < known
    }

    /// Goes through all rows in the order in which they came. What touches none that stays is tried.
    mutating func settle() throws(ReplayError) {
        var rows = try rows(after: 0)
        // Nothing is held on nearly all nights: then no table has to be looked at.
        guard !rows.isEmpty else {
            isLoaded = true
            return quarantine.replace(HeldKeys(), rowCount: 0)
        }
        var round = try HeldRowsRound(options: options, control: control, stream: stream, quarantine: quarantine)
        while let last = rows.last {
            for row in rows { try round.meet(row) }
            rows = try self.rows(after: last.identifier)
        }
        quarantine.replace(round.keys, rowCount: round.heldRows)
        report(round)
        isLoaded = true
    }

    private func rows(after identifier: UInt64) throws(ReplayError) -> [QuarantinedRow] {
        let condition = QuarantineTable.condition(stream.name, QuarantineState.holdingBack)
        return try ReplayError.asking { () throws(MySQLError) in
            try quarantine.table.rows(
                where: condition,
                after: identifier,
                limit: Self.rowsPerQuery,
                on: control.connection
            )
        }
    }

    private func report(_ round: HeldRowsRound) {
        if round.applied > 0 { log.notice("quarantine: \(round.applied) rows that were held are applied") }
        if round.refused > 0 {
            log.notice(
                "quarantine: \(round.refused) rows were tried and do not fit; `reverse-migration quarantine ls` says why"
            )
        }
        if round.heldRows > 0 {
            log.notice(
                "quarantine: \(round.heldRows) rows are held or wait; `reverse-migration quarantine ls` lists them"
            )
        }
    }
}
