public import Bytes

/// `session.audio`
public struct SessionAudio: WireObject {
    public var input: AudioInput?
    public var output: AudioOutput?
    public var unknown: [JSONObject.Member] = []
    public init() {}

    public static let fields: [WireField<Self>] = [
        .optional("input", \.input),
        .optional("output", \.output),
    ]
}

/// `session.audio.input`
public struct AudioInput: WireObject {
    public var format: AudioFormat?
    public var transcription = Nullable<TranscriptionSettings>.absent
    public var noiseReduction = Nullable<NoiseReduction>.absent
    public var turnDetection = Nullable<TurnDetection>.absent
    public var unknown: [JSONObject.Member] = []
    public init() {}

    public static let fields: [WireField<Self>] = [
        .optional("format", \.format),
        .nullable("transcription", \.transcription),
        .nullable("noise_reduction", \.noiseReduction),
        .nullable("turn_detection", \.turnDetection),
    ]
}

/// `session.audio.output`, and `audio.output` of a response.
public struct AudioOutput: WireObject {
    public var format: AudioFormat?
    public var voice: Voice?
    public var speed: Double?
    public var unknown: [JSONObject.Member] = []
    public init() {}

    public static let speeds = 0.25...1.5

    public static let fields: [WireField<Self>] = [
        .optional("format", \.format),
        .optional("voice", \.voice),
        .optional("speed", \.speed, .within(speeds)),
    ]
}

/// What the client wants written down of what the user says. What the model hears is another matter.
public struct TranscriptionSettings: WireObject {
    public struct Delay: OpenEnum {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }
        public static var known: [Self] { ["minimal", "low", "medium", "high", "xhigh"] }
    }

    public var model: String?
    public var language = Nullable<String>.absent
    public var languages: [String]?
    public var keywords: [String]?
    public var prompt = Nullable<String>.absent
    public var delay: Delay?
    public var unknown: [JSONObject.Member] = []
    public init() {}

    public static let fields: [WireField<Self>] = [
        .optional("model", \.model),
        .nullable("language", \.language),
        .nullable("prompt", \.prompt),
        .optional("languages", \.languages, .must("at least one language") { !$0.isEmpty }),
        .optional("keywords", \.keywords),
        .optional("delay", \.delay),
    ]
}

public struct NoiseReduction: WireObject {
    public struct Kind: OpenEnum {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }

        public static let nearField: Self = "near_field"
        public static let farField: Self = "far_field"
        public static var known: [Self] { [.nearField, .farField] }
    }

    public var type: Kind?
    public var strength: Double?
    public var unknown: [JSONObject.Member] = []
    public init() {}

    public static let fields: [WireField<Self>] = [
        .optional("type", \.type),
        .optional("strength", \.strength, .within(0...1)),
    ]
}
