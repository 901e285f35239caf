package import ChangeModel

/// What a decoder must know of its source, beyond the stream itself.
package struct DecoderOptions: Sendable {
    package var dialect: Dialect
    /// The server's own name for its encoding: what `SHOW server_encoding` says. The stream is in it, whatever the client asked for.
    package var encoding: String
    /// Refuse tables that have a boolean: a B-compatible database prints each of them as false, except in style b.
    package var refusesBooleans: Bool
    /// Style b: a type that neither this program nor the catalogue knows is called `oid 17350` instead of being refused.
    package var allowsUnknownTypes: Bool
    package var relationsMax: Int
    package var names: SourceNames

    package init(
        dialect: Dialect = .serial,
        encoding: String = "UTF8",
        refusesBooleans: Bool = false,
        allowsUnknownTypes: Bool = false,
        relationsMax: Int = 100_000,
        names: SourceNames = SourceNames()
    ) {
        self.dialect = dialect
        self.encoding = encoding
        self.refusesBooleans = refusesBooleans
        self.allowsUnknownTypes = allowsUnknownTypes
        self.relationsMax = relationsMax
        self.names = names
    }
}
