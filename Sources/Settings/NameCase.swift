/// How a table's name is spelt in the target where the mapping does not spell it.
package enum NameCase: String, Sendable, CaseIterable {
    case asIs = "as-is"
    case lower
}
