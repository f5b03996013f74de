import Bytes
import Glibc
import NetIO
import TestSupport

/// An MCP server that does what a test wants, over a bare socket: each connection has a thread, and serves its requests
/// one after the other.
final class MCPStub: Sendable {
    struct Ask: Sendable {
        let head: String
        let body: JSON

        /// The method of JSON-RPC, or that of HTTP where there is none.
        var method: String { body["method"]?.string ?? String(head.prefix { $0 != " " }) }

        func header(_ name: String) -> String? {
            let line = head.split(separator: "\r\n").first { $0.lowercased().hasPrefix("\(name.lowercased()): ") }
            return line.map { String($0.dropFirst(name.utf8.count + 2)) }
        }
    }

    enum Reply: Sendable {
        case result(JSONObject)
        case error(code: Int, String)
        case status(String, headers: String = "", body: String = "")
        /// These bytes, and the connection closes.
        case cut(String)
        /// Nothing, until the other side has closed.
        case stall
    }

    let asked = Watched<[Ask]>([])
    /// Connections that are open.
    let connections = Watched(0)
    let accepted = Watched(0)
    private let listener = LoopbackListener()

    /// - Parameter manner: what it says to this; nil: as a good server does.
    init(_ manner: @escaping @Sendable (Ask) -> Reply? = { _ in nil }) {
        listener.serve { [connections, asked, accepted] socket in
            connections.change { $0 += 1 }
            accepted.change { $0 += 1 }
            Self.serve(socket, manner, asked)
            close(socket)
            connections.change { $0 -= 1 }
        }
    }

    var port: Int { listener.port }
    var url: String { "http://127.0.0.1:\(port)/mcp" }

    /// How often it was asked so.
    func count(_ method: String) -> Int { asked.value.count { $0.method == method } }

    static let tools: JSON = [
        ["name": "light", "inputSchema": ["type": "object", "properties": ["on": ["type": "boolean"]]]],
        ["name": "look", "inputSchema": ["type": "object"], "annotations": ["readOnlyHint": true]],
    ]

    private static func serve(
        _ socket: Int32,
        _ manner: @Sendable (Ask) -> Reply?,
        _ asked: Watched<[Ask]>
    ) {
        while let ask = read(socket) {
            asked.change { $0.append(ask) }
            switch manner(ask) ?? usual(ask) {
            case .result(let result): respond(socket, ["jsonrpc": "2.0", "id": id(ask), "result": .object(result)])
            case .error(let code, let message):
                let error: JSON = ["code": .number(JSONNumber(code)), "message": .string(message)]
                respond(socket, ["jsonrpc": "2.0", "id": id(ask), "error": error])
            case .status(let line, let headers, let body):
                write(socket, "HTTP/1.1 \(line)\r\nContent-Length: \(body.utf8.count)\r\n\(headers)\r\n\(body)")
            case .cut(let text): return write(socket, text)
            case .stall:
                while read(socket, 1) != nil {}
                return
            }
        }
    }

    private static func id(_ ask: Ask) -> JSON { ask.body["id"] ?? .null }

    private static func usual(_ ask: Ask) -> Reply {
        switch ask.method {
        case "initialize": .result(["protocolVersion": "2025-06-18", "capabilities": ["tools": [:]]])
        case "tools/list": .result(["tools": tools])
        case "tools/call": .result(["content": [["type": "text", "text": "It is on."]]])
        default: .status("202 Accepted")
        }
    }

    private static func respond(_ socket: Int32, _ message: JSON) {
        let body = message.text
        let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nMcp-Session-Id: stub\r\n"
        write(socket, "\(head)Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
    }

    private static func read(_ socket: Int32) -> Ask? {
        var head: [UInt8] = []
        while !head.suffix(4).elementsEqual("\r\n\r\n".utf8) {
            guard let byte = read(socket, 1)?.first else { return nil }
            head.append(byte)
        }
        let ask = Ask(head: String(decoding: head, as: UTF8.self), body: .null)
        guard let count = ask.header("Content-Length").flatMap({ Int($0) }), count > 0 else { return ask }
        guard let body = read(socket, count) else { return nil }
        return Ask(head: ask.head, body: (try? JSON(parsing: body)) ?? .null)
    }

    private static func read(_ socket: Int32, _ count: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        var have = 0
        while have < count {
            let more = bytes.withUnsafeMutableBytes { recv(socket, $0.baseAddress! + have, count - have, 0) }
            guard more > 0 else { return nil }
            have += more
        }
        return bytes
    }

    private static func write(_ socket: Int32, _ text: String) {
        let bytes = Array(text.utf8)
        var sent = 0
        while sent < bytes.count {
            let more = bytes.withUnsafeBytes {
                send(socket, $0.baseAddress! + sent, bytes.count - sent, Int32(MSG_NOSIGNAL))
            }
            guard more > 0 else { return }
            sent += more
        }
    }
}
