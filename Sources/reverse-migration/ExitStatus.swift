import ArgumentParser
import Capture
import OpenGaussClient
import Replay
import Settings
import Spool
import Verification

/// How the process ends, after `sysexits.h`.
enum ExitStatus: Int32 {
    case done = 0
    /// EX_USAGE
    case usage = 64
    /// EX_DATAERR: data refused, a gap, a corrupt segment.
    case dataRefused = 65
    /// EX_UNAVAILABLE: a server cannot be reached, or does not let us in.
    case serverUnavailable = 69
    /// EX_SOFTWARE
    case bug = 70
    /// EX_IOERR: the disk, or the spool's lock.
    case disk = 74
    /// EX_TEMPFAIL: a comparison that found no difference and could not decide about every row, or was stopped.
    case undecided = 75
    /// EX_CONFIG
    case configuration = 78

    var exitCode: ExitCode { ExitCode(rawValue) }

    init(for error: any Error) {
        switch error {
        case let error as CaptureError: self.init(error)
        case let error as ReplayError: self.init(error)
        case let error as SourceError: self.init(error)
        case let error as SpoolError: self.init(error)
        case let error as VerificationError: self.init(error)
        case is QuarantineRefusal: self = .dataRefused
        case is SettingsProblems: self = .configuration
        case is ValidationError: self = .usage
        default: self = .bug
        }
    }

    private init(_ error: CaptureError) {
        switch error {
        case .source(let error): self.init(error)
        case .spool(let error): self.init(error)
        case .decoding, .slotAhead, .spoolAhead, .recording: self = .dataRefused
        case .slotOfAnotherKind, .firstPosition, .settingChangesText: self = .configuration
        }
    }

    private init(_ error: ReplayError) {
        switch error {
        case .target, .commit, .locked, .displaced: self = .serverUnavailable
        case .spool(let error): self.init(error)
        default: self = .dataRefused
        }
    }

    private init(_ error: SourceError) {
        switch error.kind {
        case .unreachable, .connectionLost, .accessDenied, .untrusted, .slotInUse, .timedOut: self = .serverUnavailable
        case .slotMissing: self = .configuration
        case .refused: self = .serverUnavailable
        case .protocolViolation: self = .dataRefused
        }
    }

    private init(_ error: SpoolError) {
        switch error {
        case .system, .diskFull, .limitReached, .locked: self = .disk
        case .corrupt, .gap, .startsTooLate: self = .dataRefused
        case .otherSource, .empty: self = .configuration
        }
    }

    private init(_ error: VerificationError) {
        switch error {
        case .source(let error): self.init(error)
        case .target: self = .serverUnavailable
        case .file: self = .disk
        case .state, .rowTooLarge, .nothingToCompare: self = .configuration
        case .stopped: self = .undecided
        }
    }

    /// Whether starting the same again can go better.
    var isWorthARestart: Bool {
        switch self {
        case .serverUnavailable, .bug, .disk: true
        case .done, .usage, .dataRefused, .undecided, .configuration: false
        }
    }
}
