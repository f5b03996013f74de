// A table: data, exempt from the size rule.

public import Bytes

/// An event that the server sends. One case for each kind, plus the kinds that this build does not know.
public enum ServerEvent: Sendable, Equatable {
    case error(ErrorEvent)
    case sessionCreated(SessionEvent)
    case sessionUpdated(SessionEvent)
    case conversationCreated(ConversationCreated)
    case itemCreated(PlacedItem)
    case itemAdded(PlacedItem)
    case itemDone(PlacedItem)
    case itemDeleted(ItemNamed)
    case itemRetrieved(ItemEvent)
    case itemTruncated(ItemTruncated)
    case transcriptionDelta(TranscriptionDelta)
    case transcriptionCompleted(TranscriptionCompleted)
    case transcriptionFailed(TranscriptionFailed)
    case transcriptionSegment(TranscriptionSegment)
    case inputAudioCommitted(BufferCommitted)
    case inputAudioCleared(NoFields)
    case speechStarted(SpeechStarted)
    case speechStopped(SpeechStopped)
    case idleTimeoutTriggered(IdleTimeoutTriggered)
    case dtmfReceived(DTMFReceived)
    case outputAudioStarted(OutputAudioEvent)
    case outputAudioStopped(OutputAudioEvent)
    case outputAudioCleared(OutputAudioEvent)
    case responseCreated(ResponseEvent)
    case responseDone(ResponseEvent)
    case outputItemAdded(OutputItemEvent)
    case outputItemDone(OutputItemEvent)
    case contentPartAdded(PartEvent)
    case contentPartDone(PartEvent)
    case textDelta(PartDelta)
    case textDone(TextDone)
    case audioTranscriptDelta(PartDelta)
    case audioTranscriptDone(TranscriptDone)
    case audioDelta(PartDelta)
    case audioDone(PartPlace)
    case functionArgumentsDelta(FunctionArgumentsDelta)
    case functionArgumentsDone(FunctionArgumentsDone)
    case mcpListToolsInProgress(ItemNamed)
    case mcpListToolsCompleted(ItemNamed)
    case mcpListToolsFailed(ItemNamed)
    case mcpArgumentsDelta(MCPArgumentsDelta)
    case mcpArgumentsDone(MCPArgumentsDone)
    case mcpCallInProgress(MCPCallEvent)
    case mcpCallCompleted(MCPCallEvent)
    case mcpCallFailed(MCPCallEvent)
    case rateLimitsUpdated(RateLimitsUpdated)
    case translationCreated(TranslationSessionEvent)
    case translationUpdated(TranslationSessionEvent)
    case translationClosed(NoFields)
    case translationInputDelta(TranslationTextDelta)
    case translationOutputDelta(TranslationTextDelta)
    case translationAudioDelta(TranslationAudioDelta)
    case unknown(type: String, JSONObject)
}

extension ServerEvent {
    private struct Kind: Sendable {
        let type: String
        let body: any WireObject.Type
        let read: @Sendable ([JSONObject.Member]) throws(WireFault) -> ServerEvent

        init<Body: WireObject>(_ type: String, _ make: @escaping @Sendable (Body) -> ServerEvent) {
            self.type = type
            self.body = Body.self
            self.read = { members throws(WireFault) in make(try Body.read(members, .open)) }
        }
    }

