import Bytes
import Foundation
import RealtimeAPI
import RealtimeEngine
import Speech

/// A conversation with the assistant, as a text that a person can read.
///
/// ```text
/// == what it is about
/// content: clinic            # a pair of documents of Fixtures/Assistant
/// instructions: We sell tea.
/// tools: get_weather         # of tools.json; `server:name` is a tool of an MCP server
/// choice: none               # auto, none, required, a function's name, or server:name
/// > what the user says
/// < what the assistant says
/// < call get_weather {"city":"paris"}
/// = what the function answers
/// ~ what was heard of the assistant's words
/// ! a system message
/// ```
struct AssistantDialogue {
    let name: String
    private var request = ResponseRequest(model: "assistant")
    private var content: String?
    private var lines: [String] = []
    private var calls = 0
    private var pending: [(id: CallID, item: Int)] = []

    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fixtures/Assistant")

    static func text(_ name: String) -> String {
        (try? String(contentsOf: folder.appending(path: name), encoding: .utf8)) ?? ""
    }

    static func all(in file: String) -> [AssistantDialogue] {
        text(file).split(separator: "\n== ").dropFirst().map { AssistantDialogue(String($0)) }
    }

    static let assistants: [String: Assistant] = {
        var all: [String: Assistant] = [:]
        for (name, ending) in [("clinic", "md"), ("shop", "txt"), ("", "")] {
            var options = AssistantOptions()
            options.now = { AssistantTime(year: 2026, month: 11, day: 21, hour: 15, minute: 5) }
            let files = name.isEmpty ? [] : ["\(name).en.\(ending)", "\(name).es.md"]
            options.documents = files.map { AssistantOptions.Document(name: $0, text: text($0)) }
            all[name] = try? Assistant(options)
        }
        return all
    }()

    private static let tools: JSON = (try? JSON(parsing: text("tools.json"))) ?? .null

    init(_ source: String) {
        let all = source.split(separator: "\n", omittingEmptySubsequences: true).map(String.init)
        name = all.first ?? ""
        lines = Array(all.dropFirst())
    }

    /// The text of the conversation with what the assistant really does.
    mutating func replayed() -> String {
        var replayed = ["== \(name)"]
        for line in lines where !line.hasPrefix("< ") {
            replayed.append(line)
            if let field = line.firstMatch(of: /^(\w+): (.*)/) {
                set(String(field.1), String(field.2))
                continue
            }
            perform(line.prefix(1), String(line.dropFirst(2)))
            // Outputs of parallel calls are answered together.
            if line.hasPrefix(">") || line.hasPrefix("=") && pending.isEmpty || line.hasPrefix("?") {
                replayed += answer().map { "< \($0)" }
            }
        }
        return replayed.joined(separator: "\n")
    }

    var written: String { (["== \(name)"] + lines).joined(separator: "\n") }

    private mutating func set(_ field: String, _ value: String) {
        switch field {
        case "content": content = value
        case "instructions": request.instructions = value.replacingOccurrences(of: "\\n", with: "\n")
        case "tools": for name in value.split(separator: " ") { declare(String(name)) }
        case "choice": request.toolChoice = Self.choice(value)
        case "parallel": request.parallelToolCalls = value == "true"
        case "tokens": request.maxOutputTokens = Int(value).map { .tokens($0) } ?? .unlimited
        default: break
        }
    }

    private static func choice(_ value: String) -> ToolChoice {
        switch value {
        case "auto": return .auto
        case "none": return .none
        case "required": return .required
        default:
            let parts = value.split(separator: ":").map(String.init)
            guard parts.count == 2 else { return .function(FunctionChoice { $0.name = value }) }
            return .mcp(
                MCPChoice {
                    $0.serverLabel = parts[0]
                    $0.name = parts[1] == "*" ? .absent : .value(parts[1])
                }
            )
        }
    }

    private mutating func declare(_ name: String) {
        let parts = name.split(separator: ":").map(String.init)
        let declared = Self.tools[parts.last ?? ""]
        let description = declared?["description"]?.string
        let parameters = declared?["parameters"]?.object
        guard parts.count == 2 else {
            request.functions.append(
                FunctionTool {
                    $0.name = name
                    $0.description = description
                    $0.parameters = parameters
                }
            )
            return
        }
        let listing = MCPToolListing {
            $0.name = parts[1]
            $0.description = description.map { .value($0) } ?? .absent
            $0.inputSchema = parameters ?? JSONObject()
        }
        request.mcpTools.append(MCPServerTools(serverLabel: parts[0], serverDescription: nil, tools: [listing]))
    }

    private mutating func perform(_ mark: Substring, _ text: String) {
        switch mark {
        case ">": add(.user, .inputText, text)
        case "!": add(.system, .inputText, text)
        case "~":
            request.context.removeLast()
            add(.assistant, .outputAudio, text)
        case "=": if !pending.isEmpty { output(text, of: pending.removeFirst()) }
        default: break
        }
    }

    private mutating func output(_ text: String, of call: (id: CallID, item: Int)) {
        if case .mcpCall(var made) = request.context[call.item].item {
            made.output = .value(text)
            if text.hasPrefix("failed ") {
                made.output = .absent
                made.error = .value(.toolFailed(String(text.dropFirst(7))))
            }
            request.context[call.item].item = .mcpCall(made)
            return
        }
        let output = FunctionCallOutput {
            $0.callID = call.id
            $0.output = text
        }
        request.context.append(ContextItem(item: .functionCallOutput(output)))
    }

    private mutating func add(_ role: Message.Role, _ kind: ContentPart.Kind, _ text: String) {
        let part = ContentPart {
            $0.type = kind
            if kind == .outputAudio { $0.transcript = .value(text) } else { $0.text = text }
        }
        let message = Message {
            $0.role = role
            $0.content = [part]
        }
        request.context.append(ContextItem(item: .message(message)))
    }

    private mutating func answer() -> [String] {
        let steps = Self.assistants[content ?? ""]?.steps(for: request) ?? []
        var answers: [String] = []
        for step in steps {
            switch step {
            case .wait, .end(.completed): break
            case .say(let text):
                answers.append(text)
                add(.assistant, .outputText, text)
            case .call(let name, let arguments):
                answers.append("call \(name) \(arguments)")
                note { id in
                    .functionCall(
                        FunctionCall {
                            $0.callID = id
                            $0.name = name
                            $0.arguments = arguments
                        }
                    )
                }
            case .callServer(let label, let name, let arguments):
                answers.append("call \(label):\(name) \(arguments)")
                note { _ in
                    .mcpCall(
                        MCPCall {
                            $0.serverLabel = label
                            $0.name = name
                            $0.arguments = arguments
                        }
                    )
                }
            case .end(.failed(let error)): answers.append("failed \(error.message)")
            case .end(let end): answers.append("end \(end)")
            }
        }
        return answers
    }

    private mutating func note(_ item: (CallID) -> Item) {
        calls += 1
        let id = CallID("call_\(calls)")
        pending.append((id, request.context.count))
        request.context.append(ContextItem(item: item(id)))
    }
}
