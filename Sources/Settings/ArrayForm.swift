/// How arrays and ranges are written into columns of texts.
package enum ArrayForm: String, Sendable, CaseIterable {
    case text
    case json
}
