public import Bytes

/// A built-in voice by its name, or a custom one by its id.
public enum Voice: WireValue {
    case named(String)
    case custom(CustomVoice)

    public var json: JSON {
        switch self {
        case .named(let name): .string(name)
        case .custom(let voice): voice.json
        }
    }

    public static var shape: WireShape { .choice([.scalar, CustomVoice.shape]) }

    public static func read(_ json: JSON, _ reading: Reading) throws(WireFault) -> Voice {
        switch json {
        case .string(let name): return .named(name)
        case .object: return .custom(try CustomVoice.read(json, reading))
        default: throw .wrongType("a string or an object", json)
        }
    }
}

public struct CustomVoice: WireObject {
    public var id = ""
    public var unknown: [JSONObject.Member] = []
    public init() {}
    public static let fields: [WireField<Self>] = [.required("id", \.id)]
}
