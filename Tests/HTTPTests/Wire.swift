import HTTP
import TestSupport
import Testing

/// A text as bytes, and back.
func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }
func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

let date = "Sun, 06 Nov 1994 08:49:37 GMT"

extension ServerConnection.Event {
    var body: [UInt8]? { if case .body(let bytes) = self { bytes } else { nil } }
    var request: RequestHead? { if case .request(let head) = self { head } else { nil } }
    var refusal: HTTPViolation? {
        switch self {
        case .refused(let violation), .failed(let violation): violation
        case .request, .body, .end: nil
        }
    }
}

extension ServerConnection {
    static func limited(_ change: (inout HTTPLimits) -> Void = { _ in }) -> Self {
        var limits = HTTPLimits(bodyBytesMax: 1_000_000)
        change(&limits)
        return Self(limits: limits)
    }

    /// What there is to say now.
    mutating func pump() -> [Event] {
        var events: [Event] = []
        while let event = next() { events.append(event) }
        return events
    }

    /// Reads it, and answers each request with 200 and each refusal with its status, at once. Returns what was said and
    /// what was written.
    mutating func serve(_ input: [UInt8], cutAt cuts: [Int] = []) throws -> (events: [Event], output: [UInt8]) {
        var events: [Event] = []
        var output: [UInt8] = []
        for piece in input.cut(at: cuts) {
            receive(piece)
            while let event = next() {
                events.append(event)
                switch event {
                case .end: try respond(ResponseHead(status: 200), body: bytes("ok"), date: date, into: &output)
                case .refused(let violation):
                    let head = ResponseHead(status: violation.status)
                    try respond(head, body: bytes(violation.description), date: date, into: &output)
                case .request, .body, .failed: break
                }
            }
        }
        return (events.joiningBodies(), output)
    }
}

extension ClientConnection.Event {
    var body: [UInt8]? { if case .body(let bytes) = self { bytes } else { nil } }
}

extension ClientConnection {
    static func limited(_ change: (inout HTTPLimits) -> Void = { _ in }) -> Self {
        var limits = HTTPLimits(bodyBytesMax: 1_000_000)
        change(&limits)
        return Self(limits: limits)
    }

    mutating func pump() -> [Event] {
        var events: [Event] = []
        while let event = next() { events.append(event) }
        return events
    }

    /// A client that has sent a request.
    static func waiting(
        _ method: String = "GET",
        headers: HeaderFields = HeaderFields(),
        _ change: (inout HTTPLimits) -> Void = { _ in }
    ) throws -> Self {
        var client = limited(change)
        var output: [UInt8] = []
        try client.send(ClientRequest(method, "/", host: "h", headers: headers), into: &output)
        return client
    }
}

/// How a body is cut into pieces means nothing, so a test puts it together before it compares.
extension [ServerConnection.Event] {
    func joiningBodies() -> Self {
        reduce(into: []) { joined, event in
            if let piece = event.body, let before = joined.last?.body {
                joined[joined.count - 1] = .body(before + piece)
            } else {
                joined.append(event)
            }
        }
    }
}

extension [ClientConnection.Event] {
    func joiningBodies() -> Self {
        reduce(into: []) { joined, event in
            if let piece = event.body, let before = joined.last?.body {
                joined[joined.count - 1] = .body(before + piece)
            } else {
                joined.append(event)
            }
        }
    }
}

extension [UInt8] {
    func cut(at places: [Int]) -> [[UInt8]] {
        let edges = [0] + places.sorted() + [count]
        return zip(edges, edges.dropFirst()).map { Array(self[$0..<$1]) }
    }

    /// Places to cut at: everywhere, or some.
    func randomCuts(using random: inout SplitMix64) -> [Int] {
        guard count > 1 else { return [] }
        if Int.random(in: 0..<4, using: &random) == 0 { return (1..<count).map { $0 } }
        return (0..<Int.random(in: 1...6, using: &random)).map { _ in Int.random(in: 0...count, using: &random) }
    }
}
