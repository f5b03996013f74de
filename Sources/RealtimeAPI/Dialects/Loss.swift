/// What one dialect says and the other cannot: CONTRACT 19.6. For the log, a metric and `docs/migration.md`.
public enum Loss: String, Sendable, Hashable, CaseIterable {
    // What GA says and the Preview cannot.
    case mcp
    case phase
    case reasoning
    case parallelToolCalls = "parallel_tool_calls"
    case strictFunctions = "strict_functions"
    case imageInput = "image_input"
    case customVoice = "custom_voice"
    case newVoice = "new_voice"
    case responsePrompt = "response_prompt"
    case noiseStrength = "noise_strength"
    case idleTimeoutEvent = "idle_timeout_event"
    case dtmf
    case transcriptionSegments = "transcription_segments"
    case transcriptionLanguages = "transcription_languages"
    case transcriptionKeywords = "transcription_keywords"
    case transcriptionDelay = "transcription_delay"
    case retentionRatio = "retention_ratio"
    case callControl = "call_control"
    case sideband
    case sip
    case secretExpiry = "secret_expiry"
    case translationSessions = "translation_sessions"
    // What the Preview says and GA cannot.
    case temperature
    case audioAlone = "audio_alone"
    case itemReference = "item_reference"
    case rateLimitReservation = "rate_limit_reservation"
    case conversationCreatedMoment = "conversation_created_moment"
}

extension Loss {
    public enum Direction: Sendable, Equatable, CaseIterable {
        case fromGA
        case toGA
    }

    /// What becomes of it.
    public enum Fate: Sendable, Equatable {
        /// Left out of what is said, and reported.
        case dropped
        /// The value is said as it is, and reported: the other side may not know it.
        case kept
        /// Whoever says it is told by an `error` event; nothing is lost without a word.
        case refused
        /// A part of the API for which the other dialect has no words: nothing to translate, nothing reported.
        case absent
    }

    public struct Entry: Sendable {
        public let direction: Direction
        public let fate: Fate
        public let what: String
    }

    /// The row of the table.
    public var entry: Entry {
        switch self {
        case .mcp: fromGA(.dropped, "MCP tools, `tool_choice` of an MCP tool, MCP items, approvals and their events")
        case .phase: fromGA(.dropped, "`phase` of an item")
        case .reasoning: fromGA(.dropped, "`reasoning` of a session or response")
        case .parallelToolCalls:
            fromGA(.dropped, "`parallel_tool_calls: false`; several function calls in one response are said")
        case .strictFunctions: fromGA(.dropped, "`strict` of a function")
        case .imageInput: fromGA(.dropped, "`input_image` parts of a message")
        case .customVoice: fromGA(.dropped, "A custom voice, `{\"id\": …}`")
        case .newVoice:
            fromGA(.kept, "A voice that the Preview's list does not have (`marin`, `cedar`); the name is said")
        case .responsePrompt: fromGA(.dropped, "`prompt` of a response; a session's is said")
        case .noiseStrength: fromGA(.dropped, "`strength` of a noise reduction, other than 1")
        case .idleTimeoutEvent:
            fromGA(.dropped, "`input_audio_buffer.timeout_triggered`; the setting `idle_timeout_ms` is said")
        case .dtmf: fromGA(.dropped, "`input_audio_buffer.dtmf_event_received`")
        case .transcriptionSegments: fromGA(.dropped, "`conversation.item.input_audio_transcription.segment`")
        case .transcriptionLanguages:
            fromGA(.dropped, "`languages` of a transcription, asked for or found; `language` is said")
        case .transcriptionKeywords: fromGA(.dropped, "`keywords` of a transcription")
        case .transcriptionDelay: fromGA(.dropped, "`delay` of a transcription")
        case .retentionRatio: fromGA(.dropped, "`truncation` by a retention ratio; `auto` and `disabled` are said")
        case .callControl: fromGA(.absent, "Call control: accept, reject, refer, hang up")
        case .sideband: fromGA(.absent, "A sideband, `?call_id=`")
        case .sip: fromGA(.absent, "Calls over SIP")
        case .secretExpiry: fromGA(.absent, "`expires_after` of a client secret; the Preview's has a fixed life")
        case .translationSessions: fromGA(.absent, "Translation sessions")
        case .temperature: toGA(.dropped, "`temperature`; a session's is kept and said back to the client")
        case .audioAlone: toGA(.refused, "`modalities: [\"audio\"]` alone: audio brings its text")
        case .itemReference: toGA(.refused, "An `item_reference` as a new item; in a response's `input` it is said")
        case .rateLimitReservation:
            toGA(.absent, "What a response reserves of a limit: GA tells limits once, after the response")
        case .conversationCreatedMoment: toGA(.absent, "When the conversation began: GA has no `conversation.created`")
        }
    }

    private func fromGA(_ fate: Fate, _ what: String) -> Entry { Entry(direction: .fromGA, fate: fate, what: what) }
    private func toGA(_ fate: Fate, _ what: String) -> Entry { Entry(direction: .toGA, fate: fate, what: what) }
}
