/// One key of the configuration: its name, what it may hold, what it means, and where its value goes.
package struct SettingsOption: Sendable {
    package let name: String
    /// What the value may be, unit and limits included.
    package let words: String
    package let presence: Presence
    /// What the option is for, in a sentence.
    package private(set) var summary = ""
    let read: @Sendable (SettingsValue, inout SettingsDraft) -> Void

    package enum Presence: Sendable, Equatable {
        /// May be left out; then this holds, written as in a file.
        case standard(String)
        /// Must be given, for example so.
        case required(example: String)
        /// May be left out, and then there is none; for example so.
        case optional(example: String)
        /// Belongs to the original tool and means nothing here.
        case unused
    }

    typealias Path<Value> = any WritableKeyPath<Settings, Value> & Sendable

    /// An option with a default, which is what a new `Settings` has at `path`.
    init<Value>(_ name: String, _ path: Path<Value>, _ form: ValueForm<Value>) {
        self.init(name: name, path, form, .standard(form.write(Settings()[keyPath: path])))
    }

    init<Value>(required name: String, _ path: Path<Value>, _ form: ValueForm<Value>, example: String) {
        self.init(name: name, path, form, .required(example: example))
    }

    init<Value>(optional name: String, _ path: Path<Value?>, _ form: ValueForm<Value>, example: String) {
        self.init(name: name, path, form.optional, .optional(example: example))
    }

    /// One of several ways to give the same value, so that none of them can have the default.
    init<Value>(alternative name: String, _ path: Path<Value>, _ form: ValueForm<Value>, example: String) {
        self.init(name: name, path, form, .optional(example: example))
    }

    init(unused name: String) {
        self.name = name
        words = "anything"
        presence = .unused
        summary = "Accepted, so that a file of the original tool can be used as it is; it has no meaning here."
        read = { value, draft in draft.noteUnused(value) }
    }

    private init<Value>(name: String, _ path: Path<Value>, _ form: ValueForm<Value>, _ presence: Presence) {
        self.name = name
        self.words = form.words
        self.presence = presence
        read = { value, draft in
            if let result = form.read(value, &draft) { draft.settings[keyPath: path] = result }
        }
    }

    func meaning(_ sentence: String) -> Self {
        var option = self
        option.summary = sentence
        return option
    }

    var isRequired: Bool {
        if case .required = presence { true } else { false }
    }
}
