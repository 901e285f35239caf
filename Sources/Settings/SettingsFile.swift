/// Reads a configuration file into checked `Settings`, or says everything that is wrong with it.
package enum SettingsFile {
    /// A configuration is a page or two; this much is some other file.
    package static let byteCountMax = 1_048_576

    package static func load(path: String, environment: [String: String]) throws(SettingsProblems) -> Settings {
        let content = try content(of: path)
        var draft = try draft(of: content.bytes, file: path, environment: environment)
        if content.isReadableByOthers, draft.fileHoldsPassword {
            draft.remark("It holds a password and other users can read it: `chmod 600 \(shellWord(path))` mends that.")
        }
        return settings(of: draft, file: path)
    }

    /// The same for bytes that are already here; `file` is what messages call them.
    package static func parse(
        _ bytes: [UInt8],
        file: String,
        environment: [String: String]
    ) throws(SettingsProblems) -> Settings {
        settings(of: try draft(of: bytes, file: file, environment: environment), file: file)
    }

    private static func content(of path: String) throws(SettingsProblems) -> FileContent {
        do throws(FileRefusal) {
            return try FileContent(path: path, byteCountMax: byteCountMax)
        } catch {
            let sentence = "This is a file that \(error.reason): name the configuration with --config FILE."
            throw SettingsProblems(SettingsProblem(file: path, sentence: sentence))
        }
    }

    private static func draft(
        of bytes: [UInt8],
        file: String,
        environment: [String: String]
    ) throws(SettingsProblems) -> SettingsDraft {
        let text = ConfigurationText(bytes)
        guard text.isReadable else { throw SettingsProblems(file: file, findings: text.findings) }
        let tree = YAMLTreeReader.tree(of: text.bytes)
        var reader = SettingsReader(environment: environment, findings: text.findings + tree.findings)
        if tree.isWhole { reader.read(tree.root) }
        guard reader.draft.findings.isEmpty else {
            throw SettingsProblems(file: file, findings: reader.draft.findings)
        }
        return reader.draft
    }

    private static func settings(of draft: SettingsDraft, file: String) -> Settings {
        var settings = draft.settings
        settings.notices = draft.remarks.map { SettingsNotice(file: file, sentence: $0) }
        return settings
    }

    /// The path as a shell takes it back, so that the advised command can be copied.
    private static func shellWord(_ path: String) -> String {
        if path.allSatisfy({ "/._-".contains($0) || $0.isLetter || $0.isNumber }) { return path }
        let pieces = path.split(separator: "'", omittingEmptySubsequences: false)
        return "'" + pieces.joined(separator: "'\\''") + "'"
    }
}
