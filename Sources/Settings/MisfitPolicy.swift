/// What replay does with a value that its column in MySQL cannot hold.
package enum MisfitPolicy: String, Sendable, CaseIterable {
    case error
    case clamp
    case null
    case text
}
