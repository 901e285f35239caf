internal import ChangeModel

/// Numbers relations for the life of a reader, so that an index means the same in every segment it reads.
struct RelationTable {
    private(set) var relations = GrowingList<Relation>()
    private var indices: [Relation: Int] = [:]

    mutating func index(of relation: Relation) -> Int {
        if let known = indices[relation] { return known }
        relations.append(relation)
        indices[relation] = relations.count - 1
        return relations.count - 1
    }
}
