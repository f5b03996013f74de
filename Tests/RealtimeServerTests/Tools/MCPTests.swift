import Bytes
import NetIO
import RealtimeServer
import Testing

@Suite("Tools of MCP servers", .timeLimit(.minutes(1)))
struct MCPTests {
    /// As an operator allows a server on the same machine.
    static func open(_ settings: inout Settings) {
        settings.mcp.privateAddresses = true
        settings.mcp.http = true
    }

    static func tool(_ url: String, _ more: JSONObject = [:]) -> JSON {
        var tool: JSONObject = [
            "type": "mcp", "server_label": "house", "server_url": .string(url), "require_approval": "never",
        ]
        for member in more.members { tool[member.name] = member.value }
        return .object(tool)
    }

    static func declare(_ url: String, _ more: JSONObject = [:], name: String = "light") -> JSON {
        let choice: JSON = ["type": "mcp", "server_label": "house", "name": .string(name)]
        return Say.update(["output_modalities": ["text"], "tools": [tool(url, more)], "tool_choice": choice])
    }

    /// A session whose server has listed its tools.
    static func listed(_ running: Running, _ url: String, _ more: JSONObject = [:]) async throws -> Caller {
        let caller = try await running.call()
        caller.send(declare(url, more))
        _ = try await caller.event("mcp_list_tools.completed")
        return caller
    }

    /// The item of a call, once it is over.
    static func done(_ caller: Caller) async throws -> JSON {
        while true {
            let item = try await caller.event("response.output_item.done")["item"] ?? .null
            if item["type"]?.string == "mcp_call" { return item }
        }
    }

