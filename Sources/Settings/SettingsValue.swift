/// What stands in the file for one option.
package struct SettingsValue {
    /// Section and key, as messages call the option: `og_conn.port`.
    let name: String
    let place: FilePlace
    let node: YAMLNode
}
