extension YAMLNode {
    /// Reads one document. A text without any is a plain scalar without text, as `key:` is.
    public init(parsing bytes: [UInt8], limits: YAMLLimits = YAMLLimits()) throws(YAMLError) {
        guard bytes.count <= limits.bytes else {
            throw YAMLError(.tooLong(limit: limits.bytes), at: Place(line: 1, column: 1))
        }
        var reader = YAMLReader(events: try YAMLEvents(bytes), limits: limits)
        self = try reader.document()
    }

    public init(parsing text: String, limits: YAMLLimits = YAMLLimits()) throws(YAMLError) {
        try self.init(parsing: Array(text.utf8), limits: limits)
    }
}

/// Makes a tree of the events. The recursion is as deep as `limits.depth`.
struct YAMLReader {
    let events: YAMLEvents
    let limits: YAMLLimits
    private var nodes = 0

    init(events: YAMLEvents, limits: YAMLLimits) {
        self.events = events
        self.limits = limits
    }

    mutating func document() throws(YAMLError) -> YAMLNode {
        guard try events.next() == .streamStart, try events.next() == .documentStart else {
            return YAMLNode(.scalar("", isPlain: true), at: YAMLNode.Place(line: 1, column: 1))
        }
        let node = try node(try events.next(), depth: 0)
        // The end of the document, and what follows it.
        _ = try events.next()
        guard try events.next() == .streamEnd else { throw YAMLError(.severalDocuments, at: events.place) }
        return node
    }

    private mutating func node(_ event: YAMLEvents.Event, depth: Int) throws(YAMLError) -> YAMLNode {
        let place = events.place
        try count()
        switch event {
        case .scalar(let text, let isPlain): return YAMLNode(.scalar(text, isPlain: isPlain), at: place)
        case .sequenceStart: return YAMLNode(.sequence(try elements(depth: depth + 1)), at: place)
        case .mappingStart: return YAMLNode(.mapping(try entries(depth: depth + 1)), at: place)
        // libyaml gives a value in every place of one: these are never met here.
        case .streamStart, .streamEnd, .documentStart, .documentEnd, .sequenceEnd, .mappingEnd:
            throw YAMLError(.malformed("a value is missing"), at: place)
        }
    }

    private mutating func elements(depth: Int) throws(YAMLError) -> [YAMLNode] {
        try enter(depth)
        var elements: [YAMLNode] = []
        while true {
            let event = try events.next()
            guard event != .sequenceEnd else { return elements }
            elements.append(try node(event, depth: depth))
        }
    }

    private mutating func entries(depth: Int) throws(YAMLError) -> [YAMLNode.Entry] {
        try enter(depth)
        var entries: [YAMLNode.Entry] = []
        var places: [String: YAMLNode.Place] = [:]
        while true {
            let event = try events.next()
            guard event != .mappingEnd else { return entries }
            let (key, place) = try key(event)
            if let first = places.updateValue(place, forKey: key) {
                throw YAMLError(.duplicateKey(String(key.prefix(64)), first: first), at: place)
            }
            entries.append(YAMLNode.Entry(key: key, keyPlace: place, value: try node(try events.next(), depth: depth)))
        }
    }

    private mutating func key(_ event: YAMLEvents.Event) throws(YAMLError) -> (String, YAMLNode.Place) {
        guard case .scalar(let key, let isPlain) = event else { throw YAMLError(.keyIsNoText, at: events.place) }
        guard !key.isEmpty || !isPlain else { throw YAMLError(.emptyKey, at: events.place) }
        try count()
        return (key, events.place)
    }

    private func enter(_ depth: Int) throws(YAMLError) {
        guard depth <= limits.depth else { throw YAMLError(.tooDeep(limit: limits.depth), at: events.place) }
    }

    private mutating func count() throws(YAMLError) {
        nodes += 1
        guard nodes <= limits.nodes else { throw YAMLError(.tooManyNodes(limit: limits.nodes), at: events.place) }
    }
}
