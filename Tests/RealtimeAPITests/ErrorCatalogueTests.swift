import Bytes
import RealtimeAPI
import Testing

/// Clients match on codes and now and then on words: what is known of the service's errors is said as it says it.
@Suite("Error catalogue")
struct ErrorCatalogueTests {
    /// The service sends this one without a code.
    private static func code(of record: ErrorRecord) -> String { record.code ?? ErrorCode.serverError.rawValue }

    @Test("Every error of the contract has its code", arguments: ErrorRecord.all)
    func known(_ record: ErrorRecord) throws {
        let name = Self.code(of: record)
        guard !ErrorRecord.upstreamOnly.contains(name) else {
            #expect(ErrorCode(rawValue: name) == nil)
            return
        }
        let entry = try #require(ErrorCode(rawValue: name)).entry
        #expect(entry.isOurs == record.isDecidedHere)
        // The limiter's errors have what ran out as their type.
        #expect(record.type.hasPrefix(entry.type.rawValue))
        #expect(record.type == entry.type.rawValue || name == ErrorCode.rateLimit.rawValue)
        // Section 23: a budget that is used up ends the session with 4000. The contract knows no close for it.
        let closeCode = name == ErrorCode.quota.rawValue ? 4000 : record.closeCode
        #expect(entry.closeCode.map(Int.init) == closeCode)
    }

    @Test("A code is the service's or ours", arguments: ErrorCode.allCases)
    func ours(_ code: ErrorCode) {
        let isTheService = ErrorRecord.all.contains { Self.code(of: $0) == code.rawValue && !$0.isDecidedHere }
        #expect(code.entry.isOurs == !isTheService)
    }

    @Test("Every code says when it comes, in a sentence", arguments: ErrorCode.allCases)
    func when(_ code: ErrorCode) {
        #expect(code.entry.when.hasSuffix("."))
        #expect(!code.entry.when.contains("|"), "the table of docs/errors.md is made of this")
    }

    /// Texts of the service that ours follow only so far, because they go on to the service's own pages.
    static let abridged = [
        "Incorrect API key provided: sk-ab***. "
            + "You can find your API key at https://platform.openai.com/account/api-keys.":
            "Incorrect API key provided: sk-ab***.",
        "You must provide a model parameter, for example wss://api.openai.com/v1/realtime?model=gpt-realtime-1.5":
            "You must provide a model parameter, for example wss://",
    ]

    /// Marks of `errors.json` at texts that nobody has seen whole. Ours say them all the same.
    static let marks = ["(paraphrase) ", "(by analogy) "]

    @Test("The catalogue says what the service says, letter for letter", arguments: ErrorRecord.all)
    func words(_ record: ErrorRecord) throws {
        guard record.message != "(text not captured)", !record.message.isEmpty else { return }
        let message = Self.marks.reduce(record.message) { $0.replacing($1, with: "") }
        let said = try #require(Self.said[message], "no function of the catalogue says this")
        let values = said.values.reduce(into: (message, record.param ?? "")) { texts, value in
            texts.0 = texts.0.replacing(value.key, with: value.value)
            texts.1 = texts.1.replacing(value.key, with: value.value)
        }
        let expected = Self.abridged[message] ?? values.0
        if let open = Self.withoutOpenEnd(expected) {
            #expect(said.error.message.hasPrefix(open))
        } else {
            #expect(said.error.message == expected)
        }
        #expect(said.error.code == record.code)
        #expect(said.error.param == (record.param == nil ? nil : values.1))
        #expect(said.error.type.rawValue == record.type || record.code == ErrorCode.rateLimit.rawValue)
    }

    /// nil: the text is whole.
    private static func withoutOpenEnd(_ text: String) -> String? {
        if abridged.values.contains(text) { return text.hasSuffix(".") ? nil : text }
        if text.hasSuffix(" …") { return String(text.dropLast(2)) }
        return text.hasSuffix(" ") ? text : nil
    }

    typealias Said = (error: APIError, values: [String: String])

    private static func fault(_ problem: WireFault.Problem, at path: String...) -> APIError {
        APIError(path.reversed().reduce(WireFault(problem)) { $0.under($1) })
    }

