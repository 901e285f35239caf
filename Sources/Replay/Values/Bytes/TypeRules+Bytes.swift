extension TypeRules {
    static let bytes = [
        TypeRule(.bytes, into: .longBytes, .conditional("it is no longer than the column"), "the bytes") {
            .bytes(.hexadecimal($0.target.bytes, isPrefixed: $0.source == .bytea))
        },
        TypeRule(
            .bytes,
            into: [.binary],
            .conditional("it is as long as the column, which fills up what is shorter"),
            "the bytes"
        ) { .bytes(.hexadecimal($0.target.bytes, isPrefixed: $0.source == .bytea)) },
        TypeRule(
            [.bit, .bitVarying],
            into: .bytes,
            .conditional("its bits make whole bytes, no more than the column's; BINARY: just as many"),
            "the bytes, as MySQL itself makes them of bits"
        ) { .bytes(.bits($0.target.bytes)) },
        TypeRule(
            [.uuid],
            into: [.binary, .varbinary],
            .conditional("the column has 16 bytes; a VARBINARY, at least"),
            "the 16 bytes in the order of the text, `UUID_TO_BIN(text)`"
        ) { .bytes(.uuid($0.target.bytes)) },
    ]
}
