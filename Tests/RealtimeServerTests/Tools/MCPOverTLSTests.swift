import Bytes
import Foundation
import HTTP
import NetIO
import RealtimeServer
import Testing

/// An MCP server over TLS, with a certificate that only its own authority file vouches for.
@Suite("Tools of MCP servers over TLS", .timeLimit(.minutes(1)))
struct MCPOverTLSTests {
    private struct House: HTTPHandler {
        let asked: Watched<[String]>

        func bodyBytesMax(for head: RequestHead) -> Int { 65_536 }

        func answer(_ request: HTTPRequest, on loop: EventLoop) async -> HTTPAnswer {
            let body = (try? JSON(parsing: request.body)) ?? .null
            let method = body["method"]?.string ?? ""
            asked.change { $0.append(method) }
            let result: JSON
            switch method {
            case "initialize": result = ["protocolVersion": "2025-06-18", "capabilities": ["tools": [:]]]
            case "tools/list": result = ["tools": MCPStub.tools]
            case "tools/call": result = ["content": [["type": "text", "text": "It is on."]]]
            default: return .response(ResponseHead(status: 202), body: [])
            }
            let answer: JSON = ["jsonrpc": "2.0", "id": body["id"] ?? .null, "result": result]
            let head = ResponseHead(status: 200, headers: ["Content-Type": "application/json"])
            return .response(head, body: Array(answer.text.utf8))
        }
    }

    private func with(_ body: (_ url: String, _ authority: String, Watched<[String]>) async throws -> Void) async throws
    {
        let (certificate, key) = try SelfSignedCertificate.make()
        let file = FileManager.default.temporaryDirectory.appending(path: "authority-\(UUID()).pem")
        try certificate.write(to: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: file) }
        let loop = EventLoop.start()
        let asked = Watched<[String]>([])
        let server = try await HTTPListener.start(
            on: [loop],
            address: SocketAddress(host: "127.0.0.1", port: 0),
            tls: try TLSServer(certificatePEM: certificate, keyPEM: key),
            handler: House(asked: asked)
        )
        let result: Result<Void, any Error>
        do {
            result = .success(try await body("https://\(server.address)/mcp", file.path, asked))
        } catch {
            result = .failure(error)
        }
        await server.close(within: .zero)
        await loop.stop()
        try result.get()
    }

    @Test("They are listed and called where the operator trusts them")
    func trusted() async throws {
        try await with { url, authority, asked in
            try await Running.with { settings in
                settings.mcp.privateAddresses = true
                settings.mcp.authorityFile = authority
            } _: { running in
                let caller = try await MCPTests.listed(running, url)
                caller.send(Say.respond)
                #expect(try await MCPTests.done(caller)["output"]?.string == "It is on.")
                #expect(asked.value.contains("tools/call"))
            }
        }
    }

    @Test("Nobody is asked whose certificate nobody vouches for")
    func untrusted() async throws {
        try await with { url, _, asked in
            let logbook = Logbook()
            try await Running.with(log: logbook.log, { $0.mcp.privateAddresses = true }) { running in
                let caller = try await running.call()
                caller.send(MCPTests.declare(url))
                _ = try await caller.event("mcp_list_tools.failed")
                #expect(logbook.lines(with: "mcp.failed").last?.contains("not trusted") == true)
                #expect(asked.value.isEmpty)
            }
        }
    }
}
