/// What replay does with a row that does not fit into the target.
package enum RowMisfitPolicy: String, Sendable, CaseIterable {
    case stop
    case quarantine
    case overwrite
    case ignore
}
