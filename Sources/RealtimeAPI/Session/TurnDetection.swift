public import Bytes

/// How the server finds where a turn begins and ends. `null` on the wire: the client says it.
public enum TurnDetection: WireValue {
    case server(ServerVAD)
    case semantic(SemanticVAD)
    /// A kind that a newer peer knows.
    case unknown(JSON)

    public var json: JSON {
        switch self {
        case .server(let settings): settings.json
        case .semantic(let settings): settings.json
        case .unknown(let json): json
        }
    }

    public static var shape: WireShape { .choice([ServerVAD.shape, SemanticVAD.shape]) }

    public static func read(_ json: JSON, _ reading: Reading) throws(WireFault) -> TurnDetection {
        switch try json.discriminator("type") {
        case ServerVAD.type: return .server(try ServerVAD.read(json, reading))
        case SemanticVAD.type: return .semantic(try SemanticVAD.read(json, reading))
        case let other:
            guard reading == .strict else { return .unknown(json) }
            throw WireFault(.notInSet(found: other, allowed: [ServerVAD.type, SemanticVAD.type])).under("type")
        }
    }
}

/// Turns end after so much silence.
public struct ServerVAD: WireObject {
    static let type = "server_vad"

    public var threshold: Double?
    public var prefixPaddingMilliseconds: Int?
    public var silenceDurationMilliseconds: Int?
    public var createResponse: Bool?
    public var interruptResponse: Bool?
    public var idleTimeoutMilliseconds = Nullable<Int>.absent
    public var unknown: [JSONObject.Member] = []
    public init() {}

    public static let idleTimeouts = 5_000...30_000
    /// The contract gives these two no bounds; ours keep a session from buffering without end.
    public static let prefixPaddings = 0...10_000
    public static let silences = 0...60_000

    public static let fields: [WireField<Self>] = [
        .constant("type", type),
        .optional("threshold", \.threshold, .within(0...1)),
        .optional("prefix_padding_ms", \.prefixPaddingMilliseconds, .within(prefixPaddings)),
        .optional("silence_duration_ms", \.silenceDurationMilliseconds, .within(silences)),
        .nullable("idle_timeout_ms", \.idleTimeoutMilliseconds, .within(idleTimeouts)),
        .optional("create_response", \.createResponse),
        .optional("interrupt_response", \.interruptResponse),
    ]
}

/// Turns end when what was said sounds finished.
public struct SemanticVAD: WireObject {
    static let type = "semantic_vad"

    public struct Eagerness: OpenEnum {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }

        public static let low: Self = "low"
        public static let medium: Self = "medium"
        public static let high: Self = "high"
        public static let auto: Self = "auto"
        public static var known: [Self] { [.low, .medium, .high, .auto] }
    }

    public var eagerness: Eagerness?
    public var createResponse: Bool?
    public var interruptResponse: Bool?
    public var unknown: [JSONObject.Member] = []
    public init() {}

    public static let fields: [WireField<Self>] = [
        .constant("type", type),
        .optional("eagerness", \.eagerness),
        .optional("create_response", \.createResponse),
        .optional("interrupt_response", \.interruptResponse),
    ]
}

extension JSON {
    /// The text of the member that tells one shape from another.
    func discriminator(_ name: String) throws(WireFault) -> String {
        guard case .object(let object) = self else { throw .wrongType("an object", self) }
        guard let value = object[name] else { throw WireFault(.missing).under(name) }
        guard case .string(let text) = value else { throw WireFault.wrongType("a string", value).under(name) }
        return text
    }
}
