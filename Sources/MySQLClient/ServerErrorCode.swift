/// The error numbers that code speaks of by name; `ErrorClass` is the list of all that matter.
package enum ServerErrorCode {
    package static let deadlock: UInt32 = 1213
    package static let lockWaitTimeout: UInt32 = 1205
    package static let duplicateEntry: UInt32 = 1062
    package static let noSuchTable: UInt32 = 1146
    package static let unknownDatabase: UInt32 = 1049
    /// `local_infile` is off: in MySQL, in MariaDB, and in MariaDB before 10.5.
    package static let loadDisabled: Set<UInt32> = [3948, 4166, 1148]
    /// The result of a function is over max_allowed_packet.
    package static let resultTooLarge: UInt32 = 1301
    /// SIGNAL in a trigger or routine that names no number of its own.
    package static let raisedBySignal: UInt32 = 1644
}
