internal import CLibPQ

/// Owns one libpq connection; closes it when it goes.
struct ConnectionHandle: ~Copyable {
    let pointer: OpaquePointer

    init(adopting pointer: OpaquePointer) {
        self.pointer = pointer
    }

    deinit {
        PQfinish(pointer)
    }

    /// libpq's last message on one line.
    var message: String {
        Self.oneLine(String(cString: PQerrorMessage(pointer)))
    }

    static func oneLine(_ text: String) -> String {
        text.split(whereSeparator: \.isNewline).map { line in
            String(line.drop { $0 == " " || $0 == "\t" })
        }.joined(separator: " ")
    }
}
