import HTTP
import RealtimeAPI
import RealtimeServer
import Testing

/// Somebody who is not let in, or whose request is refused, and how he is told.
struct RefusedCase: Sendable, CustomTestStringConvertible {
    enum Manner: Sendable, Equatable {
        case http(Int)
        case inBand(UInt16)
    }

    let what: String
    let code: ErrorCode
    let manner: Manner
    var method = "GET"
    var target = "/v1/realtime?model=gpt-realtime"
    var headers: HeaderFields = ["Authorization": "Bearer \(Running.key)"]
    var subprotocols: [String] = []
    var body = ""
    var isWebSocket = true
    var change: @Sendable (inout Settings) -> Void = { _ in }
    /// A word that its message has to say.
    var says: String?

    var testDescription: String { what }

    init(_ what: String, _ code: ErrorCode, _ manner: Manner, _ fill: (inout Self) -> Void = { _ in }) {
        self.what = what
        self.code = code
        self.manner = manner
        fill(&self)
    }

    static func plain(
        _ method: String,
        _ target: String,
        _ code: ErrorCode,
        _ status: Int,
        _ fill: (inout Self) -> Void = { _ in }
    ) -> Self {
        RefusedCase("\(method) \(target)", code, .http(status)) {
            $0.method = method
            $0.target = target
            $0.isWebSocket = false
            fill(&$0)
        }
    }

    static let noKey: HeaderFields = [:]
    static let azure = "/openai/v1/realtime?model=prod"

    static func bearer(_ key: String) -> HeaderFields { ["Authorization": "Bearer \(key)"] }

    /// Keys with less than every right.
    static let rights: @Sendable (inout Settings) -> Void = { settings in
        settings.access.keys = [
            ConfiguredKey(name: "lists", secret: .text(Private("sk-lists")), actions: [.models]),
            ConfiguredKey(name: "mini", secret: .text(Private("sk-mini")), models: .only(["gpt-realtime-mini"])),
            ConfiguredKey(name: "none", secret: .text(Private("sk-none")), limits: KeyLimits(sessionsMax: 0)),
            ConfiguredKey(name: "talks", secret: .text(Private("sk-talks")), actions: [.realtime]),
        ]
    }
}
