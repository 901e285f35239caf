internal import ChangeModel
internal import OpenGaussClient

/// SQL that PostgreSQL 9.2 and everything that descends from it understands, openGauss in all its modes included.
///
/// `concat` stands for the operator `||`, which means OR in some of dolphin's settings.
struct SourceDialect: SQLDialect {
    let hash: CommonHash?
    /// The database is in UTF-8: texts need no conversion before they are hashed, and are counted in bytes.
    var isUnicode = true
    /// `.5` where others write `0.5`: openGauss in the A and PG modes.
    var dropsLeadingZero = false

    var hasHash: Bool { hash != nil }

    func table(_ table: ComparedTable) -> String {
        SourceQuoting.identifier(table.source.schema) + "." + SourceQuoting.identifier(table.source.table)
    }

    func name(_ column: ComparedTable.Column) -> String {
        SourceQuoting.identifier(column.source.name)
    }

    func order(_ column: ComparedTable.Column, of table: ComparedTable) -> String {
        SourceQuoting.identifier(table.source.table) + "." + name(column)
    }

    func keyText(_ column: ComparedTable.Column) -> String {
        switch column.form {
        case .text: "encode(convert_to(\(text(column)), 'UTF8'), 'hex')"
        case .bytes: "encode(\(bytes(column)), 'hex')"
        default: normalForm(column)
        }
    }

    func literal(_ text: String, for column: ComparedTable.Column) -> String {
        switch column.form {
        // Without the cast a `character` would be compared as `text`, for which it has no index.
        case .text where column.source.typeName == "character": "convert_from(decode('\(text)', 'hex'), 'UTF8')::bpchar"
        case .text: "convert_from(decode('\(text)', 'hex'), 'UTF8')"
        case .bytes: "decode('\(text)', 'hex')"
        case .boolean: text == "1" ? "true" : "false"
        default: "'\(text)'"
        }
    }

    func looseText(_ column: ComparedTable.Column) -> String {
        let name = name(column)
        return switch column.form {
        case .bitBytes: whereNotNull(column, "concat('\(BitNormalForm.bits)', \(name)::text)")
        case .json where SourceType.isArray(column.source.typeName): "array_to_json(\(name))::text"
        // A 32-bit number written with all digits of the 64-bit number that it is.
        case _ where column.source.typeName == "real": "\(name)::double precision::text"
        default: "\(name)::text"
        }
    }

    func repairText(_ column: ComparedTable.Column) -> String {
        switch column.form {
        case .json: "encode(convert_to(\(looseText(column)), 'UTF8'), 'hex')"
        case _ where column.form.isLoose: looseText(column)
        default: keyText(column)
        }
    }

    func hashParts(_ column: ComparedTable.Column) -> [String] {
        let text: String
        switch column.form {
        case .text(let isLong, _):
            guard isLong else { return shortText(column) }
            text = hash(self.text(column))
        case .bytes: text = hash(ofBytes: bytes(column))
        default: text = normalForm(column)
        }
        return [column.source.isNullable ? "COALESCE(\(text), \(Self.null))" : text]
    }

    /// A text and how long it is, so that no comma in it can be taken for one between values.
    private func shortText(_ column: ComparedTable.Column) -> [String] {
        let text = text(column)
        let length = "\(isUnicode ? "octet_length" : "char_length")(\(text))"
        guard column.source.isNullable else { return [length, text] }
        return ["COALESCE(\(length)::text, \(Self.null))", "COALESCE(\(text), \(Self.null))"]
    }

    /// The value as it prints. A `character` loses its padding on the way, which is wanted.
    private func text(_ column: ComparedTable.Column) -> String {
        let name = name(column)
        return SourceType.isPrintedOtherwise(column.source.typeName)
            ? whereNotNull(column, "concat(\(name))") : "\(name)::text"
    }

    /// `concat` makes an empty text of NULL.
    private func whereNotNull(_ column: ComparedTable.Column, _ text: String) -> String {
        "CASE WHEN \(name(column)) IS NULL THEN NULL ELSE \(text) END"
    }

    private func normalForm(_ column: ComparedTable.Column) -> String {
        let name = name(column)
        return switch column.form {
        case .integer where column.source.typeName == "year": "\(name)::text::integer::text"
        case .decimal(let scale): decimal(column, scale)
        case .boolean: "\(name)::integer::text"
        case .bits: "ltrim(\(name)::text, '0')"
        case .uuidBytes: "replace(\(name)::text, '-', '')"
        case .midnight: "\(name)::timestamp::text"
        // The session is in UTC, so this is all that a time zone can be.
        case .momentInUTC: "replace(\(name)::text, '+00', '')"
        case .time where column.source.typeName == "time with time zone": "replace(\(name)::text, '+00', '')"
        case .address: "host(\(name))"
        default: "\(name)::text"
        }
    }

    private func decimal(_ column: ComparedTable.Column, _ scale: Int) -> String {
        let isMoney = column.source.typeName == "money"
        let name = isMoney ? "\(name(column))::numeric" : name(column)
        let text: String
        if column.source.scale == scale {
            text = "\(name)::text"
        } else {
            let rounded = "round(\(name)::numeric, \(scale))"
            text = "CASE WHEN \(name) = \(rounded) THEN \(rounded)::text ELSE \(name)::text END"
        }
        guard dropsLeadingZero else { return text }
        return "regexp_replace(\(text), '^(-?)[.]', '\\10.')"
    }

    /// The value as `bytea`. openGauss's own binary types print hexadecimal digits, some with `\x` before them.
    private func bytes(_ column: ComparedTable.Column) -> String {
        let name = name(column)
        return column.source.typeName == "bytea"
            ? name : "decode(ltrim(lower(\(name)::text), concat(chr(92), 'x')), 'hex')"
    }
}

extension SourceDialect {
    func hash(_ parts: [String]) -> String {
        let text = Self.joined(parts)
        return hash("(\(text))")
    }

    private func hash(_ text: String) -> String {
        switch hash?.source {
        case .sha256OfBytes: "encode(sha256(convert_to(\(text), 'UTF8')), 'hex')"
        case .sha2OfText: "sha2(\(text), 256)"
        case .md5: isUnicode ? "md5(\(text))" : "md5(convert_to(\(text), 'UTF8'))"
        // Without a hash the text stands for itself.
        case nil: "encode(convert_to(\(text), 'UTF8'), 'hex')"
        }
    }

    private func hash(ofBytes bytes: String) -> String {
        switch hash?.source {
        case .sha256OfBytes: "encode(sha256(\(bytes)), 'hex')"
        case .sha2OfText: "sha2(encode(\(bytes), 'hex'), 256)"
        case .md5: "md5(\(bytes))"
        case nil: "encode(\(bytes), 'hex')"
        }
    }

    func number(ofHash hash: String) -> String {
        "concat('x', substr(\(hash), 1, 15))::bit(60)::bigint"
    }

    func isAfter(_ names: [String], _ literals: [String]) -> String {
        "(\(names.joined(separator: ", "))) > (\(literals.joined(separator: ", ")))"
    }

    func isUpTo(_ names: [String], _ literals: [String]) -> String {
        "(\(names.joined(separator: ", "))) <= (\(literals.joined(separator: ", ")))"
    }
}
