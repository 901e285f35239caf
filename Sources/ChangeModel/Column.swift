/// A column of a relation: its name with quotes undone, the source's name for its type, and the images that hold it.
package struct Column: Hashable, Sendable {
    package let name: String
    /// The source's `format_type` spelling without modifiers: `integer`, `character varying`.
    package let typeName: String
    /// The type's number in the source's catalogue, 0 where the dialect does not carry it.
    package let typeIdentifier: UInt32
    package let isInNewImage: Bool
    package let isInOldImage: Bool

    package init(
        name: String,
        typeName: String,
        typeIdentifier: UInt32 = 0,
        isInNewImage: Bool,
        isInOldImage: Bool
    ) {
        self.name = name
        self.typeName = typeName
        self.typeIdentifier = typeIdentifier
        self.isInNewImage = isInNewImage
        self.isInOldImage = isInOldImage
    }
}
