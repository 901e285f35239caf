/// Something the user should know about a configuration that is used nevertheless.
package struct SettingsNotice: Sendable, Equatable, CustomStringConvertible {
    package let file: String
    package let sentence: String

    package var description: String { "\(file): \(sentence)" }
}
