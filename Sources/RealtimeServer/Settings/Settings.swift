public import NetIO
public import RealtimeEngine

/// How the server runs. Every value has a default that works on a laptop; a deployment states its differences.
///
/// `Settings.table` names each of them once. What `Settings.load` gives has kept to every range of that table.
public struct Settings: Sendable {
    public var listen = Listen()
    public var engine = Engine.embedded
    public var assistant = Assistant()
    public var recognition = Recognition()
    /// Servers that hear, think or speak, by names of the operator's.
    package var engines = Engines()
    /// Which of them a model uses, by the model's name; `*` is every other name.
    public var routes: [String: Route] = [:]
    /// What the scripted engine says: a YAML file. Without one it answers by its own rules.
    public var script: String?
    /// In memory unless somebody says where: only `load` knows the user's directory.
    public var data = DataPlace.memory
    public var sessions = Sessions()
    public var connections = Connections()
    public var shutdown = Shutdown()
    public var access = Access()
    /// Of every key that has none of its own.
    public var limits = KeyLimits()
    /// The model names that are accepted; nil: whatever a client says.
    public var models: [String]?
    /// By the id that clients name.
    public var prompts: [String: StoredPrompt] = [:]
    public var mcp = MCP()
    public var preview = Preview.serve
    public var log = Logging()
    public var operations = Operations()

    public init() {}
}

extension Settings {
    public struct Listen: Sendable, Equatable {
        public var address = SocketAddress(host: "127.0.0.1", port: 8_080)
        /// 0: one for each core.
        public var loops = 0
        public var tls = TLS()
    }

    public struct TLS: Sendable, Equatable {
        /// Files in PEM. Both are set, or none is.
        public var certificate: String?
        public var key: String?
        /// A certificate made at the start, which nobody trusts: for trials.
        public var selfSigned = false

        public var isOn: Bool { certificate != nil || selfSigned }
    }

    public enum Engine: String, Sendable, CaseIterable {
        case embedded, scripted
    }

    /// Where keys, secrets and the ledger live.
    public enum DataPlace: Sendable, Equatable {
        case memory
        case folder(String)
    }

    public struct Sessions: Sendable, Equatable {
        /// Of the whole process.
        public var max = 1_000
        public var duration: Duration = .seconds(3_600)
        /// A session is closed when neither side has said anything for so long; nil: never.
        public var idle: Duration?
        /// How far audio may be sent ahead of what was heard; nil: as fast as it comes.
        public var outputLead: Duration? = .seconds(3)
        /// What may wait to be written to one client before its back end is held.
        public var queueHighBytes = 1_024 * 1_024
        /// A client that lets so much wait is closed.
        public var queueMaxBytes = 64 * 1_024 * 1_024
        /// How long a back end may be silent before its effect fails.
        public var effectTimeout: Duration = .seconds(60)
        /// How much audio of one long append is analysed in one turn of the loop.
        public var analysisSlice: Duration = .seconds(1)
    }

    public struct Connections: Sendable, Equatable {
        public var max = 10_000
        /// TLS handshakes at work at once.
        public var handshakesMax = 256
        public var headTimeout: Duration = .seconds(10)
        public var bodyTimeout: Duration = .seconds(30)
        /// Between two requests.
        public var idleTimeout: Duration = .seconds(60)
        public var pingInterval: Duration = .seconds(20)
        public var pongTimeout: Duration = .seconds(40)
        /// Of one REST request.
        public var bodyBytesMax = 1_024 * 1_024
    }

    public struct Shutdown: Sendable, Equatable {
        /// How long sessions may go on after SIGTERM.
        public var drain: Duration = .seconds(10)
    }

    public struct Access: Sendable {
        /// The one key of a small installation: named "default", with every right.
        public var apiKey: Private<String>?
        public var keys: [ConfiguredKey] = []
        /// Browsers that may connect from elsewhere than the server's own pages.
        public var origins = OriginScope.only([])
        /// Whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed.
        public var trustedProxies: [AddressRange] = []
        /// Client secrets kept at once.
        public var secretsMax = 10_000
    }

    /// Tools of MCP servers, which clients name by their URLs.
    public struct MCP: Sendable, Equatable {
        public var enabled = true
        /// Nil: everybody's.
        public var allow: [OutboundHost]?
        public var privateAddresses = false
        public var http = false
        /// Certificates to trust instead of the system's.
        public var authorityFile: String?
        /// Of one list or call, with all that it takes.
        public var timeout: Duration = .seconds(60)
        /// Of one list or call.
        public var responseBytesMax = 1_024 * 1_024
    }

    /// What happens to clients of the Preview dialect.
    public enum Preview: String, Sendable, CaseIterable {
        /// They are at home, at every path that they know.
        case serve
        /// As the services have done since 2026.
        case refuse
    }

    public struct Logging: Sendable, Equatable {
        public var level = Log.Level.info
        /// Somebody said which.
        public var levelIsChosen = false
        public var format = Log.Format.text
    }

    public struct Operations: Sendable, Equatable {
        /// `/metrics` answers everybody; else only this machine, and keys with the action `metrics`.
        public var metricsPublic = false
    }
}

extension Settings.Access {
    /// Every key that the configuration names.
    public var configuredKeys: [ConfiguredKey] {
        let one = apiKey.map { ConfiguredKey(name: Self.defaultKeyName, secret: .text($0)) }
        return (one.map { [$0] } ?? []) + keys
    }

    static let defaultKeyName = "default"
}
