package import ChangeModel

/// Where a spool ends: what the next segment begins with.
package struct SpoolEnd: Sendable {
    package let position: LSN
    package let identity: StreamIdentity
    let hash: [UInt8]
}
