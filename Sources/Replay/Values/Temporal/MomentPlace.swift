/// The moments that a column holds.
struct MomentPlace: Equatable, Sendable {
    enum Kind: Equatable, Sendable { case date, datetime, timestamp }

    let kind: Kind
    /// Digits of a second's fraction.
    let precision: Int

    var least: String {
        switch kind {
        case .date: "0001-01-01"
        case .datetime: "0001-01-01 00:00:00"
        case .timestamp: "1970-01-01 00:00:01"
        }
    }

    var greatest: String {
        switch kind {
        case .date: "9999-12-31"
        case .datetime: "9999-12-31 23:59:59" + fraction
        case .timestamp: "2038-01-19 03:14:07" + fraction
        }
    }

    private var fraction: String { precision > 0 ? "." + String(repeating: "9", count: precision) : "" }
}
