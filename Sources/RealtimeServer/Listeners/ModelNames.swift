internal import Bytes
internal import RealtimeAPI

/// Which names clients may call the engines by. All mean the configured engine (CONTRACT 23), until there are several.
struct ModelNames: Sendable, Equatable {
    /// The names of the service that open a conversation.
    static let conversation = [
        "gpt-realtime", "gpt-realtime-1.5", "gpt-realtime-2", "gpt-realtime-2.1", "gpt-realtime-2.1-mini",
        "gpt-realtime-2025-08-25", "gpt-realtime-2025-08-28", "gpt-realtime-mini", "gpt-realtime-mini-2025-10-06",
        "gpt-realtime-mini-2025-12-15", "gpt-audio-1.5", "gpt-audio-mini", "gpt-audio-mini-2025-10-06",
        "gpt-audio-mini-2025-12-15", "gpt-4o-realtime-preview", "gpt-4o-realtime-preview-2024-10-01",
        "gpt-4o-realtime-preview-2024-12-17", "gpt-4o-realtime-preview-2025-06-03", "gpt-4o-mini-realtime-preview",
        "gpt-4o-mini-realtime-preview-2024-12-17",
    ]
    static let transcription = [
        "whisper-1", "gpt-4o-transcribe", "gpt-4o-transcribe-diarize", "gpt-4o-mini-transcribe",
        "gpt-4o-mini-transcribe-2025-12-15", "gpt-transcribe", "gpt-live-transcribe", "gpt-realtime-whisper",
    ]
    static let translation = ["gpt-realtime-translate"]
    static let conversationDefault = "gpt-realtime"
    static let previewDefault = "gpt-4o-realtime-preview"
    static let translationDefault = "gpt-realtime-translate"

    /// The operator's narrower choice; nil: all that the service has, and at Azure any deployment.
    let allowed: [String]?

    /// Whether a session of this kind may be opened by that name.
    func accepts(_ name: String, for kind: SessionKind, at flavour: SessionOrigin.Flavour) -> Bool {
        guard lists(name) else { return false }
        switch flavour {
        case .azure: return !name.isEmpty
        // A name of the operator's own opens every kind; one of the service's says which it opens.
        case .openAI: return Self.names(for: kind).contains(name) || allowed != nil && !Self.isKnown(name)
        }
    }

    /// Whether the operator left the name in.
    func lists(_ name: String) -> Bool { allowed?.contains(name) ?? true }

    /// What a transcription session may listen with, of what its key may use.
    func transcription(within scope: ModelScope, at flavour: SessionOrigin.Flavour) -> ModelScope {
        guard let allowed else { return scope }
        return .only(Set(allowed.filter { accepts($0, for: .transcription, at: flavour) && scope.allows($0) }))
    }

    private static func names(for kind: SessionKind) -> [String] {
        switch kind {
        case .transcription: transcription
        case .translation: translation
        default: conversation
        }
    }

    /// Why a session is not opened by that name.
    static func refusal(_ name: String) -> APIError { isKnown(name) ? .invalidModel(name) : .modelNotFound(name) }

    /// Whether the service knows the name, though not for this.
    static func isKnown(_ name: String) -> Bool { (conversation + transcription + translation).contains(name) }

    /// What `GET /models` lists, as far as the key may use it.
    func listed(_ mayUse: (String) -> Bool) -> [String] {
        (allowed ?? Self.conversation + Self.transcription + Self.translation).filter(mayUse)
    }
}

extension ModelNames {
    static func object(_ name: String) -> JSON {
        ["id": .string(name), "object": "model", "created": 0.json, "owned_by": "antiphon"]
    }
}