    /// The table that joins a wire name to its case. A new event is one struct, one case and one row here.
    private static let conversationKinds = [
        Kind("error", error),
        Kind("session.created", sessionCreated),
        Kind("session.updated", sessionUpdated),
        Kind("conversation.created", conversationCreated),
        Kind("conversation.item.created", itemCreated),
        Kind("conversation.item.added", itemAdded),
        Kind("conversation.item.done", itemDone),
        Kind("conversation.item.deleted", itemDeleted),
        Kind("conversation.item.retrieved", itemRetrieved),
        Kind("conversation.item.truncated", itemTruncated),
        Kind("conversation.item.input_audio_transcription.delta", transcriptionDelta),
        Kind("conversation.item.input_audio_transcription.completed", transcriptionCompleted),
        Kind("conversation.item.input_audio_transcription.failed", transcriptionFailed),
        Kind("conversation.item.input_audio_transcription.segment", transcriptionSegment),
        Kind("input_audio_buffer.committed", inputAudioCommitted),
        Kind("input_audio_buffer.cleared", inputAudioCleared),
        Kind("input_audio_buffer.speech_started", speechStarted),
        Kind("input_audio_buffer.speech_stopped", speechStopped),
        Kind("input_audio_buffer.timeout_triggered", idleTimeoutTriggered),
        Kind("input_audio_buffer.dtmf_event_received", dtmfReceived),
        Kind("output_audio_buffer.started", outputAudioStarted),
        Kind("output_audio_buffer.stopped", outputAudioStopped),
        Kind("output_audio_buffer.cleared", outputAudioCleared),
        Kind("response.created", responseCreated),
        Kind("response.done", responseDone),
        Kind("response.output_item.added", outputItemAdded),
        Kind("response.output_item.done", outputItemDone),
        Kind("response.content_part.added", contentPartAdded),
        Kind("response.content_part.done", contentPartDone),
        Kind("response.output_text.delta", textDelta),
        Kind("response.output_text.done", textDone),
        Kind("response.output_audio_transcript.delta", audioTranscriptDelta),
        Kind("response.output_audio_transcript.done", audioTranscriptDone),
        Kind("response.output_audio.delta", audioDelta),
        Kind("response.output_audio.done", audioDone),
        Kind("response.function_call_arguments.delta", functionArgumentsDelta),
        Kind("response.function_call_arguments.done", functionArgumentsDone),
        Kind("mcp_list_tools.in_progress", mcpListToolsInProgress),
        Kind("mcp_list_tools.completed", mcpListToolsCompleted),
        Kind("mcp_list_tools.failed", mcpListToolsFailed),
        Kind("response.mcp_call_arguments.delta", mcpArgumentsDelta),
        Kind("response.mcp_call_arguments.done", mcpArgumentsDone),
        Kind("response.mcp_call.in_progress", mcpCallInProgress),
        Kind("response.mcp_call.completed", mcpCallCompleted),
        Kind("response.mcp_call.failed", mcpCallFailed),
        Kind("rate_limits.updated", rateLimitsUpdated),
    ]

    private static let translationKinds = [
        Kind("error", error),
        Kind("session.created", translationCreated),
        Kind("session.updated", translationUpdated),
        Kind("session.closed", translationClosed),
        Kind("session.input_transcript.delta", translationInputDelta),
        Kind("session.output_transcript.delta", translationOutputDelta),
        Kind("session.output_audio.delta", translationAudioDelta),
    ]

    private static let readers = Dictionary(uniqueKeysWithValues: conversationKinds.map { ($0.type, $0) })
    private static let translationReaders = Dictionary(uniqueKeysWithValues: translationKinds.map { ($0.type, $0) })

    /// The types that this build knows, in the order of its table.
    public static func types(in session: SessionKind) -> [String] {
        (session == .translation ? translationKinds : conversationKinds).map(\.type)
    }

    /// What each kind of event may say, for the test that holds it to the contract.
    public static func shapes(in session: SessionKind) -> [(type: String, shape: WireShape)] {
        (session == .translation ? translationKinds : conversationKinds).map { ($0.type, $0.body.shape) }
    }

    /// Reads what a server sent. It never fails for what it does not know: that is kept as it is.
    public static func read(_ object: JSONObject, in session: SessionKind = .realtime) -> Identified<ServerEvent>? {
        guard let type = object["type"]?.string else { return nil }
        let body = object.withoutReadableEnvelope
        let readers = session == .translation ? translationReaders : readers
        let event = readers[type].flatMap { try? $0.read(body) }
        return Identified(
            eventID: object["event_id"]?.string,
            event ?? .unknown(type: type, JSONObject(uniqueMembers: body))
        )
    }

    public func json(eventID: String?) -> JSON { envelope(type, eventID, typeAndBody.body) }

    public var type: String { typeAndBody.type }

