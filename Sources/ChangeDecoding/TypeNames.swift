internal import ChangeModel

extension RelationTable {
    /// The name of a type that the stream carries as a number, for a column of `table`.
    mutating func typeName(_ identifier: UInt32, in table: TableName) throws(MessageFault) -> String {
        if let name = BuiltInTypes.name(identifier) ?? names.typeNames[identifier] { return name }
        if askFor(type: identifier), let name = names.typeNames[identifier] { return name }
        guard allowsUnknownTypes else {
            throw .refusal(
                "a column of table \(table) has the type with the number \(identifier), which the source's catalogue does not have (any more);"
                    + " if the type was dropped, begin behind this position or leave the table out with white-table-list"
            )
        }
        return "oid \(identifier)"
    }
}
