/// A batch that ended early: the server ran the statements before `index`, refused that one, and left out the rest.
///
/// What the first ones did stands until the transaction is rolled back. Where the connection was lost, nothing is known of the statement
/// at `index` and those after it.
package struct BatchError: Error, Sendable, Equatable, CustomStringConvertible {
    package let index: Int
    package let error: MySQLError

    package var errorClass: ErrorClass { error.errorClass }

    package var description: String { error.description }
}
