/// A server's error text without row values: names of tables, columns and keys stay, so that it still helps.
///
/// Known codes keep what is known to be a name. Of any other text nothing between the first and the last quote is
/// kept: quotes inside a value cannot be told from those around it, so single quoted parts cannot be cut out safely.
package struct RedactedMessage: Sendable, Equatable {
    package let text: String

    package init(code: UInt32, serverMessage: String) {
        text =
            switch Self.treatment(of: code) {
            case .keep: serverMessage
            case .redactUntil(let markers): Self.redactFirstQuote(in: serverMessage, until: markers)
            case .redactAfter(let prefix): Self.redactTail(of: serverMessage, after: prefix)
            case .withhold: "a trigger or routine raised an error; its text may hold row values and is withheld"
            case .redactQuotes: Self.redactQuotes(in: serverMessage)
            }
    }
}

extension RedactedMessage {
    private enum Treatment {
        /// The text holds names only.
        case keep
        /// The value stands between the first quote and the last of the markers; after it, names only.
        case redactUntil([String])
        /// The value is not quoted, and ends the text.
        case redactAfter(String)
        /// Somebody's free text.
        case withhold
        case redactQuotes
    }

    private static func treatment(of code: UInt32) -> Treatment {
        switch code {
        case ClientErrorCode.range: .keep
        case 1062, 1586: .redactUntil(["' for key '"])
        case 1292, 1366: .redactUntil(["' for column ", "' for function "])
        case 1411: .redactUntil(["' for function "])
        case 1526: .redactAfter("for value ")
        case 3988: .redactAfter("impossible for ")  // the text itself, when it stands in the statement
        case ServerErrorCode.raisedBySignal: .withhold
        case 1021, 1030, 1114, 1153, 1290, 1836: .keep  // server states, with a file, a table or an option
        case 1044, 1045, 1049, 1054, 1130, 1136, 1142, 1143, 1146, 1227, 1370, 1698, 1932: .keep  // users and names
        case 1048, 1264, 1265, 1364, 1406, 1906, 3105: .keep  // "for column 'c' at row 1"
        case 1216, 1217, 1451, 1452, 1761, 1762: .keep  // a foreign key, written out
        case 1205, 1213, 3819, 4025: .keep
        case 3140, 3141: .keep  // the parser's reason and a position, not the text
        case 1115, 1193, 1267, 1271, 1273, 1298, 3144: .keep  // character sets, collations, variables, time zones
        default: .redactQuotes
        }
    }

    private static let placeholder = "…"

    /// The last marker counts: a value may contain the marker, a name does not.
    private static func redactFirstQuote(in message: String, until markers: [String]) -> String {
        guard let open = message.firstIndex(of: "'") else { return message }
        let start = message.index(after: open)
        for marker in markers {
            if let end = lastIndex(of: marker, in: message[start...]) {
                return message[..<start] + placeholder + message[end...]
            }
        }
        return redactQuotes(in: message)
    }

    private static func redactTail(of message: String, after prefix: String) -> String {
        guard let start = lastIndex(of: prefix, in: message[...]) else { return redactQuotes(in: message) }
        return message[..<start] + prefix + placeholder
    }

    /// An apostrophe between letters (`doesn't`) is none of the message's quotes. It may stand in a value, but a value
    /// begins after a space and ends before one, so its own quotes are further out.
    private static func redactQuotes(in message: String) -> String {
        let characters = Array(message)
        let first = characters.indices.first { index in
            isQuote(characters[index]) && !(index > 0 && characters[index - 1].isLetter)
        }
        let last = characters.indices.last { index in
            isQuote(characters[index]) && !(index + 1 < characters.count && characters[index + 1].isLetter)
        }
        guard let first, let last, first < last else { return message }
        return String(characters[...first]) + placeholder + String(characters[last...])
    }

    private static func isQuote(_ character: Character) -> Bool { character == "'" || character == "\"" }

    private static func lastIndex(of marker: String, in message: Substring) -> String.Index? {
        var position = message.endIndex
        while position > message.startIndex {
            position = message.index(before: position)
            if message[position...].hasPrefix(marker) { return position }
        }
        return nil
    }
}
