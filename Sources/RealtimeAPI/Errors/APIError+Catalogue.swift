public import Bytes

/// The catalogue: every error this server reports is made here, or beside it in `APIError+Dialects.swift`, and nowhere
/// else.
extension APIError {
    // MARK: What an event says

    public static func invalidJSON(_ fault: JSONError) -> Self {
        Self(.invalidJSON, "Invalid event: failed to parse JSON value. \(fault)")
    }

    public static var binaryFrame: Self {
        Self(.invalidEvent, "Expected a text WebSocket message; binary frames are not supported.")
    }

    public static var notAnObject: Self { Self(.invalidEvent, "Invalid event: expected a JSON object.") }

    public static var typeMissing: Self { Self(.invalidEvent, "The 'type' field is missing.") }

    public static func unknownEvent(type: String, known: [String]) -> Self {
        Self(.invalidValue, "Invalid value: '\(shortened(type))'. Supported values are: \(list(known)).", param: "type")
    }

    /// What strict reading found, told with its place.
    public init(_ fault: WireFault) {
        let path = fault.path
        switch fault.problem {
        case .unknownField:
            self.init(.unknownParameter, "Unknown parameter: '\(Self.shortened(path))'.", param: Self.shortened(path))
        case .unsupported(let why):
            self.init(.unsupportedParameter, "Unsupported parameter: '\(path)'. \(why)", param: path)
        case .missing:
            self.init(.missingRequiredParameter, "Missing required parameter: '\(path)'.", param: path)
        case .wrongType(let expected, let found):
            self.init(
                .invalidType,
                "Invalid type for '\(path)': expected \(expected), but got \(found) instead.",
                param: path
            )
        case .notInSet(let found, let allowed):
            let found = Self.shortened(found)
            self.init(
                .invalidValue,
                "Invalid value: '\(found)'. Supported values are: \(Self.list(allowed)).",
                param: path
            )
        case .breaksRule(let expected, let found):
            let found = Self.shortened(found)
            self.init(.invalidValue, "Invalid '\(path)': expected \(expected), but got \(found) instead.", param: path)
        case .tooLong(let limit, let length):
            self.init(
                .stringAboveMaxLength,
                "Invalid '\(path)': string too long. Expected a string with maximum length \(limit), "
                    + "but got a string with length \(length) instead.",
                param: path
            )
        case .said(let sentence):
            self.init(.invalidValue, sentence, param: path)
        }
    }

    public static func invalidBase64(_ fault: Base64Error, param: String) -> Self {
        Self(.invalidValue, "Invalid '\(param)': expected base64-encoded audio bytes. \(fault)", param: param)
    }

    public static func invalidValue(_ param: String, _ sentence: String) -> Self {
        Self(.invalidValue, sentence, param: param)
    }

    /// A session object of one kind where another is.
    public static func otherKind(of kind: String) -> Self {
        Self(.invalidValue, "This is a \(kind) session; its type cannot be changed.", param: "session.type")
    }

    public static func unsupported(_ param: String, _ why: String) -> Self {
        Self(.unsupportedParameter, "Unsupported parameter: '\(param)'. \(why)", param: param)
    }

    public static func appendTooLarge(limit: Int) -> Self {
        Self(.stringAboveMaxLength, "Invalid 'audio': more than \(limit) bytes of audio in one event.", param: "audio")
    }

    // MARK: What the session is in

    public static func bufferTooSmall(milliseconds: Double) -> Self {
        let hundredths = Int((milliseconds * 100).rounded())
        let fraction = hundredths % 100
        let text = "\(hundredths / 100).\(fraction < 10 ? "0" : "")\(fraction)"
        return Self(
            .bufferTooSmall,
            "Error committing input audio buffer: buffer too small. Expected at least 100ms of audio, "
                + "but buffer only has \(text)ms of audio."
        )
    }

    public static func bufferFull(limit: Int) -> Self {
        Self(
            .bufferFull,
            "Error appending to the input audio buffer: it may hold \(limit) bytes and this append would exceed that. "
                + "Commit or clear the buffer first."
        )
    }

    public static func activeResponse(_ id: String) -> Self {
        Self(
            .activeResponse,
            "Conversation already has an active response in progress: \(id). "
                + "Wait until the response is finished before creating a new one."
        )
    }

    public static func tooManyResponses(limit: Int) -> Self {
        Self(.tooManyResponses, "At most \(limit) out-of-band responses may be active at once. Wait until one is done.")
    }

    public static var nothingToCancel: Self { Self(.nothingToCancel, "Cancellation failed: no active response found") }

