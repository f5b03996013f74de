internal import Bytes
internal import RealtimeAPI
internal import RealtimeEngine

/// What a conversation is where it consists of messages of three roles and calls belong to a message.
///
/// Neighbours of one role are put together: the templates of many models refuse two in a row, and in a spoken
/// conversation people add to what they have said.
enum ChatTurn: Sendable, Equatable {
    struct Call: Sendable, Equatable {
        var id: String
        var name: String
        var arguments: String
        /// Nil: nobody has answered it yet.
        var output: String?
    }

    enum Piece: Sendable, Equatable {
        case text(String)
        case image(url: String, detail: String?)
    }

    case system(String)
    case user([Piece])
    case assistant(text: String, calls: [Call])

    /// So that a model knows that it has called, and does not call again.
    static let pending = "There is no result yet."
    /// There was sound, and nobody knows what was said.
    static let inaudible = "[inaudible]"

    var messages: [JSON] {
        switch self {
        case .system(let text): return [["role": "system", "content": .string(text)]]
        case .user(let pieces): return [["role": "user", "content": Self.content(pieces)]]
        case .assistant(let text, let calls):
            var message: JSONObject = ["role": "assistant", "content": text.isEmpty ? .null : .string(text)]
            if !calls.isEmpty { message["tool_calls"] = .array(calls.map(\.json)) }
            return [.object(message)] + calls.map(\.answer)
        }
    }

    /// A plain text where that will do: not every server takes lists.
    private static func content(_ pieces: [Piece]) -> JSON {
        let texts = pieces.compactMap { if case .text(let text) = $0 { text } else { nil } }
        guard texts.count < pieces.count else { return .string(texts.joined(separator: "\n")) }
        return .array(pieces.map(\.json))
    }
}

extension ChatTurn.Call {
    fileprivate var json: JSON {
        let arguments = arguments.isEmpty ? "{}" : arguments
        return [
            "id": .string(id), "type": "function",
            "function": ["name": .string(name), "arguments": .string(arguments)],
        ]
    }

    fileprivate var answer: JSON {
        ["role": "tool", "tool_call_id": .string(id), "content": .string(output ?? ChatTurn.pending)]
    }
}

extension ChatTurn.Piece {
    fileprivate var json: JSON {
        switch self {
        case .text(let text): return ["type": "text", "text": .string(text)]
        case .image(let url, let detail):
            var image: JSONObject = ["url": .string(url)]
            if let detail { image["detail"] = .string(detail) }
            return ["type": "image_url", "image_url": .object(image)]
        }
    }
}
