/// A column of the target as information_schema describes it.
package struct TargetColumn: Sendable, Equatable {
    package let name: String
    /// The type's bare name in lower case: `bigint`.
    package let dataType: String
    /// The type with all its options: `bigint(20) unsigned`, `enum('a','b')`.
    package let columnType: String
    package let isNullable: Bool
    package let isUnsigned: Bool
    /// nil for a type without text.
    package let characterSet: String?
    package let collation: String?
    /// The length of a text in characters, and of a text or blob in bytes.
    package let characterMaximumLength: UInt64?
    package let octetLength: UInt64?
    package let numericPrecision: Int?
    package let numericScale: Int?
    /// Digits of a second's fraction.
    package let datetimePrecision: Int?
    /// The server computes it, and refuses a value for it.
    package let isGenerated: Bool
    package let isAutoIncrement: Bool
    /// An INSERT may leave it out.
    package let hasDefault: Bool
    /// What somebody has written about it; a MODIFY that does not repeat it takes it away.
    package let comment: String

    package init(
        name: String,
        dataType: String,
        columnType: String,
        isNullable: Bool = true,
        isUnsigned: Bool = false,
        characterSet: String? = nil,
        collation: String? = nil,
        characterMaximumLength: UInt64? = nil,
        octetLength: UInt64? = nil,
        numericPrecision: Int? = nil,
        numericScale: Int? = nil,
        datetimePrecision: Int? = nil,
        isGenerated: Bool = false,
        isAutoIncrement: Bool = false,
        hasDefault: Bool = true,
        comment: String = ""
    ) {
        self.name = name
        self.dataType = dataType
        self.columnType = columnType
        self.isNullable = isNullable
        self.isUnsigned = isUnsigned
        self.characterSet = characterSet
        self.collation = collation
        self.characterMaximumLength = characterMaximumLength
        self.octetLength = octetLength
        self.numericPrecision = numericPrecision
        self.numericScale = numericScale
        self.datetimePrecision = datetimePrecision
        self.isGenerated = isGenerated
        self.isAutoIncrement = isAutoIncrement
        self.hasDefault = hasDefault
        self.comment = comment
    }
}
