internal import MCP
public import RealtimeAPI
public import RealtimeEngine

/// The labels of the server's metrics.
extension Metrics {
    public enum Kind: String, MetricLabel {
        case realtime, transcription, translation
        public static let labelName = "kind"

        /// An unknown kind is none that this server serves.
        public init?(_ kind: SessionKind) { self.init(rawValue: kind.rawValue) }
    }

    /// Why a session ended.
    public enum End: String, MetricLabel {
        case clientLeft = "client_left"
        case closedByClient = "closed_by_client"
        case expired, idle, quota, shutdown
        case tooSlow = "too_slow"
        case failed
        public static let labelName = "reason"

        public init(_ reason: EndReason) {
            self =
                switch reason {
                case .primaryLeft: .clientLeft
                case .closedByClient: .closedByClient
                case .expired: .expired
                case .idle: .idle
                case .quota: .quota
                case .shutdown: .shutdown
                case .tooSlow: .tooSlow
                case .failed: .failed
                }
        }
    }

    /// What was asked for, never the path itself: anybody can make paths.
    public enum Route: String, MetricLabel {
        case realtime, transcription, translation
        case clientSecrets = "client_secrets"
        case models, health, readiness, metrics, other
        public static let labelName = "route"
    }

    public enum StatusClass: String, MetricLabel {
        case informational = "1xx"
        case success = "2xx"
        case redirection = "3xx"
        case clientError = "4xx"
        case serverError = "5xx"
        public static let labelName = "status"

        public init(_ status: Int) {
            self =
                switch status {
                case ..<200: .informational
                case 200..<300: .success
                case 300..<400: .redirection
                case 400..<500: .clientError
                default: .serverError
                }
        }
    }

    public struct Request: MetricLabels {
        public var route: Route
        public var status: StatusClass

        public init(_ route: Route, status: Int) {
            self.route = route
            self.status = StatusClass(status)
        }

        private init(_ route: Route, _ status: StatusClass) {
            self.route = route
            self.status = status
        }

        public static var all: [Request] {
            Route.allCases.flatMap { route in StatusClass.allCases.map { Request(route, $0) } }
        }

        public var pairs: [(name: String, value: String)] { route.pairs + status.pairs }
    }

    /// What ended a turn. Where `semantic_vad` has patience more often than a score, its recogniser is late or says
    /// nothing of ends (docs/turns.md).
    public enum TurnEnding: String, MetricLabel {
        case silence, score, patience
        case bufferFull = "buffer_full"
        public static let labelName = "by"

        public init(_ end: TurnEnd) {
            self =
                switch end {
                case .silence: .silence
                case .score: .score
                case .patience: .patience
                case .bufferFull: .bufferFull
                }
        }
    }

    /// What came of asking an MCP server.
    public enum MCPAnswer: String, MetricLabel {
        case listed, called
        /// The server, or the way to it.
        case failed
        /// The tool itself says so.
        case toolFailed = "tool_failed"
        public static let labelName = "outcome"

        init(_ answer: ToolAnswer) {
            self =
                switch answer {
                case .listed: .listed
                case .called: .called
                case .failed(.tool): .toolFailed
                case .failed: .failed
                }
        }
    }

    /// How a response ended.
    public enum ResponseEnd: String, MetricLabel {
        case completed, cancelled, incomplete, failed
        public static let labelName = "status"

        /// Nil for one that has not ended.
        public init?(_ status: ResponseStatus) { self.init(rawValue: status.rawValue) }
    }
}

/// `docs/migration.md` says what each of them is.
extension Loss: MetricLabel {
    public static var labelName: String { "what" }
}

/// Its code is on the wire too, so a dashboard and a client speak of the same.
extension ErrorCode: MetricLabel {
    public static var labelName: String { "code" }
}
