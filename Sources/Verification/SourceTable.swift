internal import ChangeModel

/// A table of the source as its catalogue describes it, with what a comparison wants to know and replay does not.
struct SourceTable: Sendable, Equatable {
    struct Column: Sendable, Equatable {
        let name: String
        /// Without its modifiers: `numeric`, `character varying`.
        let typeName: String
        let isNullable: Bool
        /// Of a `numeric(p,s)`; nil where none was declared.
        let scale: Int?
        /// Texts are in the order of their bytes.
        let isInByteOrder: Bool
    }

    let name: TableName
    let columns: [Column]
    /// The columns of its primary key, or of a unique index without NULLs where there is none; empty for neither.
    let key: [String]
    /// As the server's statistics say; nil where they say nothing.
    let estimatedRows: UInt64?
}
