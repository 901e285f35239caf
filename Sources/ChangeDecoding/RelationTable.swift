internal import ChangeModel

/// The relations seen so far, each under one index for the life of the decoder, and what the catalogue adds to them.
struct RelationTable: ~Copyable {
    private(set) var relations = GrowingList<Relation>()
    /// The catalogue's names, as far as they were asked for.
    private(set) var names: SourceNames
    /// How the stream spells names and values.
    let encoding: TextEncoding
    let allowsUnknownTypes: Bool
    private let relationsMax: Int
    private let refusesBooleans: Bool
    private let lookUpNames: () -> SourceNames?
    private var indices: [Relation: Int] = [:]
    /// Numbers of types that the catalogue was asked for.
    private var askedTypes: Set<UInt32> = []

    init(_ options: DecoderOptions, encoding: consuming TextEncoding, lookUpNames: @escaping () -> SourceNames?) {
        self.encoding = encoding
        names = options.names
        allowsUnknownTypes = options.allowsUnknownTypes
        relationsMax = options.relationsMax
        refusesBooleans = options.refusesBooleans
        self.lookUpNames = lookUpNames
    }

    /// The index of `relation`, a new one where it is new.
    mutating func index(of relation: Relation) throws(MessageFault) -> Int {
        if let index = indices[relation] { return index }
        try refuseBooleans(relation)
        guard relations.count < relationsMax else {
            throw .refusal(
                "the stream describes more than \(relationsMax) shapes of tables, the limit; if so many tables are meant,"
                    + " leave some out with white-table-list, or start the capture again to forget shapes that are gone"
            )
        }
        indices[relation] = relations.count
        relations.append(relation)
        return relations.count - 1
    }

    /// Asks the catalogue anew; whether it said anything that was not known. Ask once for each unknown, not for each row.
    mutating func refreshNames() -> Bool {
        guard let found = lookUpNames(), found != names else { return false }
        names = found
        return true
    }

    /// Asks the catalogue for a type, the first time that it is unknown; whether it said anything new.
    mutating func askFor(type identifier: UInt32) -> Bool {
        askedTypes.insert(identifier).inserted && refreshNames()
    }

    private func refuseBooleans(_ relation: Relation) throws(MessageFault) {
        guard refusesBooleans, let column = relation.columns.first(where: { $0.typeName == "boolean" }) else { return }
        throw .refusal(
            "column \(column.name) of table \(relation.table) is a boolean, and in a B-compatible database this dialect prints every boolean as"
                + " false; use decode-style b or the serial dialect"
        )
    }
}
