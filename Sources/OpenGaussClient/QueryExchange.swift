/// One command of the simple protocol and its answers, as a value: takes the server's messages, keeps rows and the first error.
struct QueryExchange {
    private var columns: [String] = []
    private var rows: [[String?]] = []
    private var keptBytes = 0
    private(set) var failure: WireFailure?
    /// The server has closed, or will.
    private(set) var isConnectionOver = false
    private(set) var notices: [String] = []
    private(set) var changedParameters: [(name: String, value: String)] = []
    /// Of several answers the last that has columns, else an empty one: DROP_REPLICATION_SLOT of openGauss answers twice.
    private(set) var result = QueryResult(columns: [], rows: [])

    /// True when the server is ready for the next command, or has ended.
    mutating func take(_ message: BackendMessage) throws(WireFailure) -> Bool {
        switch message.letter {
        case "T": try describe(message.body)
        case "D": try addRow(message.body)
        case "C", "I": finishAnswer()
        case "E": try takeError(message.body)
        case "N": takeNotice(try ServerReport(message.body))
        case "S": try takeParameter(message.body)
        case "A": break  // A notification that somebody sent; nobody here listens.
        case "Z": return true
        default: throw message.unexpected("in answer to a command")
        }
        return isConnectionOver
    }

    private mutating func describe(_ body: [UInt8]) throws(WireFailure) {
        var reader = BodyReader(body)
        let count = try Self.count(&reader)
        rows = []
        columns = []
        for _ in 0..<count {
            columns.append(try reader.text())
            // Table, number, type, its size and modifier, format.
            _ = try reader.take(18)
        }
    }

    private mutating func addRow(_ body: [UInt8]) throws(WireFailure) {
        var reader = BodyReader(body)
        let count = try Self.count(&reader)
        guard count == columns.count else {
            throw .violation("it sent a row of \(count) values, where there are \(columns.count) columns")
        }
        keptBytes += body.count + count * MemoryLayout<String?>.stride
        guard keptBytes <= WireLimits.answerBytes else {
            throw .violation("its answer is larger than the \(WireLimits.answerBytes) bytes that are taken")
        }
        var row: [String?] = []
        row.reserveCapacity(count)
        for _ in 0..<count {
            let length = try reader.int32()
            row.append(length == -1 ? nil : String(decoding: try reader.take(Int(length)), as: UTF8.self))
        }
        rows.append(row)
    }

    private static func count(_ reader: inout BodyReader) throws(WireFailure) -> Int {
        let count = try reader.int16()
        guard (0...WireLimits.columns).contains(count) else { throw .violation("it sent \(count) columns") }
        return count
    }

    private mutating func finishAnswer() {
        if !columns.isEmpty { result = QueryResult(columns: columns, rows: rows) }
        columns = []
        rows = []
    }

    private mutating func takeError(_ body: [UInt8]) throws(WireFailure) {
        let report = try ServerReport(body)
        if failure == nil { failure = report.failure }
        if report.isFatal { isConnectionOver = true }
    }

    private mutating func takeNotice(_ report: ServerReport) {
        if notices.count < WireLimits.notices { notices.append(report.line) }
    }

    private mutating func takeParameter(_ body: [UInt8]) throws(WireFailure) {
        var reader = BodyReader(body)
        let name = try reader.text()
        let value = try reader.text()
        guard changedParameters.count < WireLimits.loginMessages else { throw .violation("its settings do not end") }
        changedParameters.append((name, value))
    }
}

extension QueryExchange {
    /// Sends the command and takes its answers. Throws where the connection fails; what the server refuses stands in `failure` afterwards.
    /// An error that the server sent wins over the end of the connection behind it.
    mutating func run(
        _ sql: String,
        on channel: inout MessageChannel,
        _ deadline: Deadline
    ) throws(WireFailure) {
        do throws(WireFailure) {
            try channel.send(FrontendMessage.query(sql), deadline)
        } catch {
            try takeLastWords(&channel, error)
            return
        }
        do throws(WireFailure) {
            while !(try take(channel.next(bodyLimitBytes: WireLimits.rowBytes, deadline))) {}
        } catch {
            guard failure != nil, error.kind == .connectionLost else { throw error }
            isConnectionOver = true
        }
    }

    /// A server that ended the connection before our command may have said why.
    private mutating func takeLastWords(_ channel: inout MessageChannel, _ loss: WireFailure) throws(WireFailure) {
        let deadline = Deadline(milliseconds: 1_000)
        do throws(WireFailure) {
            while !(try take(channel.next(bodyLimitBytes: WireLimits.rowBytes, deadline))) {}
        } catch {
            guard failure != nil else { throw loss }
        }
        isConnectionOver = true
        guard failure != nil else { throw loss }
    }
}
