internal import CYAML

/// The events of one text, as libyaml finds them.
///
/// Owns libyaml's parser and the bytes that it reads: C keeps a pointer to both, so they stay where they are until the
/// end. What is not allowed (anchors, aliases, tags) is refused here, before anything is made of it.
final class YAMLEvents {
    enum Event: Equatable {
        case streamStart
        case streamEnd
        case documentStart
        case documentEnd
        case scalar(String, isPlain: Bool)
        case sequenceStart
        case sequenceEnd
        case mappingStart
        case mappingEnd
    }

    private let parser: UnsafeMutablePointer<yaml_parser_t>
    private let input: UnsafeMutableBufferPointer<UInt8>
    /// Where the last event begins.
    private(set) var place = YAMLNode.Place(line: 1, column: 1)

    init(_ bytes: [UInt8]) throws(YAMLError) {
        parser = .allocate(capacity: 1)
        guard yaml_parser_initialize(parser) == 1 else {
            parser.deallocate()
            throw YAMLError(.outOfMemory, at: YAMLNode.Place(line: 1, column: 1))
        }
        // One byte more, as libyaml wants an address also of nothing.
        input = .allocate(capacity: bytes.count + 1)
        _ = input.initialize(from: bytes)
        // UTF-16 is not guessed at: a file is UTF-8.
        yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        yaml_parser_set_input_string(parser, input.baseAddress, bytes.count)
    }

    deinit {
        yaml_parser_delete(parser)
        parser.deallocate()
        input.deallocate()
    }

    /// After an error or the end of the stream there is nothing more to ask for.
    func next() throws(YAMLError) -> Event {
        var event = yaml_event_t()
        guard yaml_parser_parse(parser, &event) == 1 else { throw failure() }
        defer { yaml_event_delete(&event) }
        place = Self.place(event.start_mark)
        switch event.type {
        case YAML_STREAM_START_EVENT: return .streamStart
        case YAML_DOCUMENT_START_EVENT: return .documentStart
        case YAML_DOCUMENT_END_EVENT: return .documentEnd
        case YAML_SCALAR_EVENT: return try scalar(event.data.scalar)
        case YAML_SEQUENCE_START_EVENT:
            try refuse(anchor: event.data.sequence_start.anchor, tag: event.data.sequence_start.tag)
            return .sequenceStart
        case YAML_SEQUENCE_END_EVENT: return .sequenceEnd
        case YAML_MAPPING_START_EVENT:
            try refuse(anchor: event.data.mapping_start.anchor, tag: event.data.mapping_start.tag)
            return .mappingStart
        case YAML_MAPPING_END_EVENT: return .mappingEnd
        case YAML_ALIAS_EVENT: throw YAMLError(.alias(Self.name(event.data.alias.anchor)), at: place)
        default: return .streamEnd
        }
    }

    private func scalar(_ scalar: yaml_event_s.__Unnamed_union_data.__Unnamed_struct_scalar) throws(YAMLError) -> Event
    {
        try refuse(anchor: scalar.anchor, tag: scalar.tag)
        let bytes = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
        return .scalar(String(decoding: bytes, as: UTF8.self), isPlain: scalar.style == YAML_PLAIN_SCALAR_STYLE)
    }

    private func refuse(anchor: UnsafePointer<yaml_char_t>?, tag: UnsafePointer<yaml_char_t>?) throws(YAMLError) {
        if let anchor { throw YAMLError(.anchor(Self.name(anchor)), at: place) }
        if let tag { throw YAMLError(.tag(Self.name(tag)), at: place) }
    }

    private func failure() -> YAMLError {
        let parser = parser.pointee
        switch parser.error {
        case YAML_MEMORY_ERROR: return YAMLError(.outOfMemory, at: place)
        // The reader knows bytes, not lines: the text was good up to about here.
        case YAML_READER_ERROR: return YAMLError(.malformed(Self.problem(parser)), at: Self.place(parser.mark))
        default: return YAMLError(.malformed(Self.problem(parser)), at: Self.place(parser.problem_mark))
        }
    }

    private static func problem(_ parser: yaml_parser_t) -> String {
        let problem = parser.problem.map { String(cString: $0) } ?? "it cannot be read"
        return parser.context.map { "\(problem) (\(String(cString: $0)))" } ?? problem
    }

    private static func place(_ mark: yaml_mark_t) -> YAMLNode.Place {
        YAMLNode.Place(line: Int(clamping: mark.line) + 1, column: Int(clamping: mark.column) + 1)
    }

    /// A name as a message shows it: cut, as a file can make it as long as itself.
    private static func name(_ text: UnsafePointer<yaml_char_t>?) -> String {
        guard let text else { return "" }
        return String(String(cString: text).prefix(64))
    }
}