    private var typeAndBody: (type: String, body: any WireObject) {
        switch self {
        case .error(let body): ("error", body)
        case .sessionCreated(let body): ("session.created", body)
        case .sessionUpdated(let body): ("session.updated", body)
        case .conversationCreated(let body): ("conversation.created", body)
        case .itemCreated(let body): ("conversation.item.created", body)
        case .itemAdded(let body): ("conversation.item.added", body)
        case .itemDone(let body): ("conversation.item.done", body)
        case .itemDeleted(let body): ("conversation.item.deleted", body)
        case .itemRetrieved(let body): ("conversation.item.retrieved", body)
        case .itemTruncated(let body): ("conversation.item.truncated", body)
        case .transcriptionDelta(let body): ("conversation.item.input_audio_transcription.delta", body)
        case .transcriptionCompleted(let body): ("conversation.item.input_audio_transcription.completed", body)
        case .transcriptionFailed(let body): ("conversation.item.input_audio_transcription.failed", body)
        case .transcriptionSegment(let body): ("conversation.item.input_audio_transcription.segment", body)
        case .inputAudioCommitted(let body): ("input_audio_buffer.committed", body)
        case .inputAudioCleared(let body): ("input_audio_buffer.cleared", body)
        case .speechStarted(let body): ("input_audio_buffer.speech_started", body)
        case .speechStopped(let body): ("input_audio_buffer.speech_stopped", body)
        case .idleTimeoutTriggered(let body): ("input_audio_buffer.timeout_triggered", body)
        case .dtmfReceived(let body): ("input_audio_buffer.dtmf_event_received", body)
        case .outputAudioStarted(let body): ("output_audio_buffer.started", body)
        case .outputAudioStopped(let body): ("output_audio_buffer.stopped", body)
        case .outputAudioCleared(let body): ("output_audio_buffer.cleared", body)
        case .responseCreated(let body): ("response.created", body)
        case .responseDone(let body): ("response.done", body)
        case .outputItemAdded(let body): ("response.output_item.added", body)
        case .outputItemDone(let body): ("response.output_item.done", body)
        case .contentPartAdded(let body): ("response.content_part.added", body)
        case .contentPartDone(let body): ("response.content_part.done", body)
        case .textDelta(let body): ("response.output_text.delta", body)
        case .textDone(let body): ("response.output_text.done", body)
        case .audioTranscriptDelta(let body): ("response.output_audio_transcript.delta", body)
        case .audioTranscriptDone(let body): ("response.output_audio_transcript.done", body)
        case .audioDelta(let body): ("response.output_audio.delta", body)
        case .audioDone(let body): ("response.output_audio.done", body)
        case .functionArgumentsDelta(let body): ("response.function_call_arguments.delta", body)
        case .functionArgumentsDone(let body): ("response.function_call_arguments.done", body)
        case .mcpListToolsInProgress(let body): ("mcp_list_tools.in_progress", body)
        case .mcpListToolsCompleted(let body): ("mcp_list_tools.completed", body)
        case .mcpListToolsFailed(let body): ("mcp_list_tools.failed", body)
        case .mcpArgumentsDelta(let body): ("response.mcp_call_arguments.delta", body)
        case .mcpArgumentsDone(let body): ("response.mcp_call_arguments.done", body)
        case .mcpCallInProgress(let body): ("response.mcp_call.in_progress", body)
        case .mcpCallCompleted(let body): ("response.mcp_call.completed", body)
        case .mcpCallFailed(let body): ("response.mcp_call.failed", body)
        case .rateLimitsUpdated(let body): ("rate_limits.updated", body)
        case .translationCreated(let body): ("session.created", body)
        case .translationUpdated(let body): ("session.updated", body)
        case .translationClosed(let body): ("session.closed", body)
        case .translationInputDelta(let body): ("session.input_transcript.delta", body)
        case .translationOutputDelta(let body): ("session.output_transcript.delta", body)
        case .translationAudioDelta(let body): ("session.output_audio.delta", body)
        case .unknown(let type, let object): (type, NoFields { $0.unknown = object.members })
        }
    }
}
