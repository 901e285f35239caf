import ChangeDecoding
import ChangeModel
import Glibc

/// A fuzzer's bytes, taken apart.
struct FuzzInput {
    let options: DecoderOptions
    private(set) var messages: [ArraySlice<UInt8>] = []

    /// The dialects of one style where FUZZ_STYLE names it by its letter (s, j, t, b), else all.
    private static let dialects = Dialect.all.filter { dialect in
        getenv("FUZZ_STYLE").map { dialect.description.hasPrefix(String(cString: $0)) } ?? true
    }
    private static let encodings = ["UTF8", "SQL_ASCII", "GBK", "LATIN1"]

    /// nil for an input without messages.
    init?(_ bytes: [UInt8]) {
        guard bytes.count > 2 else { return nil }
        options = DecoderOptions(
            dialect: Self.dialects[Int(bytes[0]) % Self.dialects.count],
            encoding: Self.encodings[Int(bytes[1] & 3)],
            refusesBooleans: bytes[1] & 4 != 0,
            allowsUnknownTypes: bytes[1] & 8 != 0,
            relationsMax: 1_000,
            names: SourceNames(tables: [
                TableName(schema: "na", table: "me t"), TableName(schema: "public", table: "t"),
            ])
        )
        var rest = bytes[2...]
        while rest.count >= 4 {
            let length = rest.prefix(4).reduce(0) { $0 << 8 | Int($1) }
            messages.append(rest.dropFirst(4).prefix(length))
            rest = rest.dropFirst(4 + length)
        }
    }
}
