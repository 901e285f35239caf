/// What replay does with the values of a column that the target's table lacks.
package enum NewColumnPolicy: String, Sendable, CaseIterable {
    case stop
    case ignore
}
