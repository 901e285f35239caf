/// Reads one YAML document into nodes and says what it has that a configuration has no use for.
struct YAMLTreeReader: ~Copyable {
    /// Nobody writes a configuration this deep; a hostile file must not exhaust the stack.
    static let depthMax = 32
    /// Keys and values together: far more schemas than anybody maps, and few enough to answer at once.
    static let nodeCountMax = 20_000

    private let events: YAMLEventStream
    private var findings: [Finding] = []
    private var nodeCount = 0

    private init(_ bytes: [UInt8]) throws(Finding) {
        events = try YAMLEventStream(bytes)
    }

    static func tree(of bytes: [UInt8]) -> YAMLTree {
        do throws(Finding) {
            var reader = try YAMLTreeReader(bytes)
            return reader.tree()
        } catch {
            return YAMLTree(root: nil, isWhole: false, findings: [error])
        }
    }

    private mutating func tree() -> YAMLTree {
        do throws(Finding) {
            let root = try document()
            return YAMLTree(root: root, isWhole: true, findings: findings)
        } catch {
            return YAMLTree(root: nil, isWhole: false, findings: findings + [error])
        }
    }

    /// The root of the document; nil for a file without any content.
    private mutating func document() throws(Finding) -> YAMLNode? {
        _ = try events.next()
        guard case .documentStart = try events.next().kind else { return nil }
        let root = try node(from: try events.next(), depth: 1)
        _ = try events.next()
        try expectEnd()
        return root
    }

    private mutating func expectEnd() throws(Finding) {
        let event = try events.next()
        if case .streamEnd = event.kind { return }
        let sentence = "A second YAML document begins here: keep one, and remove the line with `---` or `...`."
        findings.append(Finding(place: event.place, sentence: sentence))
    }

    private mutating func node(from event: YAMLEvent, depth: Int) throws(Finding) -> YAMLNode {
        guard depth <= Self.depthMax else {
            throw Finding(place: event.place, sentence: "This is nested deeper than \(Self.depthMax) levels.")
        }
        nodeCount += 1
        guard nodeCount <= Self.nodeCountMax else {
            let sentence = "This is more than \(Self.nodeCountMax) keys and values: it is no configuration."
            throw Finding(place: event.place, sentence: sentence)
        }
        refuseProperties(of: event)
        return YAMLNode(place: event.place, content: try content(of: event, depth: depth))
    }

    private mutating func content(of event: YAMLEvent, depth: Int) throws(Finding) -> YAMLNode.Content {
        switch event.kind {
        case .scalar(let scalar):
            return .scalar(scalar)
        case .sequenceStart:
            return .sequence(try sequence(depth: depth))
        case .mappingStart:
            return .mapping(try mapping(depth: depth))
        case .alias:
            refuse(event.place, "Aliases (*name) are not supported: write the value itself, in quotes.")
            return .refused
        case .streamStart, .streamEnd, .documentStart, .documentEnd, .sequenceEnd, .mappingEnd:
            preconditionFailure("libyaml gave a structural event in the place of a value")
        }
    }

    private mutating func sequence(depth: Int) throws(Finding) -> [YAMLNode] {
        var nodes: [YAMLNode] = []
        while true {
            let event = try events.next()
            if case .sequenceEnd = event.kind { return nodes }
            nodes.append(try node(from: event, depth: depth + 1))
        }
    }

    private mutating func mapping(depth: Int) throws(Finding) -> [YAMLEntry] {
        var entries: [YAMLEntry] = []
        var lines: [String: Int] = [:]
        while true {
            let event = try events.next()
            if case .mappingEnd = event.kind { return entries }
            let key = try node(from: event, depth: depth + 1)
            let value = try node(from: try events.next(), depth: depth + 1)
            guard case .scalar(let name) = key.content else {
                refuse(key.place, "A key must be a plain word.")
                continue
            }
            if let line = lines[name.text] {
                refuse(key.place, "\(Excerpt(key: name.text)) is already given on line \(line): keep one of the two.")
                continue
            }
            lines[name.text] = key.place.line
            entries.append(YAMLEntry(key: name.text, place: key.place, value: value))
        }
    }

    private mutating func refuseProperties(of event: YAMLEvent) {
        if event.hasAnchor {
            refuse(event.place, "Anchors (&name) are not supported: remove it, or put the value in quotes.")
        }
        if event.hasTag {
            refuse(event.place, "Tags (!name) are not supported: remove it, or put the value in quotes.")
        }
    }

    private mutating func refuse(_ place: FilePlace, _ sentence: String) {
        findings.append(Finding(place: place, sentence: sentence))
    }
}
