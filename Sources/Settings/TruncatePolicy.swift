/// What replay does with a TRUNCATE in the stream.
package enum TruncatePolicy: String, Sendable, CaseIterable {
    case apply
    case stop
    case ignore
}
