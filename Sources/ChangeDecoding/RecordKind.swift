internal import ChangeModel

/// What a record is, told by its first byte, which each style uses in its own way.
enum RecordKind {
    case begin
    case row
    case truncation
    case schemaChange
    case commit

    init(_ first: UInt8, in style: Dialect.Style) throws(MessageFault) {
        switch (style, first) {
        case (_, UInt8(ascii: "B")): self = .begin
        case (.serial, UInt8(ascii: "{")), (.parallelJSON, UInt8(ascii: "{")), (.parallelText, UInt8(ascii: "t")):
            self = .row
        case (.parallelBinary, UInt8(ascii: "I")), (.parallelBinary, UInt8(ascii: "U")),
            (.parallelBinary, UInt8(ascii: "D")):
            self = .row
        case (.serial, UInt8(ascii: "C")), (.parallelBinary, UInt8(ascii: "C")): self = .commit
        case (.parallelJSON, UInt8(ascii: "c")), (.parallelText, UInt8(ascii: "c")): self = .commit
        case (.serial, UInt8(ascii: "t")): self = .truncation
        case (.serial, UInt8(ascii: "p")), (.serial, UInt8(ascii: "d")): self = .schemaChange
        default: throw MessageFault("no record of \(Self.name(style)) begins so", at: 0)
        }
    }

    private static func name(_ style: Dialect.Style) -> String {
        switch style {
        case .serial: "the serial dialect"
        case .parallelJSON: "style j"
        case .parallelText: "style t"
        case .parallelBinary: "style b"
        }
    }
}
