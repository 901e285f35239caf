/// A column that `loadData` fills, and how its values travel: a field of a load is text and nothing else.
package struct LoadColumn: Sendable, Equatable {
    package enum Form: Sendable, Equatable {
        /// The field's text is what the column gets: numbers, texts, times, JSON, ENUM and SET.
        case plain
        /// The value is bytes; they travel as hexadecimal digits. For BINARY, VARBINARY, the BLOBs and spatial types.
        case hexadecimal
        /// The value is a whole number for a BIT column, which would take the digits for bits of their own, or a YEAR.
        case bits
    }

    package let name: String
    package let form: Form

    package init(name: String, form: Form) {
        self.name = name
        self.form = form
    }
}
