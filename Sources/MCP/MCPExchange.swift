import Bytes
import HTTP

/// One request to a server, and what comes back: bytes in, messages out.
struct MCPExchange: Sendable {
    enum Purpose: Sendable, Equatable {
        case greeting
        /// The server is told that its greeting arrived.
        case greeted
        case order(Int)
        /// Nobody waits for it.
        case errand
        /// It has answered, and its stream has not ended yet.
        case lingering
    }

    private enum Reading: Sendable {
        case head
        case json([UInt8])
        case events(EventStreamReader)
        /// A status that is no success, and what is said of it.
        case refusal([UInt8])
        case nothing
    }

    /// What is kept of a refusal's body.
    private static let refusalBytesMax = 16 * 1_024

    var purpose: Purpose
    /// Whose answer is waited for.
    let requestID: Int
    /// In which dialogue it was asked; 0: before any.
    let dialogue: Int
    private let limits: MCPLimits
    private let bytesMax: Int
    private var reading = Reading.head
    private(set) var status: Int?
    private(set) var sessionID: String?
    private(set) var bytesReceived = 0
    private(set) var lastEventID = ""
    private(set) var retry: Duration = .seconds(1)
    private(set) var resumptions = 0
    private var questions = 0

    init(_ purpose: Purpose, requestID: Int, dialogue: Int, limits: MCPLimits, bytesMax: Int) {
        self.purpose = purpose
        self.requestID = requestID
        self.dialogue = dialogue
        self.limits = limits
        self.bytesMax = bytesMax
    }

    var isRefused: Bool { status.map { !(200..<300).contains($0) } ?? false }

    /// Whether it is a stream that can be asked to go on where it broke off.
    var canResume: Bool { !lastEventID.isEmpty && resumptions < limits.resumptionsMax && !isRefused }

    mutating func receive(_ head: ResponseHead) throws(MCPFailure) {
        status = head.status
        if let id = head.headers.only("Mcp-Session-Id") {
            guard Self.isToken(id, bytesMax: limits.tokenBytesMax) else {
                throw .violation("The MCP server's session has an identifier that cannot be sent again.")
            }
            sessionID = id
        }
        let type = head.headers["Content-Type"].flatMap { MediaType($0) }?.essence
        switch type {
        case _ where isRefused: reading = .refusal([])
        case _ where head.status == 202 || head.status == 204: reading = .nothing
        case "text/event-stream":
            var bounds = EventStreamReader.Limits()
            (bounds.lineBytesMax, bounds.eventBytesMax) = (bytesMax, bytesMax)
            reading = .events(EventStreamReader(limits: bounds))
        case "application/json": reading = .json([])
        default:
            reading = .nothing
            guard needsAnswer else { return }
            throw .violation("The MCP server answered with \(type ?? "no content type") instead of JSON or events.")
        }
    }

    private var needsAnswer: Bool {
        switch purpose {
        case .greeting, .order: true
        case .greeted, .errand, .lingering: false
        }
    }

    /// The messages that these bytes complete.
    mutating func receive(_ bytes: [UInt8]) throws(MCPFailure) -> [RPCMessage] {
        guard needsAnswer else { return [] }
        switch reading {
        case .head, .nothing: return []
        case .refusal(let text):
            reading = .refusal(text + bytes.prefix(Self.refusalBytesMax - text.count))
            return []
        case .json(var text):
            reading = .nothing
            try count(bytes)
            text += bytes
            reading = .json(text)
            return []
        case .events(var reader):
            reading = .nothing
            try count(bytes)
            let messages = try read(bytes, &reader)
            reading = .events(reader)
            return messages
        }
    }

    private mutating func count(_ bytes: [UInt8]) throws(MCPFailure) {
        bytesReceived += bytes.count
        guard bytesReceived <= bytesMax else {
            throw .violation("The MCP server's answer has more than \(bytesMax) bytes.")
        }
    }

    private mutating func read(
        _ bytes: [UInt8],
        _ reader: inout EventStreamReader
    ) throws(MCPFailure) -> [RPCMessage] {
        var events: [EventStreamReader.Event] = []
        do throws(EventStreamReader.Violation) {
            try reader.receive(bytes, into: &events)
        } catch {
            throw .violation("The MCP server's event stream cannot be read: \(error)")
        }
        if let milliseconds = reader.retryMilliseconds {
            retry = min(.milliseconds(milliseconds), limits.resumptionDelayMax)
        }
        var messages: [RPCMessage] = []
        for event in events {
            if !event.lastEventID.isEmpty {
                let isGood = Self.isToken(event.lastEventID, bytesMax: limits.tokenBytesMax)
                lastEventID = isGood ? event.lastEventID : ""
            }
            // An event without data only says where the stream is.
            guard event.type == "message", !event.data.isEmpty else { continue }
            messages += try RPCMessage.read(Array(event.data.utf8), jsonLimits)
        }
        return messages
    }

    /// What is known only with the end.
    mutating func end() throws(MCPFailure) -> [RPCMessage] {
        guard case .json(let text) = reading else { return [] }
        reading = .nothing
        return try RPCMessage.read(text, jsonLimits)
    }

    /// What a server said of its refusal, if that was a JSON-RPC error.
    var refusal: RPCError? {
        guard case .refusal(let text) = reading, let json = try? JSON(parsing: text, limits: jsonLimits) else {
            return nil
        }
        return json["error"]?.object.map { RPCError(.object($0)) }
    }

    private var jsonLimits: JSONLimits {
        var bounds = JSONLimits()
        bounds.bytes = bytesMax
        return bounds
    }

    /// A question of the server's; false: one too many.
    mutating func isAsked() -> Bool {
        questions += 1
        return questions <= limits.questionsMax
    }

    /// The same, where it broke off.
    func resumed() -> MCPExchange {
        var next = self
        next.reading = .head
        next.status = nil
        next.resumptions += 1
        return next
    }

    /// Something that can be the value of a header again: visible, and not too long.
    static func isToken(_ text: String, bytesMax: Int) -> Bool {
        !text.isEmpty && text.utf8.count <= bytesMax && text.utf8.allSatisfy { 0x21...0x7E ~= $0 }
    }
}