    @Test("They are listed and called, with what opens the door and nothing else of the client's")
    func calling() async throws {
        let stub = MCPStub()
        let logbook = Logbook()
        try await Running.with(log: logbook.log, Self.open) { running in
            let caller = try await running.call()
            let secrets: JSONObject = [
                "authorization": "token-of-the-house",
                "headers": ["X-House": "blue", "Host": "evil.example", "Content-Length": "5", "Mcp-Session-Id": "x"],
            ]
            caller.send(Self.declare(stub.url, secrets))
            let opened = try await caller.event("conversation.item.added")
            #expect(opened["item"]?["type"]?.string == "mcp_list_tools")
            _ = try await caller.event("mcp_list_tools.in_progress")
            _ = try await caller.event("mcp_list_tools.completed")
            let list = try await caller.event("conversation.item.done")["item"]
            #expect(list?["tools"]?.array?.compactMap { $0["name"]?.string } == ["light", "look"])
            caller.send(Say.respond)
            let item = try await Self.done(caller)
            #expect(item["output"]?.string == "It is on.")
            #expect(item["status"]?.string == "completed")
            caller.close()
            try await stub.asked.until { $0.contains { $0.method == "DELETE" } }
        }
        let asked = stub.asked.value
        #expect(
            asked.map(\.method)
                == ["initialize", "notifications/initialized", "tools/list", "tools/call", "DELETE"]
        )
        for ask in asked {
            #expect(ask.header("Authorization") == "Bearer token-of-the-house")
            #expect(ask.header("X-House") == "blue")
            #expect(ask.header("Host") == "127.0.0.1:\(stub.port)")
            #expect(ask.header("User-Agent") == "antiphon/test")
            #expect(ask.header("Mcp-Session-Id") == (ask.method == "initialize" ? nil : "stub"))
        }
        #expect(asked[3].body["params"] == ["name": "light", "arguments": [:]])
        #expect(logbook.lines.allSatisfy { !$0.contains("token-of-the-house") && !$0.contains("It is on") })
        #expect(!logbook.lines(with: "mcp.called").isEmpty)
    }

    @Test("A session has one dialogue with a server, and another session another")
    func sharing() async throws {
        let stub = MCPStub()
        try await Running.with(Self.open) { running in
            let caller = try await Self.listed(running, stub.url)
            for _ in 0..<3 {
                caller.send(Say.respond)
                _ = try await Self.done(caller)
                _ = try await caller.event("response.done")
            }
            #expect(stub.count("initialize") == 1 && stub.count("tools/call") == 3)
            let other = try await Self.listed(running, stub.url)
            #expect(stub.count("initialize") == 2)
            caller.close()
            try await stub.asked.until { $0.count { $0.method == "DELETE" } == 1 }
            other.send(Say.respond)
            _ = try await Self.done(other)
        }
    }

    @Test("A label that stands for another server has another dialogue, and the old one ends")
    func moving() async throws {
        let (stub, other) = (MCPStub(), MCPStub())
        try await Running.with(Self.open) { running in
            let caller = try await Self.listed(running, stub.url)
            caller.send(Self.declare(other.url))
            _ = try await caller.event("mcp_list_tools.completed")
            try await stub.asked.until { $0.contains { $0.method == "DELETE" } }
            caller.send(Say.respond)
            _ = try await Self.done(caller)
            #expect(stub.count("tools/call") == 0 && other.count("tools/call") == 1)
        }
    }

    @Test("A call waits for a person who is asked, and is made when it is allowed", arguments: [true, false])
    func approval(_ isAllowed: Bool) async throws {
        let stub = MCPStub()
        try await Running.with(Self.open) { running in
            let caller = try await Self.listed(running, stub.url, ["require_approval": "always"])
            caller.send(Say.respond)
            let item = try await caller.event("response.output_item.done")["item"]
            #expect(item?["type"]?.string == "mcp_approval_request")
            let request = try #require(item?["id"])
            _ = try await caller.event("response.done")
            #expect(stub.count("tools/call") == 0)
            caller.send([
                "type": "conversation.item.create",
                "item": [
                    "type": "mcp_approval_response", "approval_request_id": request, "approve": .bool(isAllowed),
                ],
            ])
            if isAllowed {
                let call = try await Self.done(caller)
                #expect(call["output"]?.string == "It is on." && call["approval_request_id"] == request)
            } else {
                caller.send(Say.clear)
                _ = try await caller.event("input_audio_buffer.cleared")
            }
            #expect(stub.count("tools/call") == (isAllowed ? 1 : 0))
        }
    }

    @Test("Of what is listed the model sees what is allowed")
    func allowedTools() async throws {
        let stub = MCPStub()
        try await Running.with(Self.open) { running in
            let caller = try await Self.listed(running, stub.url, ["allowed_tools": ["read_only": true]])
            caller.send(Say.respond)
            let response = try await caller.event("response.done")["response"]
            #expect(response?["status"]?.string == "failed", "the script must call what is not offered")
            caller.send(Self.declare(stub.url, ["allowed_tools": ["read_only": true]], name: "look"))
            _ = try await caller.event("session.updated")
            caller.send(Say.respond)
            #expect(try await Self.done(caller)["name"]?.string == "look")
        }
    }

    @Test("Unless the operator says so, nobody reaches this machine through it, nor goes without TLS")
    func closed() async throws {
        let stub = MCPStub()
        let logbook = Logbook()
        let cases: [(String, (inout Settings) -> Void, String)] = [
            (stub.url, { _ in }, "http, is not allowed"),
            ("https://127.0.0.1:\(stub.port)/mcp", { _ in }, "this machine's own"),
            ("https://localhost:\(stub.port)/mcp", { _ in }, "this machine's own"),
            ("http://2130706433:\(stub.port)/mcp", Self.open, "four decimal numbers"),
            ("http://localhost:\(stub.port)/mcp", { $0.mcp.http = true }, "this machine's own"),
            (
                stub.url,
                { settings in
                    Self.open(&settings)
                    settings.mcp.allow = [OutboundHost(parsing: "*.example.com")].compactMap(\.self)
                },
                "not one that is allowed"
            ),
        ]
        for (url, settings, why) in cases {
            try await Running.with(log: logbook.log, settings) { running in
                let caller = try await running.call()
                caller.send(Self.declare(url))
                _ = try await caller.event("mcp_list_tools.failed")
                let item = try await caller.event("conversation.item.done")["item"]
                #expect(item?["status"]?.string == "incomplete")
                #expect(logbook.lines(with: "mcp.failed").last?.contains(why) == true, "\(url)")
            }
        }
        #expect(stub.accepted.value == 0)
    }

    @Test("A range of addresses is opened by its name")
    func range() async throws {
        let stub = MCPStub()
        let change: (inout Settings) -> Void = {
            $0.mcp.http = true
            $0.mcp.allow = [OutboundHost(parsing: "127.0.0.0/8")].compactMap(\.self)
        }
        try await Running.with(change) { running in
            _ = try await Self.listed(running, "http://localhost:\(stub.port)/mcp")
        }
    }

    @Test("Where the operator wants none, they are refused by name")
    func off() async throws {
        try await Running.with({ $0.mcp.enabled = false }) { running in
            let caller = try await running.call()
            caller.send(Self.declare("https://tools.example.com"))
            let error = try await caller.event("error")["error"]
            #expect(error?["param"]?.string == "session.tools[0].type")
        }
    }
}
