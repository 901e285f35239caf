/// What replay does when the stream holds a DDL statement.
package enum SchemaChangePolicy: String, Sendable, CaseIterable {
    case stop
    case ignore
}
