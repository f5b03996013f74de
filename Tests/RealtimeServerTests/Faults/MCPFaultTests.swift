import Bytes
import NetIO
import RealtimeServer
import Testing

@Suite("MCP servers that misbehave", .timeLimit(.minutes(1)))
struct MCPFaultTests {
    /// What a server says to a call, and the error that the client is told.
    struct Fault: Sendable, CustomStringConvertible {
        let description: String
        let reply: MCPStub.Reply
        let type: String
        let code: Int?

        init(_ description: String, _ reply: MCPStub.Reply, _ type: String, _ code: Int?) {
            self.description = description
            self.reply = reply
            self.type = type
            self.code = code
        }

        private static let json = "Content-Type: application/json\r\n"
        private static let stream = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"

        static let all: [Fault] = [
            .init("a 500", .status("500 Internal Server Error"), "http_error", 500),
            .init("a 401", .status("401 Unauthorized"), "http_error", 401),
            .init("no JSON", .status("200 OK", headers: json, body: "{"), "protocol_error", -32603),
            .init("a page", .status("200 OK", headers: "Content-Type: text/html\r\n"), "protocol_error", -32603),
            .init("nothing", .status("202 Accepted"), "protocol_error", -32603),
            .init(
                "too much",
                .status("200 OK", headers: json, body: String(repeating: " ", count: 200_000)),
                "protocol_error",
                -32603
            ),
            .init("a stream cut off", .cut(stream + "data: {\"jsonrpc\""), "protocol_error", -32603),
            .init("a head cut off", .cut("HTTP/1.1 200"), "http_error", 502),
            .init("no HTTP", .cut("SSH-2.0-OpenSSH\r\n\r\n"), "http_error", 502),
            .init("a body cut off", .cut("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\(json)\r\n{"), "http_error", 502),
            .init(
                "a redirect",
                .status("307 Temporary Redirect", headers: "Location: http://127.0.0.1:1/\r\n"),
                "http_error",
                307
            ),
            .init("an error", .error(code: -32602, "No such tool"), "protocol_error", -32602),
            .init(
                "a tool's failure",
                .result(["isError": true, "content": [["type": "text", "text": "No bulb"]]]),
                "tool_execution_error",
                nil
            ),
        ]
    }

    private func small(_ settings: inout Settings) {
        MCPTests.open(&settings)
        settings.mcp.responseBytesMax = 65_536
    }

    @Test("A call that fails says how, and the session goes on", arguments: Fault.all)
    func faults(_ fault: Fault) async throws {
        let isGood = Watched(false)
        let stub = MCPStub { ask in
            ask.method == "tools/call" && !isGood.value ? fault.reply : nil
        }
        try await Running.with(small) { running in
            let caller = try await MCPTests.listed(running, stub.url)
            caller.send(Say.respond)
            let error = try await MCPTests.done(caller)["error"]
            #expect(error?["type"]?.string == fault.type, "\(error?.text ?? "")")
            #expect(error?["code"]?.int == fault.code, "\(error?.text ?? "")")
            #expect(error?["message"]?.string?.isEmpty == false)
            _ = try await caller.event("response.done")
            isGood.change { $0 = true }
            caller.send(Say.respond)
            #expect(try await MCPTests.done(caller)["output"]?.string == "It is on.")
        }
        try await stub.connections.until { $0 == 0 }
    }

    @Test("A listing that fails leaves the session without the tools", arguments: ["initialize", "tools/list"])
    func listing(_ method: String) async throws {
        for reply in [MCPStub.Reply.status("503 Service Unavailable"), .cut(""), .result([:])] {
            let stub = MCPStub { $0.method == method ? reply : nil }
            try await Running.with(small) { running in
                let caller = try await running.call()
                caller.send(MCPTests.declare(stub.url))
                _ = try await caller.event("mcp_list_tools.failed")
                caller.send(Say.clear)
                _ = try await caller.event("input_audio_buffer.cleared")
            }
        }
    }

