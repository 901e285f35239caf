/// `time with time zone`: `12:00:00+08`, `23:59:59.5-03:30:15`.
enum TimeWithOffset {
    /// Where the offset begins; nil where there is none.
    static func start(_ text: Span<UInt8>) -> Int? {
        text.indices.last { text[$0] == UInt8(ascii: "+") || text[$0] == UInt8(ascii: "-") }.flatMap {
            $0 > 0 ? $0 : nil
        }
    }

    static func isUTC(_ offset: Span<UInt8>) -> Bool {
        offset.equals("+00") || offset.equals("-00")
    }

    /// The time of day in UTC; nil for what is no such time.
    static func inUTC(_ text: Span<UInt8>) -> String? {
        guard let start = start(text), let time = TimeText(text.extracting(..<start)),
            let offset = seconds(text.extracting(start...))
        else { return nil }
        let secondsOfDay = 86_400
        let seconds = ((time.seconds - offset) % secondsOfDay + secondsOfDay) % secondsOfDay
        let clock = [seconds / 3_600, seconds / 60 % 60, seconds % 60].map { ($0 < 10 ? "0" : "") + String($0) }
        let fraction = String(decoding: time.fraction.map { text[$0] }, as: UTF8.self)
        return clock.joined(separator: ":") + (fraction.isEmpty ? "" : "." + fraction)
    }

    private static func seconds(_ offset: Span<UInt8>) -> Int? {
        let parts = String(decoding: offset.extracting(1...).bytes(), as: UTF8.self).split(separator: ":").map {
            Int($0)
        }
        guard !parts.isEmpty, parts.count <= 3, !parts.contains(nil) else { return nil }
        let padded = parts.compactMap { $0 } + [0, 0]
        let size = padded[0] * 3_600 + padded[1] * 60 + padded[2]
        return offset[0] == UInt8(ascii: "-") ? -size : size
    }
}
