internal import Bytes
internal import RealtimeAPI
package import RealtimeEngine

/// Decides what to answer. The same request and script make the same answer.
package enum ScriptedAnswer {
    package static let greeting = "Hello, this is the scripted engine."
    package static let acknowledgement = "I heard what you said."

    package static func steps(for request: ResponseRequest, script: Script) -> [AnswerStep] {
        let occasion = Occasion(request)
        let reaction = script.reaction(to: occasion)
        var steps: [AnswerStep] = []
        if let reaction, reaction.waits > .zero { steps.append(.wait(reaction.waits)) }
        if let failure = reaction?.fails {
            if let answer = reaction?.answers?.text(for: occasion), !answer.isEmpty { steps.append(.say(answer)) }
            return steps + [.end(.failed(failure.error))]
        }
        do {
            return try steps + answer(request, reaction, occasion) + [.end(.completed)]
        } catch {
            return steps + [.end(.failed(.modelFailed(error.message)))]
        }
    }

    /// The script does not fit the response.
    private struct Misfit: Error {
        let message: String
    }

    private static func answer(
        _ request: ResponseRequest,
        _ reaction: Script.Reaction?,
        _ occasion: Occasion
    ) throws(Misfit) -> [AnswerStep] {
        if let forced = try forcedTool(request) {
            let scripted = reaction?.calls.first { $0.tool == forced.name }
            return [try call(forced, scripted?.arguments)]
        }
        var steps: [AnswerStep] = []
        if let text = reaction?.answers?.text(for: occasion), !text.isEmpty { steps.append(.say(text)) }
        if request.toolChoice != .none {
            let calls = reaction?.calls ?? []
            for scripted in request.parallelToolCalls ? calls[...] : calls.prefix(1) {
                guard let tool = ScriptedTool.all(of: request).first(where: { $0.name == scripted.tool }) else {
                    throw Misfit(message: "The script calls '\(scripted.tool)', and this response has no such tool.")
                }
                steps.append(try call(tool, scripted.arguments))
            }
        }
        return steps.isEmpty ? [.say(occasion.echo)] : steps
    }

    private static func forcedTool(_ request: ResponseRequest) throws(Misfit) -> ScriptedTool? {
        let tools = ScriptedTool.all(of: request)
        switch request.toolChoice {
        case .required: return tools.first
        case .function(let choice):
            guard let tool = tools.first(where: { $0.serverLabel == nil && $0.name == choice.name }) else {
                throw Misfit(message: "This response must call '\(choice.name)' and has no such tool.")
            }
            return tool
        case .mcp(let choice):
            let ofServer = tools.filter { $0.serverLabel == choice.serverLabel }
            let wanted = choice.name.value
            guard let tool = ofServer.first(where: { wanted == nil || $0.name == wanted }) else {
                let name = wanted.map { "'\($0)'" } ?? "a tool"
                throw Misfit(
                    message: "This response must call \(name) of '\(choice.serverLabel)', which has not listed it."
                )
            }
            return tool
        case .auto, .none, .unknown: return nil
        }
    }

    private static func call(_ tool: ScriptedTool, _ arguments: JSONObject?) throws(Misfit) -> AnswerStep {
        do {
            let filled =
                if let arguments { arguments } else { try SchemaFilling.arguments(for: tool.parameters) }
            return tool.step(with: JSON.object(filled).text)
        } catch {
            throw Misfit(message: "The arguments of '\(tool.name)' cannot be made up: \(error.message)")
        }
    }
}

/// What can be called: a function of the client's, or a tool of an MCP server. Of two with one name, the function.
private struct ScriptedTool {
    let name: String
    let parameters: JSONObject?
    var serverLabel: String?

    static func all(of request: ResponseRequest) -> [ScriptedTool] {
        let functions = request.functions.map { ScriptedTool(name: $0.name, parameters: $0.parameters) }
        return functions
            + request.mcpTools.flatMap { server in
                server.tools.map {
                    ScriptedTool(name: $0.name, parameters: $0.inputSchema, serverLabel: server.serverLabel)
                }
            }
    }

    func step(with arguments: String) -> AnswerStep {
        guard let serverLabel else { return .call(name: name, arguments: arguments) }
        return .callServer(label: serverLabel, name: name, arguments: arguments)
    }
}

extension Occasion {
    /// What is answered where no script says.
    fileprivate var echo: String {
        switch newest {
        case .nothing: return ScriptedAnswer.greeting
        case .outputs(let outputs):
            return outputs.map { output in
                let tool = output.tool.isEmpty ? "The tool" : "The tool \(output.tool)"
                return output.text.isEmpty ? "\(tool) answered nothing." : "\(tool) answered: \(output.text)"
            }.joined(separator: " ")
        case .user(let spoke, let images):
            let words = spoke ? ScriptedAnswer.acknowledgement : text
            let sentences = [words, Self.sight(of: images)].filter { !$0.isEmpty }
            return sentences.isEmpty ? ScriptedAnswer.greeting : sentences.joined(separator: " ")
        }
    }

    private static func sight(of images: Int) -> String {
        switch images {
        case 0: ""
        case 1: "There is an image."
        default: "There are \(images) images."
        }
    }
}

extension Script.Failure {
    fileprivate var error: APIError {
        APIError(type: ErrorType(rawValue: type), code: code, message: message)
    }
}