    public static func truncateUnknownItem(_ id: String) -> Self {
        Self(.truncateUnknownItem, "Error truncating item: the item with id '\(shortened(id))' does not exist.")
    }

    public static func truncateBeyondEnd(have: Int, wanted: Int) -> Self {
        Self(.invalidValue, "Audio content of \(have)ms is already shorter than \(wanted)ms", param: "audio_end_ms")
    }

    public static func deleteUnknownItem(_ id: String) -> Self {
        Self(.deleteUnknownItem, "Error deleting item: the item with id '\(shortened(id))' does not exist.")
    }

    public static func deleteItemInProgress(_ id: String) -> Self {
        Self(
            .deleteUnknownItem,
            "Error deleting item: the item with id '\(id)' is still being written. Cancel its response first."
        )
    }

    public static func retrieveUnknownItem(_ id: String) -> Self {
        Self(.retrieveUnknownItem, "Error retrieving item: the item with id '\(shortened(id))' does not exist.")
    }

    public static func unknownPreviousItem(_ id: String) -> Self {
        Self(.unknownPreviousItem, "Error adding item: the previous item with id '\(shortened(id))' does not exist.")
    }

    public static func duplicateItem(_ id: String) -> Self {
        Self(.duplicateItem, "Error adding item: an item with id '\(shortened(id))' already exists.")
    }

    public static func unknownReference(_ id: String, param: String) -> Self {
        Self(.invalidValue, "Invalid '\(param)': the item with id '\(shortened(id))' does not exist.", param: param)
    }

    public static func unknownToolCall(_ id: String) -> Self {
        Self(.unknownToolCall, "Tool call ID '\(shortened(id))' not found in conversation.")
    }

    public static func unknownApproval(_ id: String) -> Self {
        Self(
            .unknownApproval,
            "Approval request '\(shortened(id))' is not in the conversation, or was answered before."
        )
    }

    public static var voiceFixed: Self {
        Self(
            .voiceFixed,
            "Cannot update a conversation's voice if assistant audio is present.",
            param: "session.audio.output.voice"
        )
    }

    public static var conversationTooLong: Self {
        Self(.conversationTooLong, "Conversation is too long to create a Response.")
    }

    public static func conversationFull(items: Int, bytes: Int) -> Self {
        Self(
            .conversationFull,
            "The conversation may hold \(items) items and \(bytes) bytes of text and images. Delete some items first."
        )
    }

    public static func tooMuchToHear(limit: Int) -> Self {
        Self(
            .tooMuchToHear,
            "The audio of \(limit) items is still being listened to. Wait for it, or send a transcript with the audio."
        )
    }

    // MARK: What ends or spoils a response

    /// `what` is `tokens` or `requests`.
    public static func rateLimit(_ what: String, retrySeconds: Double?) -> Self {
        let wait = retrySeconds.map { " Try again in \($0)s." } ?? ""
        return Self(
            type: ErrorType(rawValue: what),
            code: ErrorCode.rateLimit.rawValue,
            message: "Rate limit reached for \(what).\(wait)"
        )
    }

    public static var quota: Self {
        Self(.quota, "You exceeded your current quota, please ask the operator of this server for more.")
    }

    public static func hearingFailed(_ why: String) -> Self {
        Self(.hearingFailed, "The audio of the last turn could not be understood: \(why)")
    }

    public static func modelFailed(_ why: String) -> Self { Self(.modelFailed, why) }

    public static func outputOverflow(limit: Int) -> Self {
        Self(.outputOverflow, "The response produced more than \(limit) bytes of audio ahead of what may be sent.")
    }

    public static func transcriptionFailed(_ why: String) -> Self { Self(.transcriptionFailed, why) }

    public static func translationFailed(_ why: String) -> Self { Self(.translationFailed, why) }

    public static var serverError: Self {
        // The service sends this one without a code.
        Self(
            type: .serverError,
            code: nil,
            message: "The server had an error while processing your request. Sorry about that!"
        )
    }

    // MARK: What ends the session

    /// In minutes where they are whole: the service says "60 minutes".
    public static func sessionExpired(after duration: Duration) -> Self {
        let seconds = max(1, Int(duration.components.seconds))
        let (count, unit) = seconds % 60 == 0 ? (seconds / 60, "minute") : (seconds, "second")
        let length = "\(count) \(unit)\(count == 1 ? "" : "s")"
        return Self(.sessionExpired, "Your session hit the maximum duration of \(length).")
    }

    public static var sessionIdle: Self {
        Self(.sessionIdle, "Your session was idle for longer than its limit.")
    }

