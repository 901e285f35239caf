/// The client library's own numbers, the same in both libraries.
package enum ClientErrorCode {
    package static let unknown: UInt32 = 2000
    package static let outOfMemory: UInt32 = 2008
    package static let serverGone: UInt32 = 2006
    package static let serverLost: UInt32 = 2013
    package static let range: ClosedRange<UInt32> = 2000...2999
}
