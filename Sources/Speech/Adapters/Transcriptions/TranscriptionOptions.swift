internal import Audio
public import Bytes

/// How a recogniser behind `/audio/transcriptions` is asked.
public struct TranscriptionOptions: Sendable, Equatable {
    public enum Format: String, Sendable, Equatable, CaseIterable {
        case json
        case text
        case verboseJSON = "verbose_json"
        /// With who said what.
        case diarizedJSON = "diarized_json"
    }

    public var address: BackEndAddress
    /// Nil: not said. At Azure's deployments the URL says it.
    public var model: String?
    /// The server's models by the names that clients use. Who uses another name gets `model`.
    public var models: [String: String] = [:]
    public var format = Format.json
    /// Asks for words as they are recognised. What cannot stream answers as always, and is understood.
    public var streams = false
    public var hasLogprobs = false
    /// ISO 639-1, of a recogniser that does not know them all.
    public var languages: [String]?
    /// What is said where the client says none.
    public var language: String?
    public var prompt: String?
    /// 24 kHz, or 16: two thirds of the bytes, and what the models hear anyway.
    public var sampleRate = AudioRate.hertz16000
    /// An utterance that is longer is not understood.
    public var utteranceMax: Duration = .seconds(600)
    /// Further fields of the form: texts, numbers and booleans. They win over ours, and `null` takes one away.
    public var extra = JSONObject()
    public var patience = BackEndPatience()

    public enum AudioRate: Int, Sendable, Equatable {
        case hertz16000 = 16_000
        case hertz24000 = 24_000

        var sampleRate: SampleRate {
            switch self {
            case .hertz16000: .hertz16000
            case .hertz24000: .hertz24000
            }
        }
    }

    public init(address: BackEndAddress, model: String?) {
        self.address = address
        self.model = model
    }
}
