/// The libraries that speak Realtime, and since when they speak GA.
struct SDK: Sendable {
    enum Registry: String, Sendable {
        case pypi = "PyPI"
        case npm
        case nuget = "NuGet"
        case go = "Go"
        case maven = "Maven"
        case gem
        case swift = "Swift"
    }

    let registry: Registry
    let name: String
    /// The first release that speaks GA; nil: none ever will.
    let floor: String?
    /// It does nothing but Realtime: who needs it uses it.
    var isOnlyRealtime = false
    /// What a program says that uses its Realtime part.
    var signs: [String] = []
    let instead: String

    static let all: [SDK] = [
        SDK(
            registry: .pypi,
            name: "openai",
            floor: "1.107.0",
            // Types of the Preview alone connect to nothing.
            signs: [
                "client.realtime.", "realtime.connect(", "beta.realtime.sessions",
                "beta.realtime.transcription_sessions",
                "openai.types.realtime",
            ],
            instead: "openai>=1.107.2"
        ),
        SDK(
            registry: .npm,
            name: "openai",
            floor: "5.20.0",
            signs: ["openai/realtime", "openai/beta/realtime", "realtime.clientSecrets", "beta.realtime"],
            instead: "openai@^5.23.1 or newer"
        ),
        SDK(
            registry: .nuget,
            name: "OpenAI",
            floor: "2.9.0",
            signs: ["OpenAI.Realtime", "OpenAI.RealtimeConversation", "RealtimeConversationClient"],
            instead: "OpenAI 2.9.0 or newer"
        ),
        SDK(
            registry: .nuget,
            name: "Azure.AI.OpenAI",
            floor: nil,
            signs: [".GetRealtimeClient", ".GetRealtimeConversationClient"],
            instead: "package OpenAI 2.9.0 or newer with the endpoint …/openai/v1"
        ),
        SDK(
            registry: .go,
            name: "github.com/openai/openai-go",
            floor: "2.4.0",
            signs: ["openai-go/realtime"],
            instead: "github.com/openai/openai-go/v2 v2.4.0 or newer"
        ),
        SDK(
            registry: .maven,
            name: "com.openai:openai-java",
            floor: "3.5.0",
            signs: ["com.openai.models.realtime", "com.openai.models.beta.realtime", "openai.models.beta.realtime"],
            instead: "com.openai:openai-java 3.5.0 or newer"
        ),
        SDK(
            registry: .gem,
            name: "openai",
            floor: "0.23.0",
            signs: ["OpenAI.Realtime", "client.realtime"],
            instead: "gem openai 0.23.0 or newer"
        ),
        SDK(
            registry: .swift,
            name: "github.com/jamesrochabrun/SwiftOpenAI",
            floor: "4.5.0",
            signs: ["realtimeSession(", "OpenAIRealtimeSession"],
            instead: "SwiftOpenAI 4.5.0 or newer"
        ),
        SDK(
            registry: .swift,
            name: "github.com/m1guelpf/swift-realtime-openai",
            floor: "1.0.0-beta",
            isOnlyRealtime: true,
            instead: "swift-realtime-openai 1.0.0-beta or newer, by WebRTC: its WebSocket still sends the beta header"
        ),
        SDK(
            registry: .npm,
            name: "@openai/agents",
            floor: "0.1.0",
            signs: ["@openai/agents/realtime", "@openai/agents-realtime"],
            instead: "@openai/agents 0.1.0 or newer"
        ),
        SDK(
            registry: .npm,
            name: "@openai/agents-realtime",
            floor: "0.1.0",
            isOnlyRealtime: true,
            instead: "@openai/agents-realtime 0.1.0 or newer"
        ),
        SDK(
            registry: .pypi,
            name: "openai-agents",
            floor: "0.3.0",
            signs: ["agents.realtime"],
            instead: "openai-agents>=0.3.0"
        ),
        SDK(
            registry: .pypi,
            name: "livekit-plugins-openai",
            floor: "1.2.9",
            signs: ["openai.realtime.RealtimeModel", "livekit.plugins.openai.realtime", "realtime.RealtimeModel"],
            instead: "livekit-plugins-openai>=1.2.9"
        ),
        SDK(
            registry: .pypi,
            name: "pipecat-ai",
            floor: "0.0.85",
            signs: [
                "OpenAIRealtimeLLMService", "AzureRealtimeLLMService", "OpenAIRealtimeBetaLLMService",
                "AzureRealtimeBetaLLMService",
            ],
            instead: "pipecat-ai>=0.0.85"
        ),
        SDK(
            registry: .pypi,
            name: "rtclient",
            floor: nil,
            isOnlyRealtime: true,
            instead: "openai>=1.107.2 with the endpoint …/openai/v1"
        ),
        SDK(
            registry: .npm,
            name: "rt-client",
            floor: nil,
            isOnlyRealtime: true,
            instead: "openai@^5.23.1 or newer with the endpoint …/openai/v1"
        ),
        SDK(
            registry: .npm,
            name: "@openai/realtime-api-beta",
            floor: nil,
            isOnlyRealtime: true,
            instead: "@openai/agents-realtime, or openai@^5.23.1 or newer"
        ),
    ]

    static func named(_ name: String, in registry: Registry) -> SDK? {
        let wanted = registry.spelling(of: name)
        return all.first { sdk in
            guard sdk.registry == registry else { return false }
            let known = registry.spelling(of: sdk.name)
            return wanted == known || registry == .go && wanted.hasPrefix(known + "/v")
        }
    }

    var key: String { "\(registry.rawValue) \(name)" }
}

extension SDK.Registry {
    /// A name as the registry compares it.
    fileprivate func spelling(of name: String) -> String {
        switch self {
        case .npm, .go, .maven, .gem: name
        case .nuget: name.lowercased()
        case .pypi: name.lowercased().replacing("_", with: "-")
        case .swift: Self.repository(name.lowercased())
        }
    }

    /// `https://github.com/a/b.git` and `git@github.com:a/b` as `github.com/a/b`.
    private static func repository(_ address: String) -> String {
        var bare = address[...]
        if let scheme = bare.firstRange(of: "://") { bare = bare[scheme.upperBound...] }
        if let user = bare.firstIndex(of: "@") { bare = bare[bare.index(after: user)...] }
        if bare.hasSuffix("/") { bare = bare.dropLast() }
        if bare.hasSuffix(".git") { bare = bare.dropLast(4) }
        return String(bare).replacing(":", with: "/")
    }
}

extension SDK {
    /// Names of classes and modules that only a Preview release has.
    static let previewNames: [String: String] = [
        "RealtimeConversationClient": "RealtimeClient of OpenAI 2.9.0 or newer",
        "GetRealtimeConversationClient": "new RealtimeClient(…) of OpenAI 2.9.0 or newer, endpoint …/openai/v1",
        "ConversationSessionOptions": "RealtimeConversationSessionOptions of OpenAI 2.9.0 or newer",
        "ConversationSessionStartedUpdate": "RealtimeServerUpdateSessionCreated of OpenAI 2.9.0 or newer",
        "ConversationItemStreamingPartDeltaUpdate": "the updates response.output_* of OpenAI 2.9.0 or newer",
        "OpenAIRealtimeBetaLLMService": "OpenAIRealtimeLLMService",
        "AzureRealtimeBetaLLMService": "AzureRealtimeLLMService",
        "LowLevelRTClient": "the class of the openai package",
        "openai_realtime_beta": "pipecat.services.openai.realtime",
    ]
}
