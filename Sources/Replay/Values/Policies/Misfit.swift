/// In which way a good value of the source does not fit its column; a policy may settle it.
package enum Misfit: String, Sendable, CaseIterable {
    case notANumber = "NaN"
    case infinity
    case calendar = "outside the calendar"
    case range = "out of range"
    case digits = "digits lost"
    case length = "too long"
    case characters = "characters that the column lacks"
    case padding = "padding or blanks at the end"
    case word = "no word of the column"
    case offset = "offset lost"
    case bounds = "bounds lost"
    case address = "no address or UUID of the column's kind"
    case shape = "no shape that the column holds"
    case type = "a type without a place of its own"
}