    /// The function of the catalogue for each text of `errors.json`, and what stands for its placeholders.
    static let said: [String: Said] = [
        "Incorrect API key provided: sk-ab***. "
            + "You can find your API key at https://platform.openai.com/account/api-keys.":
            (.invalidAPIKey("sk-abcdef"), [:]),
        "You must provide a model parameter, for example wss://api.openai.com/v1/realtime?model=gpt-realtime-1.5":
            (.missingModel, [:]),
        #"Model "<model>" is not supported in realtime mode. …"#: (.invalidModel("m"), ["<model>": "m"]),
        "The beta API shape is no longer supported. Remove the OpenAI-Beta header and use the GA event shapes.":
            (.betaDisabled, [:]),
        "You cannot start a Realtime beta session with a GA client secret.": (.versionMismatch(secretIsGA: true), [:]),
        "Your session hit the maximum duration of 60 minutes.": (.sessionExpired(after: .seconds(3_600)), [:]),
        "Invalid event: failed to parse JSON value. ": (.invalidJSON(JSONError(.empty, at: 0)), [:]),
        "Expected a text WebSocket message; binary frames are not supported.": (.binaryFrame, [:]),
        "The 'type' field is missing.": (.typeMissing, [:]),
        "Invalid value: '<x>'. Supported values are: \(serviceTypes).": (
            .unknownEvent(type: "session.updte", known: serviceTypeNames), ["<x>": "session.updte"]
        ),
        "Unknown parameter: 'session.<x>'.": (fault(.unknownField, at: "session", "voice"), ["<x>": "voice"]),
        "Missing required parameter: 'session.type'.": (fault(.missing, at: "session", "type"), [:]),
        "Invalid type for '<path>': expected <a>, but got <b> instead.": (
            fault(.wrongType(expected: "a string", found: "null"), at: "a", "b"),
            ["<path>": "a.b", "<a>": "a string", "<b>": "null"]
        ),
        "Invalid modalities: ['audio', 'text']. Supported combinations are: ['text'] and ['audio'].": (
            strict(#"{"type":"session.update","session":{"type":"realtime","output_modalities":["audio","text"]}}"#),
            [:]
        ),
        "Invalid 'item.id': string too long. Expected a string with maximum length 32, "
            + "but got a string with length <n> instead.":
            (fault(.tooLong(limit: ItemID.charactersMax, length: 40), at: "item", "id"), ["<n>": "40"]),
        "Error committing input audio buffer: buffer too small. Expected at least 100ms of audio, "
            + "but buffer only has 0.00ms of audio.":
            (.bufferTooSmall(milliseconds: 0), [:]),
        "Conversation already has an active response in progress: resp_X. "
            + "Wait until the response is finished before creating a new one.":
            (.activeResponse("resp_X"), [:]),
        "Cancellation failed: no active response found": (.nothingToCancel, [:]),
        "Error truncating item: the item with id 'X' does not exist.": (.truncateUnknownItem("X"), [:]),
        "Audio content of <a>ms is already shorter than <b>ms": (
            .truncateBeyondEnd(have: 100, wanted: 250), ["<a>": "100", "<b>": "250"]
        ),
        "Error deleting item: the item with id 'X' does not exist.": (.deleteUnknownItem("X"), [:]),
        "Error retrieving item: the item with id 'X' does not exist.": (.retrieveUnknownItem("X"), [:]),
        "Error adding item: the previous item with id 'X' does not exist.": (.unknownPreviousItem("X"), [:]),
        "Error adding item: an item with id 'X' already exists.": (.duplicateItem("X"), [:]),
        "Tool call ID 'call_x' not found in conversation.": (.unknownToolCall("call_x"), [:]),
        "Cannot update a conversation's voice if assistant audio is present.": (.voiceFixed, [:]),
        "Conversation is too long to create a Response.": (.conversationTooLong, [:]),
        "Rate limit reached …": (.rateLimit("tokens", retrySeconds: 1.5), [:]),
        "You exceeded your current quota, …": (.quota, [:]),
        "The server had an error while processing your request. Sorry about that! …": (.serverError, [:]),
        "The server is at its session limit. Retry after a moment.": (.overloaded, [:]),
        "The server is restarting. Reconnect to continue.": (.shuttingDown, [:]),
        "Your session was idle for longer than its limit.": (.sessionIdle, [:]),
    ]

    /// The service's one list, of which each kind of session here has a part (`StrictEnvelopeTests`).
    private static let serviceTypeNames = [
        "session.update", "session.close", "input_audio_buffer.append", "session.input_audio_buffer.append",
        "input_audio_buffer.commit", "input_audio_buffer.clear", "conversation.item.create",
        "conversation.item.truncate", "conversation.item.delete", "conversation.item.retrieve", "response.create",
        "response.cancel",
    ]
    private static let serviceTypes =
        serviceTypeNames.dropLast().map { "'\($0)', " }.joined() + "and 'response.cancel'"

    private static func strict(_ event: String) -> APIError {
        guard let json = try? JSON(parsing: event), let refused = refusal(of: json, in: .realtime, .webSocket) else {
            return APIError(type: "none", code: nil, message: "not refused")
        }
        return refused.error
    }

    @Test("The types of an event are listed in the service's order")
    func order() {
        let ours = ClientEvent.types(in: .realtime, .webSocket)
        #expect(ours == Self.serviceTypeNames.filter { ours.contains($0) })
        let translation = ClientEvent.types(in: .translation, .webSocket)
        #expect(Set(translation).isSubset(of: Self.serviceTypeNames))
    }

    @Test("The other text of a secret of the wrong dialect")
    func betaSecret() {
        let when = ProtocolData.json("errors.json")["errors"]!.array!
            .first { $0["code"] == "api_version_mismatch" }?["when"]?.string
        #expect(when?.contains(APIError.versionMismatch(secretIsGA: false).message) == true)
    }

    static let durations = [(0.0, "0.00"), (99.994, "99.99"), (42.5, "42.50"), (7.051, "7.05")]

    @Test("Milliseconds are told to the hundredth", arguments: durations)
    func hundredths(_ row: (milliseconds: Double, text: String)) {
        let message = APIError.bufferTooSmall(milliseconds: row.milliseconds).message
        #expect(message.hasSuffix("but buffer only has \(row.text)ms of audio."))
    }

    @Test("A close says its error's type and code")
    func closeReason() {
        #expect(APIError.sessionExpired(after: .seconds(3_600)).closeReason == "invalid_request_error.session_expired")
        #expect(APIError.serverError.closeReason == "server_error")
    }
}