    @Test("One that says nothing is left after its time, and told so where that is possible")
    func stalling() async throws {
        let stub = MCPStub { $0.method == "tools/call" ? .stall : nil }
        let impatient: (inout Settings) -> Void = { settings in
            MCPTests.open(&settings)
            // Long enough for a listing on a busy machine.
            settings.mcp.timeout = .seconds(3)
        }
        try await Running.with(impatient) { running in
            let caller = try await MCPTests.listed(running, stub.url)
            caller.send(Say.respond)
            let error = try await MCPTests.done(caller)["error"]
            #expect(error?["type"]?.string == "http_error" && error?["code"] == 504)
            let asked = try await stub.asked.until { $0.contains { $0.method == "notifications/cancelled" } }
            let call = asked.first { $0.method == "tools/call" }
            #expect(asked.last?.body["params"]?["requestId"] == call?.body["id"])
        }
        try await stub.connections.until { $0 == 0 }
    }

    @Test("One that does not even greet is left, too")
    func notGreeting() async throws {
        let stub = MCPStub { _ in .stall }
        let impatient: (inout Settings) -> Void = { settings in
            MCPTests.open(&settings)
            settings.mcp.timeout = .milliseconds(150)
        }
        try await Running.with(impatient) { running in
            let caller = try await running.call()
            caller.send(MCPTests.declare(stub.url))
            _ = try await caller.event("mcp_list_tools.failed")
            caller.close()
            try await stub.connections.until { $0 == 0 }
        }
    }

    @Test("Who cancels the response, or leaves, cancels the call", arguments: [true, false])
    func cancelling(_ leaves: Bool) async throws {
        let stub = MCPStub { $0.method == "tools/call" ? .stall : nil }
        try await Running.with(MCPTests.open) { running in
            let caller = try await MCPTests.listed(running, stub.url)
            caller.send(Say.respond)
            try await stub.asked.until { $0.contains { $0.method == "tools/call" } }
            if leaves {
                caller.abort()
                try await stub.asked.until { $0.contains { $0.method == "DELETE" } }
            } else {
                caller.send(["type": "response.cancel"])
                _ = try await caller.event("response.done")
            }
            try await stub.asked.until { $0.contains { $0.method == "notifications/cancelled" } }
        }
        try await stub.connections.until { $0 == 0 }
    }

    @Test("A server that goes does not stay for a call")
    func shutdown() async throws {
        let stub = MCPStub { $0.method == "tools/call" ? .stall : nil }
        try await Running.with(MCPTests.open) { running in
            let caller = try await MCPTests.listed(running, stub.url)
            caller.send(Say.respond)
            try await stub.asked.until { $0.contains { $0.method == "tools/call" } }
        }
        try await stub.connections.until { $0 == 0 }
    }

    @Test("A server that is gone is not reached, and the call says so")
    func gone() async throws {
        let stub = MCPStub { $0.method == "tools/call" ? .cut("") : nil }
        try await Running.with(MCPTests.open) { running in
            let caller = try await MCPTests.listed(running, stub.url)
            caller.send(Say.respond)
            let error = try await MCPTests.done(caller)["error"]
            #expect(error?["type"]?.string == "http_error" && error?["code"] == 502)
        }
    }

    @Test(
        "Arguments that are none are not sent",
        arguments: [("[1]", false), ("{", false), ("", true), ("{\"on\":true}", true)]
    )
    func arguments(_ arguments: String, _ isGood: Bool) async throws {
        let stub = MCPStub()
        try await Running.with(speech: StageEngine(answering: .calls(arguments)), MCPTests.open) { running in
            let caller = try await MCPTests.listed(running, stub.url)
            caller.send(Say.respond)
            let item = try await MCPTests.done(caller)
            #expect((item["output"]?.string == "It is on.") == isGood, "\(item.text)")
            #expect((item["error"]?["type"]?.string == "tool_execution_error") == !isGood)
            _ = try await caller.event("response.done")
        }
        #expect(stub.count("tools/call") == (isGood ? 1 : 0))
    }
}
