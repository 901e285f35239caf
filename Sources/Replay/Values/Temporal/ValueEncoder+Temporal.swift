internal import MySQLClient

extension ValueEncoder {
    mutating func append(
        _ text: Span<UInt8>,
        _ conversion: TemporalConversion,
        _ clamps: Bool,
        to parameters: inout ParameterList
    ) throws(ValueRefusal) {
        switch conversion {
        case .moment(let place, let hasOffset): try appendMoment(text, place, hasOffset, clamps, to: &parameters)
        case .time(let precision): try appendTime(text, precision, clamps, to: &parameters)
        case .interval(let precision):
            guard TimeText(text) != nil else {
                throw ValueRefusal("an interval with days, months or years is no TIME", .shape)
            }
            try appendTime(text, precision, clamps, to: &parameters)
        case .timeWithOffset(let precision):
            guard let start = TimeWithOffset.start(text) else { throw ValueRefusal("it has no offset from UTC") }
            if TimeWithOffset.isUTC(text.extracting(start...)) {
                return try appendTime(text.extracting(..<start), precision, clamps, to: &parameters)
            }
            guard clamps else { throw ValueRefusal("a TIME has no place for its offset from UTC", .offset) }
            guard let inUTC = TimeWithOffset.inUTC(text) else { throw ValueRefusal("it is no time of day") }
            try appendTime(inUTC.utf8Span.span, precision, clamps, to: &parameters)
        }
    }

    private mutating func appendMoment(
        _ text: Span<UInt8>,
        _ place: MomentPlace,
        _ hasOffset: Bool,
        _ clamps: Bool,
        to parameters: inout ParameterList
    ) throws(ValueRefusal) {
        guard let calendarPlace = CalendarPlace(text) else { throw ValueRefusal("it is no date") }
        guard case .within = calendarPlace else {
            guard clamps else {
                let isInfinite = text.ends(with: "infinity")
                let reason = "MySQL has no infinity, no years before Christ and none after 9999"
                throw ValueRefusal(reason, isInfinite ? .infinity : .calendar)
            }
            let nearest = if case .before = calendarPlace { place.least } else { place.greatest }
            return parameters.append(temporalText: nearest.utf8Span.span)
        }
        guard hasOffset else { return try appendMomentInUTC(text, place, clamps, to: &parameters) }
        if let length = TimestampInUTC.lengthInUTC(text) {
            return try appendMomentInUTC(text.extracting(..<length), place, clamps, to: &parameters)
        }
        guard let inUTC = try TimestampInUTC.text(text) else {
            guard clamps else { throw ValueRefusal("in UTC its year is before 1 or after 9999", .calendar) }
            let nearest = text[0] == UInt8(ascii: "9") ? place.greatest : place.least
            return parameters.append(temporalText: nearest.utf8Span.span)
        }
        try appendMomentInUTC(inUTC.span, place, clamps, to: &parameters)
    }

    private mutating func appendMomentInUTC(
        _ text: Span<UInt8>,
        _ place: MomentPlace,
        _ clamps: Bool,
        to parameters: inout ParameterList
    ) throws(ValueRefusal) {
        switch place.kind {
        case .date:
            guard clamps || Self.isMidnight(text) else {
                throw ValueRefusal("a DATE has no place for its time of day", .digits)
            }
            return parameters.append(temporalText: text.extracting(first: 10))
        case .datetime: break
        case .timestamp:
            guard let nearest = Self.nearestTimestamp(text, place) else { break }
            guard clamps else {
                throw ValueRefusal("a TIMESTAMP begins in 1970 and ends on 2038-01-19 03:14:07 UTC", .range)
            }
            return parameters.append(temporalText: nearest.utf8Span.span)
        }
        try appendWithFraction(text, from: 19, place.precision, clamps, to: &parameters)
    }

    private static func isMidnight(_ text: Span<UInt8>) -> Bool {
        for index in text.indices.dropFirst(10) {
            switch text[index] {
            case UInt8(ascii: "0"), UInt8(ascii: ":"), UInt8(ascii: "."), UInt8(ascii: " "): break
            default: return false
            }
        }
        return true
    }

    /// nil where the column reaches so far; the zero date is none of its moments and has a place of its own.
    private static func nearestTimestamp(_ text: Span<UInt8>, _ place: MomentPlace) -> String? {
        if isBefore(text, "1970-01-01 00:00:01") {
            return text.starts(with: "0000-00-00") ? nil : place.least
        }
        return isBefore(text, "2038-01-19 03:14:08") ? nil : place.greatest
    }

    /// A date alone is its midnight.
    private static func isBefore(_ text: Span<UInt8>, _ limit: StaticString) -> Bool {
        for index in 0..<min(text.count, limit.utf8CodeUnitCount) where text[index] != limit.utf8Start[index] {
            return text[index] < limit.utf8Start[index]
        }
        return text.count < limit.utf8CodeUnitCount
    }

    private mutating func appendTime(
        _ text: Span<UInt8>,
        _ precision: Int,
        _ clamps: Bool,
        to parameters: inout ParameterList
    ) throws(ValueRefusal) {
        // Two digits of hours are always in range.
        let isShort = text.count >= 8 && text[2] == UInt8(ascii: ":") && text[0] != UInt8(ascii: "-")
        if !isShort {
            guard let time = TimeText(text) else { throw ValueRefusal("it is no time") }
            guard time.isInRange else {
                guard clamps else { throw ValueRefusal("a TIME ends at 838:59:59", .range) }
                let nearest = time.isNegative ? "-838:59:59" : "838:59:59"
                return parameters.append(temporalText: nearest.utf8Span.span)
            }
        }
        try appendWithFraction(text, from: 8, precision, clamps, to: &parameters)
    }

    /// The server would round digits that the column does not keep, without a word. With `clamps` they are cut: rounding might
    /// lead out of the day, the year or the column.
    private mutating func appendWithFraction(
        _ text: Span<UInt8>,
        from start: Int,
        _ precision: Int,
        _ clamps: Bool,
        to parameters: inout ParameterList
    ) throws(ValueRefusal) {
        var point = min(start, text.count)
        while point < text.count, text[point] != UInt8(ascii: ".") { point += 1 }
        guard point < text.count else { return parameters.append(temporalText: text) }
        let end = TimeText.endWithoutZeros(text, point + 1)
        guard end - point - 1 > precision else {
            return parameters.append(temporalText: text.extracting(..<(end == point + 1 ? point : end)))
        }
        guard clamps else { throw ValueRefusal("it has more than \(precision) digits of a second's fraction", .digits) }
        parameters.append(temporalText: text.extracting(..<(precision == 0 ? point : point + 1 + precision)))
    }
}
