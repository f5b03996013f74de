// A table: data, exempt from the size rule.

/// Every error this server reports. `docs/errors.md` is made from this table.
public enum ErrorCode: String, Sendable, CaseIterable {
    // What an event says.
    case invalidJSON = "invalid_json"
    case invalidEvent = "invalid_event"
    case invalidValue = "invalid_value"
    case invalidType = "invalid_type"
    case unknownParameter = "unknown_parameter"
    case unsupportedParameter = "unsupported_parameter"
    case missingRequiredParameter = "missing_required_parameter"
    case stringAboveMaxLength = "string_above_max_length"
    // What the session is in.
    case bufferTooSmall = "input_audio_buffer_commit_empty"
    case bufferFull = "input_audio_buffer_full"
    case activeResponse = "conversation_already_has_active_response"
    case tooManyResponses = "too_many_active_responses"
    case nothingToCancel = "response_cancel_not_active"
    case truncateUnknownItem = "item_truncate_invalid_item_id"
    case deleteUnknownItem = "item_delete_invalid_item_id"
    case retrieveUnknownItem = "item_retrieve_invalid_item_id"
    case unknownPreviousItem = "item_create_invalid_previous_item_id"
    case duplicateItem = "item_create_duplicate_item_id"
    case unknownToolCall = "invalid_tool_call_id"
    case unknownApproval = "invalid_approval_request_id"
    case voiceFixed = "cannot_update_voice"
    case conversationTooLong = "conversation_too_long"
    case conversationFull = "conversation_full"
    case tooMuchToHear = "too_much_audio_pending"
    // What ends or spoils a response.
    case rateLimit = "rate_limit_exceeded"
    case quota = "insufficient_quota"
    case hearingFailed = "input_audio_not_understood"
    case modelFailed = "model_error"
    case outputOverflow = "output_buffer_full"
    case transcriptionFailed = "transcription_failed"
    case translationFailed = "translation_failed"
    case serverError = "server_error"
    // What ends the session.
    case sessionExpired = "session_expired"
    case sessionIdle = "session_idle_timeout"
    case clientTooSlow = "client_too_slow"
    case shuttingDown = "server_shutting_down"
    // What is said at the door.
    case overloaded = "server_overloaded"
    case invalidAPIKey = "invalid_api_key"
    case insufficientPermissions = "insufficient_permissions"
    case tooManySessions = "too_many_sessions"
    case tooManySecrets = "too_many_client_secrets"
    case storageFailed = "storage_failed"
    case missingModel = "missing_model"
    case invalidModel = "invalid_model"
    case modelNotFound = "model_not_found"
    case betaDisabled = "beta_api_shape_disabled"
    case versionMismatch = "api_version_mismatch"
    case unsupportedContentType = "unsupported_content_type"
    case decisionMade = "decision_already_made"
    case unknownURL = "unknown_url"
    case wrongMethod = "method_not_supported"
    case upgradeRequired = "upgrade_required"
    case badUpgrade = "invalid_websocket_request"
    case badRequest = "invalid_http_request"
    case originNotAllowed = "origin_not_allowed"
    case notBuilt = "not_built"
    case wrongAPIVersion = "api_version_not_supported"
}

extension ErrorCode {
    public enum Origin: String, Sendable {
        /// A client's event causes it; the session goes on.
        case event = "a client event"
        /// A response fails with it; the session goes on.
        case response = "a response"
        /// The transcription of an item fails with it; the session goes on.
        case transcription = "a transcription"
        case session = "the end of a session"
        case connection = "a refused connection or request"
    }

    public struct Entry: Sendable {
        public var type: ErrorType
        public var origin: Origin
        /// Set where a close follows.
        public var closeCode: UInt16?
        public var when: String
        /// Not a code of the service: ours, because the service's public material has none for it.
        public var isOurs = false
    }

