import Bytes
import RealtimeAPI
import RealtimeEngine
import Testing

@Suite("MCPPolicy")
struct MCPPolicyTests {
    private static let reads = MCPToolListing {
        $0.name = "read"
        $0.annotations = .value(["readOnlyHint": true])
    }
    private static let writes = MCPToolListing { $0.name = "write" }

    private func tool(_ fields: String) throws -> MCPTool {
        let json = try JSON(parsing: #"{"type":"mcp","server_label":"a","server_url":"https://a.example"\#(fields)}"#)
        return try MCPTool.read(json, .strict)
    }

    typealias Row = (fields: String, read: Bool, write: Bool)

    static let approvals: [Row] = [
        ("", true, true), (#","require_approval":null"#, true, true), (#","require_approval":"always""#, true, true),
        (#","require_approval":"never""#, false, false),
        (#","require_approval":{"never":{"tool_names":["read"]}}"#, false, true),
        (#","require_approval":{"never":{"read_only":true}}"#, false, true),
        (#","require_approval":{"never":{"read_only":false}}"#, true, false),
        (#","require_approval":{"always":{"tool_names":["read"]}}"#, true, true),
        (
            #","require_approval":{"always":{"tool_names":["read"]},"never":{"tool_names":["read","write"]}}"#, true,
            false
        ),
        // Both of a filter must be so; one that says nothing matches nothing.
        (#","require_approval":{"never":{"tool_names":["write"],"read_only":true}}"#, true, true),
        (#","require_approval":{"never":{}}"#, true, true), (#","require_approval":{}"#, true, true),
    ]

    @Test("Unless told otherwise, every call waits for a person", arguments: approvals)
    func approval(_ row: Row) throws {
        let tool = try tool(row.fields)
        #expect(tool.needsApproval(Self.reads) == row.read)
        #expect(tool.needsApproval(Self.writes) == row.write)
    }

    static let allowances: [Row] = [
        ("", true, true), (#","allowed_tools":null"#, true, true), (#","allowed_tools":["read"]"#, true, false),
        (#","allowed_tools":[]"#, false, false), (#","allowed_tools":{"read_only":true}"#, true, false),
        (#","allowed_tools":{"tool_names":["write"]}"#, false, true), (#","allowed_tools":{}"#, false, false),
    ]

    @Test("The model sees the tools that it is allowed", arguments: allowances)
    func allowance(_ row: Row) throws {
        let tool = try tool(row.fields)
        #expect(tool.allows(Self.reads) == row.read)
        #expect(tool.allows(Self.writes) == row.write)
    }
}
