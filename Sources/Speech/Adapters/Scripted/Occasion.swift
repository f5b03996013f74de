internal import RealtimeAPI
internal import RealtimeEngine

/// What a script may look at in a request: what came last, and a little of what surrounds it.
struct Occasion: Sendable, Equatable {
    enum Newest: Sendable, Equatable {
        case user(spoke: Bool, images: Int)
        case outputs([Output])
        case nothing
    }

    struct Output: Sendable, Equatable {
        var tool: String
        var text: String
    }

    /// So many outputs of functions are, the newest ones.
    static let outputsMax = 256

    var newest = Newest.nothing
    /// What the user said last.
    var text = ""
    /// How many messages of the user's there are.
    var turn = 0
    var instructions: String

    init(_ request: ResponseRequest) {
        instructions = request.instructions.shortened
        let messages = request.context.filter { $0.userMessage != nil }
        turn = messages.count
        if let last = messages.last, let message = last.userMessage { text = last.words(of: message).shortened }
        newest = Self.newest(request.context)
    }

    private static func newest(_ context: [ContextItem]) -> Newest {
        var outputs: [Output] = []
        let names = names(context)
        loop: for entry in context.reversed() {
            switch entry.item {
            case .functionCallOutput(let output):
                outputs.append(Output(tool: names[output.callID] ?? "", text: output.output.shortened))
                if outputs.count == outputsMax { break loop }
            case .mcpCall(let call):
                guard let text = call.output.value ?? call.error.value?.message else { continue }
                outputs.append(Output(tool: call.name, text: text.shortened))
                if outputs.count == outputsMax { break loop }
            case .message(let message) where message.role == .user && outputs.isEmpty:
                let spoke = message.content.contains { $0.type == .inputAudio }
                return .user(spoke: spoke, images: message.content.count { $0.type == .inputImage })
            // What answers belongs to one round: outputs before an answer were answered by it.
            case .message where !outputs.isEmpty: break loop
            default: break
            }
        }
        return outputs.isEmpty ? .nothing : .outputs(outputs.reversed())
    }

    /// What was called. A call may stand anywhere before or after its output.
    private static func names(_ context: [ContextItem]) -> [CallID: String] {
        var tools: [CallID: String] = [:]
        for case .functionCall(let call) in context.lazy.map(\.item) {
            guard let id = call.callID else { continue }
            tools[id] = tools[id] ?? call.name
        }
        return tools
    }
}

extension ContextItem {
    fileprivate var userMessage: Message? {
        if case .message(let message) = item, message.role == .user { message } else { nil }
    }
}
