public import Bytes

/// The three kinds of session. What a client may say depends on it.
public struct SessionKind: OpenEnum {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    public static let realtime: Self = "realtime"
    public static let transcription: Self = "transcription"
    public static let translation: Self = "translation"
    public static var known: [Self] { [.realtime, .transcription, .translation] }
}

/// `text` or `audio`.
public struct Modality: OpenEnum {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    public static let text: Self = "text"
    public static let audio: Self = "audio"
    public static var known: [Self] { [.text, .audio] }
}

extension WireRule<[Modality]> {
    /// Audio brings its transcript, so GA never takes both.
    static var outputModalities: Self {
        Self {
            guard $0 == [.text] || $0 == [.audio] else {
                let given = $0.map { "'\($0)'" }.joined(separator: ", ")
                return .said("Invalid modalities: [\(given)]. Supported combinations are: ['text'] and ['audio'].")
            }
            return nil
        }
    }
}

/// What a client may ask to be told besides.
public struct Inclusion: OpenEnum {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    public static let transcriptionLogprobs: Self = "item.input_audio_transcription.logprobs"
    public static var known: [Self] { [.transcriptionLogprobs] }
}

public struct Reasoning: WireObject {
    public struct Effort: OpenEnum {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }
        public static var known: [Self] { ["minimal", "low", "medium", "high", "xhigh"] }
    }

    public var effort: Effort?
    public var unknown: [JSONObject.Member] = []
    public init() {}
    public static let fields: [WireField<Self>] = [.optional("effort", \.effort)]
}
