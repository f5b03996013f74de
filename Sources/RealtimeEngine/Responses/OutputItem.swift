import RealtimeAPI

/// An item of a response while it is written. It holds what its deltas said, no more and no less.
struct OutputItem: Sendable, Equatable {
    enum Body: Sendable, Equatable {
        case message(phase: Phase?, parts: [Part])
        case call(FunctionCall)
        case mcp(MCPCall)
        case approval(MCPApprovalRequest)
    }

    struct Part: Sendable, Equatable {
        enum Kind: Sendable, Equatable {
            case text
            case audio
        }

        var kind: Kind
        var text = ""
        var isOpen = true

        /// As `response.content_part.*` tells it.
        var event: ContentPart {
            ContentPart {
                switch kind {
                case .text:
                    $0.type = .text
                    $0.text = text
                case .audio:
                    $0.type = .audio
                    $0.transcript = .value(text)
                }
            }
        }

        /// As the item tells it.
        var content: ContentPart {
            ContentPart {
                switch kind {
                case .text:
                    $0.type = .outputText
                    $0.text = text
                case .audio:
                    $0.type = .outputAudio
                    $0.transcript = .value(text)
                }
            }
        }
    }

    let id: ItemID
    let index: Int
    var body: Body
    var status = ItemStatus.inProgress

    var isOpen: Bool { status == .inProgress }

    var parts: [Part] {
        get { if case .message(_, let parts) = body { parts } else { [] } }
        set { if case .message(let phase, _) = body { body = .message(phase: phase, parts: newValue) } }
    }

    var wire: Item {
        switch body {
        case .message(let phase, let parts):
            let message = Message {
                $0.role = .assistant
                $0.content = parts.map(\.content)
                if let phase { $0.phase = .value(phase) }
            }
            return .message(message.stamped(id, status))
        case .call(let call): return .functionCall(call.stamped(id, status))
        case .mcp(let call): return .mcpCall(call.stamped(id, status))
        case .approval(let request): return .mcpApprovalRequest(request.stamped(id, status))
        }
    }
}
