/// What a column of texts takes, and what becomes of blanks at the end.
enum TextConversion: Equatable, Sendable {
    /// VARCHAR and TEXT keep every letter.
    case plain(TextPlace)
    /// CHAR, which does not keep blanks at the end.
    case char(TextPlace)
    /// `character` into CHAR: the blanks at the end are padding on both sides.
    case padded(TextPlace)
    /// ENUM and SET; `character` comes with its padding.
    case choice(ChoiceMembers, isPadded: Bool)
    /// A type of MariaDB's own that reads the source's text.
    case address(AddressKind)
    /// What only the policy `text` gives a place.
    case sourceText(TextPlace)

    enum AddressKind: Equatable, Sendable {
        case uuid, inet4, inet6
    }
}
