import Bytes
import RealtimeAPI
import RealtimeEngine
import Testing

@Suite("ToolRules")
struct ToolRulesTests {
    private static let f = #"{"type":"function","name":"f"}"#
    private static let g = #"{"type":"function","name":"g"}"#
    private static let a = #"{"type":"mcp","server_label":"a","server_url":"https://a.example"}"#
    private static let byLabel = #"{"type":"mcp","server_label":"a"}"#

    typealias Row = (tools: [String], choice: String?, code: String?, param: String?)

    static let table: [Row] = [
        ([f, g, a], nil, nil, nil),
        ([f, g, f], nil, "invalid_value", "session.tools[2].name"),
        ([a, f, a], nil, "invalid_value", "session.tools[2].server_label"),
        ([f, byLabel], nil, "missing_required_parameter", "session.tools[1].server_url"),
        ([], #""required""#, "invalid_value", "session.tool_choice"),
        ([f], #""required""#, nil, nil),
        ([], #""auto""#, nil, nil), ([], #""none""#, nil, nil),
        ([f], #"{"type":"function","name":"f"}"#, nil, nil),
        ([f], #"{"type":"function","name":"g"}"#, "invalid_value", "session.tool_choice.name"),
        ([a], #"{"type":"function","name":"a"}"#, "invalid_value", "session.tool_choice.name"),
        ([a], #"{"type":"mcp","server_label":"a"}"#, nil, nil),
        ([f], #"{"type":"mcp","server_label":"f"}"#, "invalid_value", "session.tool_choice.server_label"),
    ]

    @Test("Tools are told apart by their names, and a choice names one that is there", arguments: table)
    func rules(_ row: Row) {
        var stand = UpdateStand()
        let choice = row.choice.map { #","tool_choice":\#($0)"# } ?? ""
        let error = stand.refusal(#""tools":[\#(row.tools.joined(separator: ","))]\#(choice)"#)
        #expect(error?.code == row.code && error?.param == row.param)
        #expect(stand.settings.tools.count == (row.code == nil ? row.tools.count : 0))
    }

    @Test("A server that was listed before can be named by its label alone")
    func knownServer() throws {
        var stand = UpdateStand()
        stand.knownServers = ["a"]
        try stand.update(#""tools":[\#(Self.byLabel)]"#)
        #expect(stand.settings.mcpTools.map(\.serverLabel) == ["a"] && stand.settings.functions.isEmpty)
    }

    @Test("More tools than the limit are refused")
    func tooMany() {
        var stand = UpdateStand()
        stand.limits.toolsMax = 1
        #expect(stand.refusal(#""tools":[\#(Self.f),\#(Self.g)]"#)?.param == "session.tools")
        #expect(stand.refusal(#""tools":[\#(Self.f)]"#) == nil)
    }

    @Test("A choice that is in force keeps its tool from being taken away")
    func staleChoice() throws {
        var stand = UpdateStand()
        try stand.update(#""tools":[\#(Self.f)],"tool_choice":{"type":"function","name":"f"}"#)
        #expect(stand.refusal(#""tools":[]"#)?.param == "session.tool_choice.name")
        try stand.update(#""tools":[],"tool_choice":"auto""#)
    }

    @Test("What opens an MCP server's door is kept and never told")
    func secrets() throws {
        var stand = UpdateStand()
        let door = #""server_url":"https://a.example","authorization":"hush""#
        try stand.update(#""tools":[{"type":"mcp","server_label":"a",\#(door)}]"#)
        #expect(stand.settings.mcpTools.first?.authorization == "hush")
        #expect(!stand.wire.text.contains("hush"))
        let key = #""server_url":"https://a.example","headers":{"X-Key":"hush"}"#
        try stand.update(#""tools":[{"type":"mcp","server_label":"a",\#(key)}]"#)
        #expect(stand.settings.mcpTools.first?.headers.value != nil)
        #expect(!stand.wire.text.contains("hush") && stand.wire.text.contains("https://a.example"))
    }

    // MARK: For one response

    @Test("A response with tools of its own chooses among them, whatever the session chose")
    func ownTools() throws {
        var stand = UpdateStand()
        try stand.update(#""tools":[\#(Self.f)],"tool_choice":{"type":"function","name":"f"}"#)
        let own = try stand.overridden(#""tools":[\#(Self.g)]"#)
        #expect(own.toolChoice == .auto && own.functions.map(\.name) == ["g"])
        let same = try stand.overridden(#""instructions":"Once.""#)
        #expect(same.toolChoice == stand.settings.toolChoice && same.instructions == "Once.")
        #expect(throws: APIError.self) { try stand.overridden(#""tool_choice":{"type":"function","name":"g"}"#) }
    }

    @Test("What a response says otherwise is in force for it, with the session's place for the rest")
    func override() throws {
        var stand = UpdateStand()
        stand.hasAssistantAudio = true
        let fields = #""output_modalities":["text"],"max_output_tokens":5,"audio":{"output":{"voice":"marin"}}"#
        let own = try stand.overridden(fields)
        #expect(own.modality == .text && own.maxOutputTokens == .tokens(5) && own.voice == .named("marin"))
        var rest = own
        rest.modality = .audio
        rest.maxOutputTokens = .unlimited
        rest.voice = .named("alloy")
        #expect(rest == stand.settings)
        let error = #expect(throws: APIError.self) { try stand.overridden(#""reasoning":{"effort":"low"}"#) }
        #expect(error?.param == "response.reasoning")
    }
}
