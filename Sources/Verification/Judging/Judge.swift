internal import ChangeModel
internal import Threading

/// Decides which of the rows that did not look the same really are not, while changes still flow.
struct Judge {
    private let sides: BothSides
    private let watermark: any ReplayWatermark
    private let settleMilliseconds: Int
    private let stop: StopRequest
    /// Where replay was found standing still: it is not waited for again until it moves.
    private var standstill: WatermarkReading?
    /// Something of the table at hand was judged although the target had not passed the source's position.
    private(set) var hasJudgedByTime = false

    private static let roundsAtLeast = 3
    private static let roundsLimit = 30
    private static let pauseMilliseconds = 50

    init(sides: BothSides, watermark: any ReplayWatermark, settleMilliseconds: Int, stop: StopRequest) {
        self.sides = sides
        self.watermark = watermark
        self.settleMilliseconds = settleMilliseconds
        self.stop = stop
    }

    mutating func beginTable() { hasJudgedByTime = false }

    /// The verdicts on those that differ or cannot be settled; nothing is said of those that are equal.
    mutating func judge(_ identities: [[String]], _ look: some Look) throws(VerificationError) -> [Verdict] {
        var open = Dictionary(identities.map { ($0, Candidate()) }, uniquingKeysWith: { $1 })
        var verdicts: [Verdict] = []
        let began = MonotonicTime.now()
        for round in 0..<Self.roundsLimit where !open.isEmpty {
            if round >= Self.roundsAtLeast, MonotonicTime.now().milliseconds(since: began) > settleMilliseconds {
                break
            }
            if round > 0 { stop.wait(milliseconds: Self.pauseMilliseconds) }
            guard !stop.isRequested else { throw .stopped }
            verdicts += try self.round(&open, look)
        }
        verdicts += open.keys.map { Verdict(identity: $0, kind: .unsettled, sourceState: nil, targetState: nil) }
        return verdicts
    }

    private mutating func round(
        _ open: inout [[String]: Candidate],
        _ look: some Look
    ) throws(VerificationError) -> [Verdict] {
        let identities = Array(open.keys)
        let first = try look.source(identities)
        for identity in identities { open[identity]?.sees(source: first[identity]) }
        let hasPassed = try wait(until: sides.source.position(), &open, look)
        let theirs = try look.target(identities)
        for identity in identities where open[identity]?.sees(target: theirs[identity]) ?? false {
            open[identity] = nil
        }
        guard !open.isEmpty else { return [] }
        let last = try look.source(Array(open.keys))
        var verdicts: [Verdict] = []
        for identity in open.keys {
            let closed = open[identity]?.closes(
                source: last[identity],
                hasPassed: hasPassed,
                versionsAreProof: look.versionsAreProof
            )
            switch closed {
            case .equal: open[identity] = nil
            case .differs(let ours, let theirs):
                open[identity] = nil
                verdicts.append(Self.verdict(identity, ours, theirs))
            case nil: break
            }
        }
        return verdicts
    }

    private static func verdict(_ identity: [String], _ ours: Observation?, _ theirs: Observation?) -> Verdict {
        let kind: Verdict.Kind = ours == nil ? .extra : theirs == nil ? .missing : .different
        return Verdict(identity: identity, kind: kind, sourceState: ours?.state, targetState: theirs?.state)
    }

    /// Waits until the target has passed `position`. True when it has, and also when replay stands still with nothing left to do that anybody
    /// knows of, so that waiting longer would bring nothing; false when it is only too far behind.
    private mutating func wait(
        until position: LSN,
        _ open: inout [[String]: Candidate],
        _ look: some Look
    ) throws(VerificationError) -> Bool {
        let began = MonotonicTime.now()
        let first = watermark.reading(waitingFor: position)
        var reading = first
        while !reading.hasPassed(position), reading != standstill,
            MonotonicTime.now().milliseconds(since: began) < settleMilliseconds
        {
            stop.wait(milliseconds: Self.pauseMilliseconds)
            guard !stop.isRequested else { throw .stopped }
            if look.isQuick {
                let identities = Array(open.keys)
                let seen = try look.source(identities)
                for identity in identities { open[identity]?.passes(source: seen[identity]) }
            }
            reading = watermark.reading(waitingFor: position)
        }
        let stands = reading == first && !reading.hasPassed(position)
        standstill = stands ? reading : nil
        guard stands else { return reading.hasPassed(position) }
        guard !reading.isBehind else { return false }
        hasJudgedByTime = true
        return true
    }
}
