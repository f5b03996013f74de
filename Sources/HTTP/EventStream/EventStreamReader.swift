/// Reads server-sent events (WHATWG HTML §9.2), without a socket.
///
/// Bytes go in, events come out; how the bytes were cut means nothing. A line that ends with CR is read at once: the LF
/// that may belong to it is passed over when it comes. What has not been ended by an empty line when the stream ends is
/// no event, as the specification says.
public struct EventStreamReader: Sendable, Equatable {
    public struct Limits: Sendable, Equatable {
        /// A line without its end, a comment too.
        public var lineBytesMax = 1 << 20
        /// The data of one event, with a line feed for each of its lines.
        public var eventBytesMax = 4 << 20

        public init() {}
    }

    public struct Event: Sendable, Equatable {
        /// `message` where the stream named none.
        public var type: String
        public var data: String
        /// The last identifier that the stream gave, in this event or in one before. Empty: none.
        public var lastEventID: String

        public init(type: String = "message", data: String, lastEventID: String = "") {
            self.type = type
            self.data = data
            self.lastEventID = lastEventID
        }
    }

    /// Which limit the stream went beyond. Nothing else can be wrong with one: what is not understood means nothing.
    public enum Violation: Error, Sendable, Equatable {
        case lineTooLong(limit: Int)
        case eventTooLong(limit: Int)
    }

    /// How long the server wants a client to wait before it connects again.
    public private(set) var retryMilliseconds: Int?
    private let limits: Limits
    private var violation: Violation?
    /// The first bytes, which may be a byte order mark. Nil once that is known.
    private var start: [UInt8]? = []
    private var endedWithReturn = false
    private var line: [UInt8] = []
    private var type = ""
    private var data: [UInt8] = []
    private var lastEventID = ""

    public init(limits: Limits = Limits()) { self.limits = limits }

    /// How many bytes are kept for later.
    package var pendingBytes: Int { line.count + data.count + (start?.count ?? 0) }

    /// Appends the events that end in these bytes, those before a violation too. A reader that threw goes on throwing.
    public mutating func receive(_ bytes: UnsafeRawBufferPointer, into events: inout [Event]) throws(Violation) {
        if let violation { throw violation }
        do throws(Violation) {
            if start == nil { return try readLines(bytes[...], into: &events) }
            try readStart(bytes, into: &events)
        } catch {
            violation = error
            (line, data) = ([], [])
            throw error
        }
    }

    public mutating func receive(_ bytes: [UInt8], into events: inout [Event]) throws(Violation) {
        try bytes.span.withUnsafeBytes { (bytes) throws(Violation) in try receive(bytes, into: &events) }
    }

    /// Passes one byte order mark, which may come in pieces.
    private mutating func readStart(_ bytes: UnsafeRawBufferPointer, into events: inout [Event]) throws(Violation) {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        var first = start ?? []
        var rest = bytes[...]
        while first.count < mark.count, first[...] == mark[..<first.count], let byte = rest.popFirst() {
            first.append(byte)
        }
        if first.count < mark.count, first[...] == mark[..<first.count] {
            start = first
            return
        }
        start = nil
        if first != mark {
            try first.span.withUnsafeBytes { (bytes) throws(Violation) in try readLines(bytes[...], into: &events) }
        }
        try readLines(rest, into: &events)
    }

    private mutating func readLines(
        _ bytes: Slice<UnsafeRawBufferPointer>,
        into events: inout [Event]
    ) throws(Violation) {
        var rest = bytes
        if endedWithReturn, let first = rest.first {
            endedWithReturn = false
            if first == Octet.lineFeed { rest.removeFirst() }
        }
        while let end = rest.firstIndex(where: { $0 == Octet.lineFeed || $0 == Octet.carriageReturn }) {
            try takeLine(endingWith: rest[..<end], into: &events)
            let isReturn = rest[end] == Octet.carriageReturn
            rest = rest[(end + 1)...]
            if isReturn, rest.first == Octet.lineFeed { rest.removeFirst() }
            endedWithReturn = isReturn && rest.isEmpty && bytes[bytes.endIndex - 1] == Octet.carriageReturn
        }
        guard line.count + rest.count <= limits.lineBytesMax else {
            throw .lineTooLong(limit: limits.lineBytesMax)
        }
        line.append(contentsOf: rest)
    }

    private mutating func takeLine(
        endingWith bytes: Slice<UnsafeRawBufferPointer>,
        into events: inout [Event]
    ) throws(Violation) {
        guard line.count + bytes.count <= limits.lineBytesMax else {
            throw .lineTooLong(limit: limits.lineBytesMax)
        }
        // Most lines come whole, and are read where they lie.
        guard !line.isEmpty else { return try read(bytes, into: &events) }
        line.append(contentsOf: bytes)
        var whole: [UInt8] = []
        swap(&whole, &line)
        try whole.span.withUnsafeBytes { (bytes) throws(Violation) in try read(bytes[...], into: &events) }
    }

    /// One line without its end (§9.2.6).
    private mutating func read(
        _ line: Slice<UnsafeRawBufferPointer>,
        into events: inout [Event]
    ) throws(Violation) {
        guard !line.isEmpty else { return dispatch(into: &events) }
        let colon = line.firstIndex(of: Octet.colon) ?? line.endIndex
        // A colon at the beginning: a comment.
        guard colon > line.startIndex else { return }
        var value = line[colon...].dropFirst()
        if value.first == Octet.space { value.removeFirst() }
        switch String(decoding: line[..<colon], as: UTF8.self) {
        case "data":
            guard data.count + value.count < limits.eventBytesMax else {
                throw .eventTooLong(limit: limits.eventBytesMax)
            }
            data.append(contentsOf: value)
            data.append(Octet.lineFeed)
        case "event": type = String(decoding: value, as: UTF8.self)
        case "id" where !value.contains(0): lastEventID = String(decoding: value, as: UTF8.self)
        case "retry" where !value.isEmpty && value.allSatisfy(Octet.isDigit):
            // More than an integer holds means nothing to anybody.
            retryMilliseconds = Int(String(decoding: value, as: UTF8.self)) ?? retryMilliseconds
        default: return
        }
    }

    /// An empty line: what was collected is an event, if it has data.
    private mutating func dispatch(into events: inout [Event]) {
        defer {
            type = ""
            data.removeAll(keepingCapacity: data.count < 1 << 16)
        }
        guard !data.isEmpty else { return }
        let text = String(decoding: data.dropLast(), as: UTF8.self)
        events.append(Event(type: type.isEmpty ? "message" : type, data: text, lastEventID: lastEventID))
    }
}

extension EventStreamReader.Violation: CustomStringConvertible {
    public var description: String {
        switch self {
        case .lineTooLong(let limit): "The event stream has a line of more than \(limit) bytes."
        case .eventTooLong(let limit): "The event stream has an event with more than \(limit) bytes of data."
        }
    }
}
