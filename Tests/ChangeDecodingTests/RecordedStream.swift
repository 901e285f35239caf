internal import ChangeDecoding
internal import ChangeModel
internal import FoundationEssentials
internal import TestSupport

/// One stream of a real openGauss among the fixtures: `tx_b/b1`, or `opt_b/v_b1_fff` with options that are not the default ones.
struct RecordedStream: CustomStringConvertible, Sendable {
    let workload: String
    let stream: String

    init(_ name: String) {
        let parts = name.split(separator: "/")
        workload = String(parts[0])
        stream = String(parts[1])
    }

    var description: String { workload + "/" + stream }

    var dialect: Dialect {
        let parts = stream.split(separator: "_")
        let name = parts[0] == "v" ? parts[1] : parts[0]
        guard let dialect = name == "ser" ? .serial : Dialect(String(name)) else {
            preconditionFailure("\(self) names no dialect")
        }
        return dialect
    }

    /// The stream's name without its dialect: streams that share it were asked for with the same options.
    var options: String {
        stream.split(separator: "_").filter { $0 != "ser" && Dialect(String($0)) == nil }.joined(separator: "_")
    }

    /// A B-compatible database, where the text dialects print every boolean as false.
    var isOfCompatibilityB: Bool { workload.hasSuffix("_b") || workload.contains("_b_") || workload.hasPrefix("live_") }

    var catalogue: SourceNames {
        get throws { try SourceNamesText.parse(Fixture.bytes("recordings/\(workload)/names.txt")) }
    }

    var decoderOptions: DecoderOptions {
        get throws {
            var names = try catalogue
            // Two tables that style t writes alike would be refused, and the rest of the stream with them.
            if dialect.style == .parallelText { names.tables.remove(TableName(schema: "na", table: "me t")) }
            let encoding = try Meta(workload).encoding
            return DecoderOptions(dialect: dialect, encoding: encoding, names: names)
        }
    }

    func decode() throws -> ChangeBatch {
        var decoder = try ChangeDecoder(try decoderOptions)
        return try decoder.decode(Recording.messages(description))
    }

    /// Every stream of these workloads, in order.
    static func all(_ workloads: [String]) -> [RecordedStream] {
        workloads.flatMap { workload in
            let streams = try? Meta(workload).dialects.keys.sorted()
            return (streams ?? []).map { RecordedStream(workload + "/" + $0) }
        }
    }

    /// What the fixtures' meta.json says.
    private struct Meta: Decodable {
        struct Stream: Decodable {}

        let encoding: String
        let dialects: [String: Stream]

        init(_ workload: String) throws {
            let bytes = Fixture.bytes("recordings/\(workload)/meta.json")
            self = try JSONDecoder().decode(Meta.self, from: Data(bytes))
        }
    }
}
