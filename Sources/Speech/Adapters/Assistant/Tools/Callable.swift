internal import Bytes
internal import RealtimeAPI
internal import RealtimeEngine

/// A tool that may be called: a function of the client's, or one of an MCP server.
struct Callable: Sendable {
    /// So many are looked at, and so much of a description.
    static let countMax = 256
    private static let descriptionMax = 2_000

    let server: String?
    let name: String
    let description: String
    let parameters: JSONObject?

    static func all(of request: ResponseRequest) -> [Callable] {
        let functions = request.functions.map {
            Callable(server: nil, name: $0.name, description: $0.description ?? "", parameters: $0.parameters)
        }
        let served = request.mcpTools.flatMap { server in
            server.tools.map {
                Callable(
                    server: server.serverLabel,
                    name: $0.name,
                    description: $0.description.value ?? "",
                    parameters: $0.inputSchema
                )
            }
        }
        return Array((functions + served).prefix(countMax))
    }

    private init(server: String?, name: String, description: String, parameters: JSONObject?) {
        self.server = server
        self.name = name
        self.description = Self.withoutExamples(description)
        self.parameters = parameters
    }

    /// "The city, e.g. Paris" is about the city.
    static func withoutExamples(_ text: String) -> String {
        let text = String(text.prefix(descriptionMax))
        let lowered = text.lowercased()
        guard lowered.utf8.count == text.utf8.count else { return text }
        let marks = [
            "e.g.", "eg.", "for example", "such as", "like '", "like \"", "por ejemplo", "p. ej", "p.ej", "i.e.",
        ]
        let cut = marks.compactMap { lowered.firstRange(of: $0)?.lowerBound }.min()
        return cut.map {
            String(decoding: text.utf8.prefix(lowered.utf8.distance(from: lowered.startIndex, to: $0)), as: UTF8.self)
        }
            ?? text
    }

    func step(_ arguments: JSONObject) -> AnswerStep {
        let text = JSON.object(arguments).text
        guard let server else { return .call(name: name, arguments: text) }
        return .callServer(label: server, name: name, arguments: text)
    }
}
