package import ChangeModel

/// How far the target is, as whoever knows replay says; this room knows nothing of it.
package protocol ReplayWatermark: Sendable {
    /// How much has to be found out depends on the position that is waited for.
    func reading(waitingFor position: LSN) -> WatermarkReading
}

/// Where the target stood at one moment.
package struct WatermarkReading: Equatable, Sendable {
    /// Everything that the source has committed up to here is in the target; nil where nobody knows.
    package let appliedUpTo: LSN?
    /// Changes are known that are not in the target yet.
    package let isBehind: Bool

    package init(appliedUpTo: LSN?, isBehind: Bool) {
        self.appliedUpTo = appliedUpTo
        self.isBehind = isBehind
    }

    func hasPassed(_ position: LSN) -> Bool {
        appliedUpTo.map { $0 >= position } ?? false
    }
}
