/// The one text for a JSON document: keys in order, no blanks, one way to write each number and each character, ASCII only.
///
/// What is no JSON, or deeper than any server allows, is its own text, escaped.
enum JSONNormalForm {
    static func text(of document: String) -> String {
        let bytes = Array(document.utf8)
        var reader = JSONReader(bytes)
        guard let normal = reader.document() else { return "not JSON: " + JSONReader.quoted(document.unicodeScalars) }
        return normal
    }
}