    public static var clientTooSlow: Self {
        Self(.clientTooSlow, "This connection did not keep up with the session's events and was closed.")
    }

    public static var shuttingDown: Self {
        Self(.shuttingDown, "The server is restarting. Reconnect to continue.")
    }

    // MARK: What is said at the door

    public static var overloaded: Self {
        Self(.overloaded, "The server is at its session limit. Retry after a moment.")
    }

    /// `key` is shown by its first characters only.
    public static func invalidAPIKey(_ key: String?) -> Self {
        guard let key, !key.isEmpty else {
            return Self(
                .invalidAPIKey,
                "You didn't provide an API key. Send it as a bearer token or an api-key header."
            )
        }
        return Self(.invalidAPIKey, "Incorrect API key provided: \(key.prefix(5))***.")
    }

    public static func expiredSecret(_ secret: String) -> Self {
        Self(.invalidAPIKey, "The client secret \(secret.prefix(5))*** has expired. Make a new one.")
    }

    /// `action` is what was tried, `allowed` what the key may do.
    public static func insufficientPermissions(_ action: String, allowed: [String]) -> Self {
        let may = allowed.isEmpty ? "It may do nothing." : "It may be used for \(list(allowed))."
        return Self(.insufficientPermissions, "This key may not be used for '\(action)'. \(may)")
    }

    public static func tooManySessions(limit: Int) -> Self {
        Self(.tooManySessions, "This key may have \(limit) sessions open at once, and has them. Close one first.")
    }

    public static func tooManySecrets(limit: Int) -> Self {
        Self(
            .tooManySecrets,
            "This key may have \(limit) client secrets that have not expired. Ask for shorter ones, or wait."
        )
    }

    /// `why` names the remedy, which is the operator's.
    public static func storageFailed(_ why: String) -> Self {
        Self(.storageFailed, "The server could not use its storage: \(why)")
    }

    public static var missingModel: Self {
        Self(
            .missingModel,
            "You must provide a model parameter, for example wss://localhost:8080/v1/realtime?model=gpt-realtime"
        )
    }

    public static func invalidModel(_ model: String) -> Self {
        Self(.invalidModel, "Model \"\(shortened(model))\" is not supported in realtime mode.")
    }

    public static func modelNotFound(_ model: String) -> Self {
        Self(.modelNotFound, "The model '\(shortened(model))' does not exist or you do not have access to it.")
    }

    public static func unsupportedContentType(_ found: String, expected: String) -> Self {
        Self(.unsupportedContentType, "Unsupported content type: '\(shortened(found))'. Expected \(expected).")
    }

    public static var decisionMade: Self {
        Self(.decisionMade, "This call was already accepted or rejected.")
    }

    public static func unknownURL(_ method: String, _ path: String) -> Self {
        Self(
            .unknownURL,
            "Unknown request URL: \(shortened(method)) \(shortened(path)). Please check the URL for typos."
        )
    }

    public static func wrongMethod(_ method: String, allowed: [String]) -> Self {
        Self(.wrongMethod, "Not allowed to \(shortened(method)) here. Allowed: \(allowed.joined(separator: ", ")).")
    }

    public static var upgradeRequired: Self {
        Self(.upgradeRequired, "Here a WebSocket is served. Connect with a WebSocket client, by ws:// or wss://.")
    }

    public static func badUpgrade(_ why: String) -> Self { Self(.badUpgrade, why) }

    public static func badRequest(_ why: String) -> Self { Self(.badRequest, why) }

    public static func originNotAllowed(_ origin: String) -> Self {
        Self(
            .originNotAllowed,
            "Pages of the origin '\(shortened(origin))' may not use this server. Its operator can add the origin to "
                + "'access.origins'."
        )
    }

    public static func notBuilt(_ what: String) -> Self {
        Self(.notBuilt, "This server does not have \(what) yet.")
    }

    /// What a client sent, cut so that an answer cannot be made as large as a question.
    static func shortened(_ text: String) -> String {
        text.unicodeScalars.count <= 200
            ? text : String(String.UnicodeScalarView(text.unicodeScalars.prefix(200))) + "…"
    }

    /// `'a', 'b', and 'c'`
    private static func list(_ values: [String]) -> String {
        let quoted = values.map { "'\($0)'" }
        switch quoted.count {
        case 0, 1: return quoted.joined()
        case 2: return quoted.joined(separator: " and ")
        default: return quoted.dropLast().joined(separator: ", ") + ", and " + (quoted.last ?? "")
        }
    }
}
