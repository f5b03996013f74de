import Bytes
import HTTP
import MCP

/// A session with a server that a test plays: what the session sends is kept, and answered when the test says so.
struct MCPStand {
    var session: MCPSession
    /// What was sent and has not ended, by exchange.
    var sent: [(exchange: Int, request: MCPRequest)] = []
    var aborted: [Int] = []
    var answers: [(order: Int, answer: ToolAnswer)] = []

    init(limits: MCPLimits = MCPLimits()) {
        session = MCPSession(MCPClientName("antiphon", version: "1.2.3"), limits: limits)
    }

    /// One whose server has been greeted, in a session of its own.
    static func open(
        version: String = "2025-06-18",
        session: String? = "s1",
        limits: MCPLimits = MCPLimits()
    ) -> MCPStand {
        var stand = MCPStand(limits: limits)
        stand.begin(0, .list)
        stand.greet(version: version, session: session)
        stand.answer(["result": ["tools": []]])
        stand.answers = []
        return stand
    }

    mutating func perform(_ actions: [MCPAction]) {
        for action in actions {
            switch action {
            case .send(let request, let exchange): sent.append((exchange, request))
            case .abort(let exchange):
                aborted.append(exchange)
                sent.removeAll { $0.exchange == exchange }
            case .answer(let answer, let order): answers.append((order, answer))
            }
        }
    }

    mutating func begin(_ id: Int, _ order: ToolOrder) { perform(session.begin(id, order)) }
    mutating func call(_ id: Int, _ name: String = "light", _ arguments: JSONObject = [:]) {
        begin(id, .call(name: name, arguments: arguments))
    }
    mutating func cancel(_ id: Int) { perform(session.cancel(id)) }
    mutating func close() { perform(session.close()) }

    // MARK: What the server does

    /// The newest request that waits for an answer.
    var newest: MCPRequest? { sent.last?.request }
    var newestBody: JSON { Self.json(newest) }

    static func json(_ request: MCPRequest?) -> JSON {
        (try? JSON(parsing: request?.body ?? [], limits: JSONLimits())) ?? .null
    }

    var methods: [String] { sent.map { Self.json($0.request)["method"]?.string ?? $0.request.method.rawValue } }

    mutating func head(_ status: Int, _ headers: HeaderFields = [:], on exchange: Int? = nil) {
        guard let exchange = exchange ?? sent.last?.exchange else { return }
        perform(session.received(ResponseHead(status: status, headers: headers), on: exchange))
    }

    mutating func bytes(_ text: String, on exchange: Int? = nil) {
        guard let exchange = exchange ?? sent.last?.exchange else { return }
        perform(session.received(Array(text.utf8), on: exchange))
    }

    mutating func end(_ failure: MCPFailure? = nil, on exchange: Int? = nil) {
        guard let exchange = exchange ?? sent.last?.exchange else { return }
        sent.removeAll { $0.exchange == exchange }
        perform(session.ended(exchange, failure))
    }

    /// A whole answer with a body of JSON, to the newest request or to another.
    mutating func reply(_ status: Int, _ body: String, _ headers: HeaderFields = [:], on exchange: Int? = nil) {
        guard let exchange = exchange ?? sent.last?.exchange else { return }
        var headers = headers
        if !headers.contains("Content-Type") { headers.add("Content-Type", "application/json") }
        head(status, headers, on: exchange)
        bytes(body, on: exchange)
        end(on: exchange)
    }

    /// Result or error of the newest request, as JSON.
    mutating func answer(_ outcome: JSONObject, _ headers: HeaderFields = [:]) {
        reply(200, Self.message(newest, outcome), headers)
    }

    static func message(_ request: MCPRequest?, _ outcome: JSONObject) -> String {
        var message: JSONObject = ["jsonrpc": "2.0"]
        message["id"] = json(request)["id"]
        for member in outcome.members { message[member.name] = member.value }
        return JSON.object(message).text
    }

    mutating func greet(version: String = "2025-06-18", session: String? = "s1") {
        var headers = HeaderFields()
        if let session { headers.add("Mcp-Session-Id", session) }
        answer(["result": ["protocolVersion": .string(version), "capabilities": ["tools": [:]]]], headers)
        reply(202, "")
    }

    /// The newest request is answered by a stream.
    mutating func stream() { head(200, ["Content-Type": "text/event-stream; charset=utf-8"]) }

    mutating func event(_ data: String, id: String? = nil, on exchange: Int? = nil) {
        bytes("\(id.map { "id: \($0)\n" } ?? "")data: \(data)\n\n", on: exchange)
    }

    static func text(_ words: String) -> JSONObject {
        ["result": ["content": [["type": "text", "text": .string(words)]]]]
    }
}
