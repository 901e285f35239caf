internal import MySQLClient

/// SQL that MySQL from 5.7 on and MariaDB from 10.2 on understand, in a session that speaks utf8mb4 and UTC.
struct TargetDialect: SQLDialect {
    let hash: CommonHash?
    /// As the source counts the length of a text.
    var countsBytes = true

    var hasHash: Bool { hash != nil }

    func table(_ table: ComparedTable) -> String {
        SQLQuoting.identifier(table.target.database) + "." + SQLQuoting.identifier(table.target.table)
    }

    func name(_ column: ComparedTable.Column) -> String {
        SQLQuoting.identifier(column.target.name)
    }

    func order(_ column: ComparedTable.Column, of table: ComparedTable) -> String {
        SQLQuoting.identifier(table.target.table) + "." + name(column)
    }

    func keyText(_ column: ComparedTable.Column) -> String {
        switch column.form {
        case .text: "LOWER(HEX(\(unicode(column))))"
        case .bytes: "LOWER(HEX(\(name(column))))"
        default: "CONCAT(\(normalForm(column)))"
        }
    }

    func literal(_ text: String, for column: ComparedTable.Column) -> String {
        switch column.form {
        case .text: return text.isEmpty ? "''" : "_utf8mb4 X'\(text)'"
        case .bytes, .uuidBytes: return "X'\(text)'"
        default:
            // A number in quotes would be compared as a floating one.
            if Self.isNumber(text) { return text }
            return Self.isPlain(text) ? "'\(text)'" : SQLQuoting.literal(text)
        }
    }

    func looseText(_ column: ComparedTable.Column) -> String {
        let isFloating = ["float", "double"].contains(column.target.dataType)
        return switch column.form {
        // A FLOAT prints six digits; as the DOUBLE that it is it prints all.
        case .double where isFloating, .fixedDouble where isFloating: "(\(name(column)) + 0e0)"
        case .bitBytes: "CONCAT('\(BitNormalForm.bytes)', LOWER(HEX(\(name(column)))))"
        case .json: "CONVERT(\(name(column)) USING utf8mb4)"
        default: name(column)
        }
    }

    func repairText(_ column: ComparedTable.Column) -> String {
        switch column.form {
        case .json: "LOWER(HEX(\(looseText(column))))"
        case _ where column.form.isLoose: looseText(column)
        default: keyText(column)
        }
    }

    func hashParts(_ column: ComparedTable.Column) -> [String] {
        let text: String
        switch column.form {
        case .text(let isLong, _):
            guard isLong else { return shortText(column) }
            text = hash(unicode(column))
        case .bytes: text = hash(ofBytes: name(column))
        default: text = normalForm(column)
        }
        return [column.target.isNullable ? "COALESCE(\(text), \(Self.null))" : text]
    }

    private func shortText(_ column: ComparedTable.Column) -> [String] {
        // As bytes, so that no collation has a say in joining it with others.
        let text = "CAST(\(unicode(column)) AS BINARY)"
        let length = "\(countsBytes ? "OCTET_LENGTH" : "CHAR_LENGTH")(\(unicode(column)))"
        guard column.target.isNullable else { return [length, text] }
        return ["COALESCE(\(length), \(Self.null))", "COALESCE(\(text), \(Self.null))"]
    }

    /// The text in UTF-8.
    private func unicode(_ column: ComparedTable.Column) -> String {
        let isEncoded = ["utf8mb4", "utf8mb3", "utf8", "ascii"].contains(column.target.characterSet ?? "")
        let isWord = ["enum", "set"].contains(column.target.dataType)
        let text = isEncoded && !isWord ? name(column) : "CONVERT(\(name(column)) USING utf8mb4)"
        guard case .text(_, true) = column.form else { return text }
        return "TRIM(TRAILING ' ' FROM \(text))"
    }

    private func normalForm(_ column: ComparedTable.Column) -> String {
        let name = name(column)
        return switch column.form {
        // Added to 0, a number has lost the zeros that ZEROFILL writes before it, and bits have become a number.
        case .integer where column.target.columnType.contains("zerofill"): "(\(name) + 0)"
        case .decimal where column.target.columnType.contains("zerofill"): "(\(name) + 0)"
        case .integer where ["bit", "year"].contains(column.target.dataType): "(\(name) + 0)"
        case .boolean where column.target.dataType == "bit": "(\(name) + 0)"
        case .bits: "TRIM(LEADING '0' FROM BIN(\(name) + 0))"
        case .uuid: "LOWER(CONVERT(\(name) USING utf8mb4))"
        case .uuidBytes: "LOWER(HEX(\(name)))"
        case .address: "CAST(\(name) AS CHAR)"
        case .time, .moment, .momentInUTC, .midnight: withoutTrailingZeros(column)
        default: name
        }
    }

    private func withoutTrailingZeros(_ column: ComparedTable.Column) -> String {
        // A moment that has to be a midnight, for a column that keeps the day.
        if column.target.dataType == "date" { return "CONCAT(\(name(column)), ' 00:00:00')" }
        guard column.target.datetimePrecision ?? 0 > 0 else { return name(column) }
        return "TRIM(TRAILING '.' FROM TRIM(TRAILING '0' FROM \(name(column))))"
    }
}

extension TargetDialect {
    func hash(_ parts: [String]) -> String {
        hash(Self.joined(parts))
    }

    private func hash(_ text: String) -> String {
        switch hash?.source {
        case .sha256OfBytes, .sha2OfText: "SHA2(\(text), 256)"
        case .md5: "MD5(\(text))"
        case nil: "LOWER(HEX(\(text)))"
        }
    }

    private func hash(ofBytes bytes: String) -> String {
        hash?.source == .sha2OfText ? hash("LOWER(HEX(\(bytes)))") : hash(bytes)
    }

    func number(ofHash hash: String) -> String {
        "CAST(CONV(SUBSTRING(\(hash), 1, 15), 16, 10) AS UNSIGNED)"
    }

    /// Spelled out, because a comparison of whole rows makes no use of an index here.
    func isAfter(_ names: [String], _ literals: [String]) -> String {
        Self.ordered(names, literals, ">")
    }

    func isUpTo(_ names: [String], _ literals: [String]) -> String {
        Self.ordered(names, literals, "<=")
    }

    private static func ordered(_ names: [String], _ literals: [String], _ comparison: String) -> String {
        guard names.count > 1 else { return "\(names[0]) \(comparison) \(literals[0])" }
        let strict = comparison.prefix(1)
        let rest = ordered(Array(names.dropFirst()), Array(literals.dropFirst()), comparison)
        return "(\(names[0]) \(strict) \(literals[0]) OR (\(names[0]) = \(literals[0]) AND \(rest)))"
    }
}
