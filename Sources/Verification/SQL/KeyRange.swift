/// A run of keys: after `lower`, up to and with `upper`; nil where it has no end on that side. Keys are texts of their normal forms.
struct KeyRange: Sendable, Equatable {
    var lower: [String]?
    var upper: [String]?
}
