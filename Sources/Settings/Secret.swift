/// A password that shows itself only to who asks for it by name: it prints, logs and reflects as dots.
package struct Secret: Sendable, Equatable {
    private let text: String

    package init(_ text: String = "") {
        self.text = text
    }

    package var isEmpty: Bool { text.isEmpty }

    /// The password itself, for the client library and for nothing else.
    package func reveal() -> String { text }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "•••" }
    package var debugDescription: String { description }
    /// `dump` and every printer built on reflection walk the mirror, not the description.
    package var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}
