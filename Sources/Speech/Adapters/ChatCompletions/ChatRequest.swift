package import Bytes
internal import RealtimeAPI
package import RealtimeEngine

/// The body of a request for `/chat/completions`.
package enum ChatRequest {
    package static func body(_ request: ResponseRequest, _ names: ToolNames, _ options: ChatOptions) -> JSONObject {
        var body = JSONObject()
        if let model = options.model { body["model"] = .string(model) }
        body["messages"] = .array(ChatHistory(request, names).turns.flatMap(\.messages))
        body["stream"] = true
        body["stream_options"] = ["include_usage": true]
        let tools = tools(request, names)
        if !tools.isEmpty {
            body["tools"] = .array(tools)
            body["tool_choice"] = choice(request, names)
            body["parallel_tool_calls"] = .bool(request.parallelToolCalls)
        }
        if case .tokens(let count) = request.maxOutputTokens {
            body[options.tokenLimit.rawValue] = .number(JSONNumber(count))
        }
        if options.hasReasoning, let effort = request.reasoning?.effort {
            body["reasoning_effort"] = .string(effort.rawValue)
        }
        if let temperature = options.temperature.flatMap({ JSONNumber($0) }) {
            body["temperature"] = .number(temperature)
        }
        return body.merging(options.extra)
    }

    // MARK: Tools

    private static func tools(_ request: ResponseRequest, _ names: ToolNames) -> [JSON] {
        var only: String?
        // "Any tool of this server" has no name in a chat: the others are not told, and one must be called.
        if case .mcp(let choice) = request.toolChoice, choice.name.value == nil { only = choice.serverLabel }
        let functions = only == nil ? request.functions.map(function) : []
        let servers = request.mcpTools.filter { only == nil || only == $0.serverLabel }
        return functions
            + servers.flatMap { server in
                server.tools.map { tool in
                    let name = names.name(of: tool.name, of: server.serverLabel)
                    return function(name, tool.description.value, tool.inputSchema)
                }
            }
    }

    private static func function(_ tool: FunctionTool) -> JSON {
        function(tool.name, tool.description, tool.parameters, strict: tool.strict.value)
    }

    private static func function(
        _ name: String,
        _ description: String?,
        _ parameters: JSONObject?,
        strict: Bool? = nil
    ) -> JSON {
        var function: JSONObject = ["name": .string(name)]
        if let description { function["description"] = .string(description) }
        // Some servers insist on a schema.
        let schema = parameters.flatMap { $0.members.isEmpty ? nil : $0 } ?? ["type": "object", "properties": [:]]
        function["parameters"] = .object(schema)
        if let strict { function["strict"] = .bool(strict) }
        return ["type": "function", "function": .object(function)]
    }

    private static func choice(_ request: ResponseRequest, _ names: ToolNames) -> JSON {
        switch request.toolChoice {
        case .auto, .unknown: return "auto"
        case .none: return "none"
        case .required: return "required"
        case .function(let choice): return named(choice.name)
        case .mcp(let choice):
            guard let tool = choice.name.value else { return "required" }
            return named(names.name(of: tool, of: choice.serverLabel))
        }
    }

    private static func named(_ name: String) -> JSON { ["type": "function", "function": ["name": .string(name)]] }
}
