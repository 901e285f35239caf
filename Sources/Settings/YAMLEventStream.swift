internal import CYAML

/// libyaml's parser over one text, event by event. Owns the parser and the bytes that it points into.
struct YAMLEventStream: ~Copyable {
    private let parser: UnsafeMutablePointer<yaml_parser_t>
    private let text: UnsafeMutableBufferPointer<UInt8>

    init(_ bytes: [UInt8]) throws(Finding) {
        parser = .allocate(capacity: 1)
        text = .allocate(capacity: bytes.count)
        _ = text.initialize(fromContentsOf: bytes)
        guard yaml_parser_initialize(parser) == 1 else {
            parser.deallocate()
            text.deallocate()
            throw Finding(place: .start, sentence: "There is not enough memory to read this file.")
        }
        // Without this, bytes that look like UTF-16 would be read as such.
        yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        yaml_parser_set_input_string(parser, text.baseAddress, bytes.count)
    }

    deinit {
        yaml_parser_delete(parser)
        parser.deallocate()
        text.deallocate()
    }

    func next() throws(Finding) -> YAMLEvent {
        var event = yaml_event_t()
        guard yaml_parser_parse(parser, &event) == 1 else { throw syntaxFinding() }
        defer { yaml_event_delete(&event) }
        return YAMLEvent(event)
    }

    private func syntaxFinding() -> Finding {
        let error = parser.pointee
        let isReaderError = error.error == YAML_READER_ERROR
        let place = FilePlace(isReaderError ? error.mark : error.problem_mark)
        let problem = error.problem.map { String(cString: $0) } ?? "unreadable"
        let context = error.context.map { String(cString: $0) } ?? ""
        return Finding(place: place, sentence: YAMLSyntaxAdvice.sentence(problem: problem, context: context))
    }
}

extension FilePlace {
    fileprivate init(_ mark: yaml_mark_t) {
        self.init(line: Int(mark.line) + 1, column: Int(mark.column) + 1)
    }
}

extension YAMLEvent {
    fileprivate init(_ event: yaml_event_t) {
        place = FilePlace(event.start_mark)
        let properties: (anchor: UnsafeMutablePointer<UInt8>?, tag: UnsafeMutablePointer<UInt8>?)
        switch event.type {
        case YAML_SCALAR_EVENT:
            kind = .scalar(YAMLScalar(event))
            properties = (event.data.scalar.anchor, event.data.scalar.tag)
        case YAML_SEQUENCE_START_EVENT:
            kind = .sequenceStart
            properties = (event.data.sequence_start.anchor, event.data.sequence_start.tag)
        case YAML_MAPPING_START_EVENT:
            kind = .mappingStart
            properties = (event.data.mapping_start.anchor, event.data.mapping_start.tag)
        default:
            kind = Kind(structure: event.type)
            properties = (nil, nil)
        }
        hasAnchor = properties.anchor != nil
        hasTag = properties.tag != nil
    }
}

extension YAMLEvent.Kind {
    fileprivate init(structure type: yaml_event_type_t) {
        switch type {
        case YAML_STREAM_START_EVENT: self = .streamStart
        case YAML_DOCUMENT_START_EVENT: self = .documentStart
        case YAML_DOCUMENT_END_EVENT: self = .documentEnd
        case YAML_SEQUENCE_END_EVENT: self = .sequenceEnd
        case YAML_MAPPING_END_EVENT: self = .mappingEnd
        case YAML_ALIAS_EVENT: self = .alias
        // libyaml answers with an empty event once the stream has ended.
        default: self = .streamEnd
        }
    }
}

extension YAMLScalar {
    fileprivate init(_ event: yaml_event_t) {
        let scalar = event.data.scalar
        let bytes = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
        text = String(decoding: bytes, as: UTF8.self)
        isPlain = scalar.style == YAML_PLAIN_SCALAR_STYLE
    }
}
