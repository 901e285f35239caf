/// The one line that shows how far a comparison is: table, bar, share, rate, time left.
struct ProgressBar {
    private static let barWidth = 24
    /// The rate is a moving mean, so that the time left does not jump.
    private static let weightOfNew = 0.2
    private var previousRows = 0
    private var previousMilliseconds: Int64?
    private(set) var rowsPerSecond: Double?

    /// What was done when nothing had been measured yet came from an earlier run.
    mutating func measure(rows: Int, atMilliseconds now: Int64) {
        defer { (previousRows, previousMilliseconds) = (rows, now) }
        guard let previousMilliseconds, now > previousMilliseconds else { return }
        let rate = Double(rows - previousRows) * 1_000 / Double(now - previousMilliseconds)
        rowsPerSecond = rowsPerSecond.map { $0 * (1 - Self.weightOfNew) + rate * Self.weightOfNew } ?? rate
    }

    func line(fraction: Double, rows: Int, expectedRows: Int, table: String, differences: Int, width: Int) -> String {
        let filled = Int(fraction * Double(Self.barWidth))
        let bar = String(repeating: "#", count: filled) + String(repeating: "-", count: Self.barWidth - filled)
        var parts = ["[\(bar)] \(Int(fraction * 100)) %", "\(rows) rows"]
        if let rowsPerSecond { parts.append("\(Int(rowsPerSecond)) rows/s") }
        if let left = Self.timeLeft(rows, expectedRows, rowsPerSecond) { parts.append("\(left) left") }
        if differences > 0 { parts.append("\(differences) differences") }
        parts.append(table)
        return String(parts.joined(separator: "  ").prefix(max(width - 1, 20)))
    }

    /// nil while nothing can be said.
    static func timeLeft(_ rows: Int, _ expectedRows: Int, _ rowsPerSecond: Double?) -> String? {
        guard let rowsPerSecond, rowsPerSecond >= 1, expectedRows > rows else { return nil }
        let seconds = Int(min(Double(expectedRows - rows) / rowsPerSecond, 359_999))
        let hours = seconds / 3_600, minutes = seconds / 60 % 60
        func two(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }
        return hours > 0 ? "\(hours):\(two(minutes)):\(two(seconds % 60))" : "\(minutes):\(two(seconds % 60))"
    }
}
