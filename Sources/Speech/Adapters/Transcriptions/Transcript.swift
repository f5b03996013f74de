internal import Bytes
internal import RealtimeAPI
internal import RealtimeEngine

/// What a recogniser has said so far, or at once.
struct Transcript {
    /// Whisper's own rule: what it takes for silence and is not sure of is not speech, but what it has read too often.
    private static let silence = 0.6
    private static let unsure = -1.0

    var text: String?
    var streamed = ""
    var segments: [TranscriptionSegment] = []
    private var language: String?
    private var logprobs: [LogProbability]?
    private var usage: TranscriptionUsage?

    var heard: HeardText {
        HeardText(
            (text ?? streamed).trimmed,
            languages: language.map { [$0] },
            logprobs: logprobs,
            usage: usage
        )
    }

    /// Adds a text that stands for itself; what is told of it is what comes after the text before.
    mutating func add(_ text: String) -> String {
        let touches = streamed.last.map { !$0.isWhitespace && !$0.needsNoSpaces } ?? false
        let piece = touches && text.first?.isWhitespace == false ? " " + text : text
        streamed += piece
        return piece
    }

    /// The whole answer, or the last event of a stream.
    mutating func read(_ json: JSONObject, _ secrets: [String]) throws(BackEndFault) {
        if let error = json["error"], error != .null {
            throw .reported(BackEndMessage.text(of: error, without: secrets))
        }
        let given = json["segments"]?.array?.compactMap(\.object) ?? []
        guard let whole = json["text"]?.string else {
            throw .misunderstood("answered with a JSON object that has no text")
        }
        let spoken = given.filter { !Self.isSilence($0) }
        text = spoken.count == given.count ? whole : spoken.compactMap { $0["text"]?.string }.joined()
        segments = given.compactMap { TranscriptionSegment($0) }
        language = json["language"]?.string.flatMap { LanguageName.code(of: $0) }
        logprobs = json["logprobs"]?.logprobs
        usage = json["usage"]?.object.flatMap { TranscriptionUsage(plausible: $0) }
    }

    private static func isSilence(_ segment: JSONObject) -> Bool {
        guard let silence = segment["no_speech_prob"]?.double, let sure = segment["avg_logprob"]?.double else {
            return false
        }
        return silence > Self.silence && sure < unsure
    }
}

extension TranscriptionSegment {
    /// Only of an answer that says who spoke; Whisper's segments do not.
    init?(_ json: JSONObject) {
        guard let speaker = json["speaker"]?.string, let text = json["text"]?.string else { return nil }
        self.init()
        self.speaker = speaker
        self.text = text
        id = json["id"]?.string ?? json["id"]?.int.map { "seg_\($0)" } ?? ""
        start = json["start"]?.double ?? 0
        end = json["end"]?.double ?? start
    }
}

extension TranscriptionUsage {
    /// Tokens, or seconds. What says neither is nothing.
    fileprivate init?(plausible json: JSONObject) {
        self.init()
        let total = json["total_tokens"]?.int
        let seconds = json["seconds"]?.double
        if let seconds, seconds >= 0, json["type"]?.string != "tokens" {
            type = .duration
            self.seconds = seconds
        } else if let total, total >= 0 {
            totalTokens = total
            inputTokens = json["input_tokens"]?.int.map { max(0, $0) }
            outputTokens = json["output_tokens"]?.int.map { max(0, $0) }
            inputDetails = json["input_token_details"]?.object.map { details in
                InputDetails {
                    $0.textTokens = details["text_tokens"]?.int.map { max(0, $0) }
                    $0.audioTokens = details["audio_tokens"]?.int.map { max(0, $0) }
                }
            }
        } else {
            return nil
        }
    }
}

extension JSON {
    /// What is incomplete is left out.
    var logprobs: [LogProbability]? {
        array.map { entries in
            entries.compactMap { entry in
                guard let token = entry["token"]?.string, let logprob = entry["logprob"]?.double else { return nil }
                return LogProbability {
                    $0.token = token
                    $0.logprob = logprob
                    $0.bytes = entry["bytes"]?.array?.compactMap(\.int) ?? token.utf8.map { Int($0) }
                }
            }
        }
    }
}

extension String {
    /// Without white space at its ends.
    var trimmed: String {
        guard let last = lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(self[...last].drop(while: \.isWhitespace))
    }
}