    public var entry: Entry {
        switch self {
        case .invalidJSON: event("The text is not JSON, or is beyond the limits of section 14.")
        case .invalidEvent: event("It is JSON but not an event: no object, no `type`, a binary frame, a null `type`.")
        case .invalidValue: event("A value is outside its set or range, or two values contradict each other.")
        case .invalidType: event("A value has the wrong JSON type.")
        case .unknownParameter: event("A field that the contract does not have. The whole event is refused.")
        case .unsupportedParameter: event("A field of the contract that this server does not put in force.", ours: true)
        case .missingRequiredParameter: event("A required field is absent.")
        case .stringAboveMaxLength: event("A string is longer than its limit.")
        case .bufferTooSmall: event("A commit with less than 100 ms in the input buffer.")
        case .bufferFull: event("An append that the input buffer has no room for; nothing of it is kept.", ours: true)
        case .activeResponse: event("`response.create` while a response is being generated for the conversation.")
        case .tooManyResponses: event("More out-of-band responses at once than the session may have.", ours: true)
        case .nothingToCancel: event("`response.cancel` and no such response is active. Harmless.")
        case .truncateUnknownItem: event("`conversation.item.truncate` of an item that is not there.")
        case .deleteUnknownItem: event("`conversation.item.delete` of an item that is not there or is being written.")
        case .retrieveUnknownItem: event("`conversation.item.retrieve` of an item that is not there.")
        case .unknownPreviousItem: event("`previous_item_id` names no item; nothing is added.")
        case .duplicateItem: event("`item.id` is already taken in this conversation.")
        case .unknownToolCall: event("A `function_call_output` for a call that the conversation does not have.")
        case .unknownApproval: event("An approval of a request that is not there or was answered.", ours: true)
        case .voiceFixed: event("The voice is changed after the assistant has spoken.")
        case .conversationTooLong: event("`truncation` is `disabled` and the context is full.")
        case .conversationFull: event("The conversation holds as many items or as many bytes as it may.", ours: true)
        case .tooMuchToHear: event("Audio in an item, while as much as may be is still listened to.", ours: true)
        case .rateLimit:
            Entry(type: "tokens", origin: .response, when: "The limiter refuses; `type` names what ran out.")
        case .quota: Entry(type: "insufficient_quota", origin: .response, closeCode: 4000, when: "A budget is used up.")
        case .hearingFailed: response("What the user said could not be made out: recognition failed.")
        case .modelFailed: response("The model's back end failed; the message says how.")
        case .outputOverflow: response("A back end went on after it was told to wait, and filled the output queue.")
        case .serverError: response("Something failed that is not the client's doing.")
        case .transcriptionFailed:
            Entry(
                type: .serverError,
                origin: .transcription,
                when: "The recogniser failed for this item.",
                isOurs: true
            )
        case .translationFailed:
            Entry(type: .serverError, origin: .session, when: "The translator failed.", isOurs: true)
        case .sessionExpired:
            session(1001, "The session reached its longest duration (60 minutes, or a limit of its key).")
        case .sessionIdle: session(1001, "The session was idle for longer than its limit.")
        case .clientTooSlow:
            session(1008, "A connection did not read its events. A sideband's end does not end the session.")
        case .shuttingDown: session(1012, "The server restarts; sent after the drain.", type: .serverError)
        case .overloaded: connection(1013, "More sessions than the server's limit.", type: .serverError, ours: true)
        case .invalidAPIKey: connection(3000, "The credential is missing, wrong or expired.")
        case .insufficientPermissions: connection(3003, "The key is right, and was not given for this.", ours: true)
        case .tooManySessions: connection(1013, "The key has as many sessions open as it may.", ours: true)
        case .tooManySecrets:
            connection(nil, "The key has as many client secrets as it may.", type: .serverError, ours: true)
        case .storageFailed:
            connection(1011, "The server's disk is full or broken; sessions go on.", type: .serverError, ours: true)
        case .missingModel: connection(4000, "No model, no call, no intent in the URL.")
        case .invalidModel: connection(4000, "The model is not one for realtime sessions.")
        case .modelNotFound: connection(4004, "No such model.")
        case .betaDisabled: connection(4000, "The Preview shape was asked for where it is switched off.")
        case .versionMismatch: connection(4000, "A secret of one dialect used for a session of the other.")
        case .unsupportedContentType: connection(nil, "A REST body of a type that the endpoint does not take.")
        case .decisionMade: connection(nil, "The call was already accepted or rejected.")
        case .unknownURL: connection(nil, "Nothing is served at this path (404).", ours: true)
        case .wrongMethod: connection(nil, "The path takes other methods (405).", ours: true)
        case .upgradeRequired: connection(nil, "A plain request where a WebSocket is served (426).", ours: true)
        case .badUpgrade: connection(nil, "A WebSocket handshake that breaks RFC 6455 (400).", ours: true)
        case .badRequest:
            connection(
                nil,
                "A request that breaks HTTP/1.1 or a limit of it (400, 413, 414, 417, 431, 501, 505).",
                ours: true
            )
        case .originNotAllowed: connection(nil, "A browser's page of another origin (403).", ours: true)
        case .notBuilt: connection(nil, "A part of the API that this server does not have (501).", ours: true)
        case .wrongAPIVersion:
            connection(nil, "`api-version` is missing, retired, or does not belong there (401).", ours: true)
        }
    }

    private func event(_ when: String, ours: Bool = false) -> Entry {
        Entry(type: .invalidRequest, origin: .event, when: when, isOurs: ours)
    }

    private func response(_ when: String) -> Entry {
        Entry(type: .serverError, origin: .response, when: when, isOurs: self != .serverError)
    }

    private func session(_ close: UInt16, _ when: String, type: ErrorType = .invalidRequest) -> Entry {
        Entry(type: type, origin: .session, closeCode: close, when: when, isOurs: self != .sessionExpired)
    }

    private func connection(
        _ close: UInt16?,
        _ when: String,
        type: ErrorType = .invalidRequest,
        ours: Bool = false
    ) -> Entry {
        Entry(type: type, origin: .connection, closeCode: close, when: when, isOurs: ours)
    }
}
