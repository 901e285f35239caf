/// The three ways to give a password. No message of theirs repeats what the file says: a password may stand in the
/// place of the name of a file or of a variable.
extension ValueForm where Value == Secret {
    static var password: Self {
        secret("the password itself, in quotes if it has special characters") { text, value, draft in
            checked(text, value, &draft)
        }
    }

    static var passwordVariable: Self {
        secret("the name of an environment variable") { name, value, draft in
            guard let text = draft.environment[name] else {
                draft.refuse(value.node.place, "\(value.name) names an environment variable that is not set.")
                return nil
            }
            return checked(text, value, &draft)
        }
    }

    static var passwordFile: Self {
        secret("the path of a file whose first line is the password") { path, value, draft in
            do throws(FileRefusal) {
                let content = try FileContent(path: path, byteCountMax: 65536)
                if content.isReadableByOthers {
                    draft.remark("The file that \(value.name) names can be read by other users: chmod 600 mends it.")
                }
                return checked(firstLine(of: content.bytes), value, &draft)
            } catch {
                draft.refuse(value.node.place, "\(value.name) names a file that \(error.reason).")
                return nil
            }
        }
    }

    private static func secret(
        _ words: String,
        resolve: @escaping @Sendable (String, SettingsValue, inout SettingsDraft) -> Secret?
    ) -> Self {
        ValueForm(
            words: words,
            read: { value, draft in
                guard let scalar = draft.scalar(of: value) else { return nil }
                return resolve(scalar.text, value, &draft)
            },
            write: { _ in "" }
        )
    }

    private static func firstLine(of bytes: [UInt8]) -> String? {
        var line = bytes.prefix { $0 != UInt8(ascii: "\n") }
        if line.last == UInt8(ascii: "\r") { line.removeLast() }
        return String(validating: line, as: UTF8.self)
    }

    /// The client libraries take a password as a C string, which ends at the first NUL.
    private static func checked(_ text: String?, _ value: SettingsValue, _ draft: inout SettingsDraft) -> Secret? {
        if let text, text.utf8.count <= 1024, !text.utf8.contains(0) { return Secret(text) }
        draft.refuse(value.node.place, "\(value.name) gives a password that is not UTF-8 text of at most 1024 bytes.")
        return nil
    }
}
