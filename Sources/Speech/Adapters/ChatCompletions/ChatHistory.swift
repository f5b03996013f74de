internal import RealtimeAPI
internal import RealtimeEngine

/// Makes turns of a chat of a conversation's items.
///
/// In a chat the answers of calls stand right after the message that calls, every call has one, and every one has its
/// call. In a conversation they may stand anywhere, or not yet.
struct ChatHistory {
    private(set) var turns: [ChatTurn] = []
    private let names: ToolNames
    private var outputs: [CallID: [String]] = [:]
    private var called: Set<CallID> = []
    /// Calls that follow each other are one message's.
    private var isCalling = false

    init(_ request: ResponseRequest, _ names: ToolNames) {
        self.names = names
        for case .functionCallOutput(let output) in request.context.lazy.map(\.item) {
            outputs[output.callID, default: []].append(output.output)
        }
        for case .functionCall(let call) in request.context.lazy.map(\.item) where call.isWhole {
            if let id = call.callID { called.insert(id) }
        }
        if !request.instructions.isEmpty { turns.append(.system(request.instructions)) }
        for entry in request.context { add(entry) }
    }

    private mutating func add(_ entry: ContextItem) {
        switch entry.item {
        case .message(let message): add(message, entry.hearing)
        case .functionCall(let call): add(call)
        case .functionCallOutput(let output): add(output)
        case .mcpCall(let call): add(call)
        case .mcpListTools, .mcpApprovalRequest, .mcpApprovalResponse, .unknown: return
        }
    }

    // MARK: Messages

    private mutating func add(_ message: Message, _ hearing: Hearing?) {
        switch message.role {
        case .assistant: say(message.content.compactMap(\.said).joined(separator: "\n"))
        case .system:
            let text = message.content.compactMap(\.text).joined(separator: "\n")
            guard !text.isEmpty else { return }
            isCalling = false
            turns.append(.system(text))
        default: hear(Self.pieces(message.content, hearing))
        }
    }

    private mutating func say(_ text: String) {
        // Interrupted before a word of it was heard: nothing was said.
        guard !text.isEmpty else { return }
        isCalling = false
        if case .assistant(let before, let calls)? = turns.last, calls.isEmpty {
            turns[turns.count - 1] = .assistant(text: before + "\n" + text, calls: [])
        } else {
            turns.append(.assistant(text: text, calls: []))
        }
    }

    private mutating func hear(_ pieces: [ChatTurn.Piece]) {
        guard !pieces.isEmpty else { return }
        isCalling = false
        if case .user(let before)? = turns.last {
            turns[turns.count - 1] = .user(before + pieces)
        } else {
            turns.append(.user(pieces))
        }
    }

    /// An item's hearing is of all its audio that has no transcript of its own.
    private static func pieces(_ content: [ContentPart], _ hearing: Hearing?) -> [ChatTurn.Piece] {
        var pieces: [ChatTurn.Piece] = []
        var isHeard = false
        for part in content {
            switch part.type {
            case .inputImage:
                if let url = part.imageURL { pieces.append(.image(url: url, detail: part.detail?.rawValue)) }
            case .inputAudio:
                if let transcript = part.transcript.value {
                    pieces.append(text: transcript)
                } else if !isHeard {
                    isHeard = true
                    pieces.append(text: hearing?.words ?? ChatTurn.inaudible)
                }
            default: pieces.append(text: part.text ?? "")
            }
        }
        return pieces
    }

    // MARK: Calls

    private mutating func add(_ call: FunctionCall) {
        // What was cut off was never called.
        guard call.isWhole else { return }
        let id = call.callID ?? CallID(call.id?.rawValue ?? call.name)
        var output: String?
        if let first = outputs[id]?.first {
            output = first
            outputs[id]?.removeFirst()
        }
        place(ChatTurn.Call(id: id.rawValue, name: call.name, arguments: call.arguments, output: output))
    }

    private mutating func add(_ output: FunctionCallOutput) {
        isCalling = false
        // The call was left out of this response's input; what came of it was not.
        guard !called.contains(output.callID) else { return }
        hear([.text("The result of the tool call \(output.callID): \(output.output)")])
    }

    private mutating func add(_ call: MCPCall) {
        guard let result = call.output.value ?? call.error.value.map({ "Error: \($0.message)" }) else { return }
        let name = names.name(of: call.name, of: call.serverLabel)
        let id = call.id?.rawValue ?? name
        place(ChatTurn.Call(id: id, name: name, arguments: call.arguments, output: result))
        // The next call of the model's knew this one's result.
        isCalling = false
    }

    /// Beside the calls before it, or with what the model said when it called.
    private mutating func place(_ call: ChatTurn.Call) {
        if case .assistant(let text, let calls)? = turns.last, isCalling || calls.isEmpty {
            turns[turns.count - 1] = .assistant(text: text, calls: calls + [call])
        } else {
            turns.append(.assistant(text: "", calls: [call]))
        }
        isCalling = true
    }
}

extension FunctionCall {
    fileprivate var isWhole: Bool { status == nil || status == .completed }
}

extension ContentPart {
    /// What an assistant said or wrote: as much of it as was heard.
    fileprivate var said: String? {
        let text = text ?? transcript.value
        return text?.isEmpty == false ? text : nil
    }
}

extension Hearing {
    fileprivate var words: String? {
        if case .heard(let text) = self, !text.isEmpty { text } else { nil }
    }
}

extension [ChatTurn.Piece] {
    fileprivate mutating func append(text: String) {
        if !text.isEmpty { append(.text(text)) }
    }
}
