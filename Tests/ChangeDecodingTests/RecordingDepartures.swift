internal import ChangeModel

/// Where a stream does not lead to what the tables held, and why: what the server does, which no decoder could undo.
enum RecordingDepartures {
    /// Tables that come out differently, each with the reason.
    static func tables(of stream: RecordedStream) -> [String: String] {
        switch stream.workload {
        case "bool_b" where stream.options.hasSuffix("gsql") && stream.dialect == .serial:
            ["f", "bk", "bf"].reduce(into: [:]) {
                $0["w_bool_b.\($1)"] = "arrays and blobs are spelt otherwise for gsql"
            }
        case "bool_b" where !printsBooleans(stream): ["w_bool_b.bk": "a boolean is its key"]
        case "copy_b" where stream.dialect.isParallel: ["w_copy_b.ctas": "rows behind a CREATE TABLE are not sent"]
        case "ddl_a", "ddl_b": schemaChanges(in: "w_" + stream.workload, isParallel: stream.dialect.isParallel)
        case "ident_b", "ident_pg":
            ["w_\(stream.workload).n": "has no identity", "w_\(stream.workload).nopk_d": "has no identity"]
        case "misc_a", "misc_b": ["w_\(stream.workload).ph": "a partition was truncated"]
        case "names_a", "names_b":
            stream.dialect.style == .parallelText
                ? ["na.me t": "style t does not tell the two apart", "na me.t": "style t does not tell the two apart"]
                : [:]
        case "opt_b": optional(stream)
        default: [:]
        }
    }

    private static func schemaChanges(in schema: String, isParallel: Bool) -> [String: String] {
        var tables = [
            "\(schema).t": "columns came and went", "\(schema).r2": "was renamed",
            "\(schema).dr": "was dropped and made anew",
            "\(schema).r": "was renamed", "\(schema).newt": "was renamed", "\(schema)_x.newt": "was renamed",
        ]
        if isParallel {
            for table in ["tr", "tr2"] { tables["\(schema).\(table)"] = "a TRUNCATE is not sent" }
        }
        return tables
    }

    private static func optional(_ stream: RecordedStream) -> [String: String] {
        if stream.options.hasSuffix("origin") { return [:] }
        var tables = ["w_opt_b.keep": "a row with an origin"]
        if stream.options.contains("white"), !stream.options.contains("whitestar") {
            for table in ["other", "Quoted T"] { tables["w_opt_b.\(table)"] = "is not in the white list" }
        }
        return tables
    }

    /// Style b tells booleans apart; so do the others where the database is not B-compatible, or the session calls itself gsql.
    static func printsBooleans(_ stream: RecordedStream) -> Bool {
        stream.dialect.style == .parallelBinary || !stream.isOfCompatibilityB
            || (stream.dialect == .serial && stream.options.hasSuffix("gsql"))
    }

    /// Whether a text of the stream may stand for what SQL prints: in a B-compatible database that is a digit for a boolean, and the year
    /// 0 has four.
    static func agrees(_ streamed: String?, _ expected: String?, in stream: RecordedStream) -> Bool {
        if streamed == expected { return true }
        guard stream.isOfCompatibilityB else { return false }
        if streamed == "0", expected == "0000" { return true }
        if streamed == "f", expected == "0" { return true }
        return expected == "1" && streamed == (printsBooleans(stream) ? "t" : "f")
    }

    /// Parts of the lines in which a parallel stream differs from the serial one.
    static func changes(of stream: RecordedStream) -> [String] {
        switch stream.workload {
        case "bool_b" where stream.options.hasSuffix("gsql"): [" w_bool_b.f new("]
        case "copy_b": [" w_copy_b.ctas "]
        case "ddl_a", "ddl_b":
            // Rows behind a change of the catalogue, and every TRUNCATE.
            [
                "truncate w_\(stream.workload).tr", "'in tx after ddl'", "'created in this tx'", "[text]='two'",
                "[text]='post'",
            ]
        case "names_a", "names_b": stream.dialect.style == .parallelText ? [" na.me t new(", " na me.t new("] : []
        default: []
        }
    }
}
