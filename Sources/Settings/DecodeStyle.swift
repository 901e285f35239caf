/// How the source's parallel decoding writes a change.
package enum DecodeStyle: String, Sendable, CaseIterable {
    case json = "j"
    case text = "t"
    case binary = "b"
}
