/// What a change did to its row. The raw value is for switching only: the spool has numbers of its own.
package enum RowOperation: UInt8, Sendable {
    case insert
    case update
    case delete
}
