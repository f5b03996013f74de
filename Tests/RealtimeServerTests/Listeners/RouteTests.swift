import HTTP
import RealtimeAPI
import RealtimeServer
import Testing

@Suite("Routes")
struct RouteTests {
    static func route(_ method: String, _ target: String) throws -> Route {
        Route(method: method, target: try URLTarget(parsing: target))
    }

    static func session(
        _ flavour: SessionOrigin.Flavour,
        _ change: (inout SessionRequest) -> Void = { _ in }
    ) -> Route {
        var request = SessionRequest(flavour: flavour)
        change(&request)
        return .session(request)
    }

    static func previewAtAzure(_ kind: SessionKind, _ version: String?) -> Route {
        var request = PreviewSessionRequest(kind, flavour: .azure)
        request.apiVersion = version
        request.needsVersion = true
        return .previewSession(request)
    }

    static let table: [(String, String, Route)] = [
        ("GET", "/v1/realtime?model=gpt-realtime", session(.openAI) { $0.model = "gpt-realtime" }),
        ("GET", "/v1/realtime?intent=transcription", session(.openAI) { $0.intent = "transcription" }),
        ("GET", "/v1/realtime?call_id=rtc_1", session(.openAI) { $0.callID = "rtc_1" }),
        ("GET", "/v1/realtime", session(.openAI)),
        ("GET", "/openai/v1/realtime?model=prod", session(.azure) { $0.model = "prod" }),
        (
            "GET", "/openai/v1/realtime?api-version=2025-08-28&model=prod",
            session(.azure) {
                $0.model = "prod"
                $0.apiVersion = "2025-08-28"
            }
        ),
        (
            "GET", "/openai/realtime?api-version=2025-08-28&deployment=prod",
            session(.azure) {
                $0.model = "prod"
                $0.apiVersion = "2025-08-28"
                $0.isDeploymentPath = true
            }
        ),
        (
            "GET", "/v1/realtime/translations?model=gpt-realtime-translate",
            session(.openAI) {
                $0.door = .translations
                $0.model = "gpt-realtime-translate"
            }
        ),
        (
            "GET", "/openai/v1/realtime/translations?model=t",
            session(.azure) {
                $0.door = .translations
                $0.model = "t"
            }
        ),
        ("POST", "/v1/realtime/client_secrets", .clientSecrets(.openAI)),
        ("POST", "/openai/v1/realtime/client_secrets", .clientSecrets(.azure)),
        ("POST", "/v1/realtime/translations/client_secrets", .translationSecrets(.openAI)),
        ("GET", "/v1/models", .models(.openAI)),
        ("HEAD", "/v1/models", .models(.openAI)),
        ("GET", "/v1/models/gpt-realtime", .model("gpt-realtime", .openAI)),
        ("GET", "/v1/models/", .unknown),
        ("GET", "/healthz", .health),
        ("GET", "/readyz", .ready),
        ("GET", "/metrics", .metrics),
        ("POST", "/v1/realtime/calls", .notBuilt("WebRTC calls")),
        ("POST", "/v1/realtime/calls/rtc_1/hangup", .notBuilt("call control")),
        ("POST", "/v1/realtime/calls/rtc_1/dance", .unknown),
        ("POST", "/v1/realtime/sessions", .previewSession(PreviewSessionRequest(.realtime, flavour: .openAI))),
        (
            "POST", "/v1/realtime/transcription_sessions",
            .previewSession(PreviewSessionRequest(.transcription, flavour: .openAI))
        ),
        (
            "POST", "/openai/v1/realtime/sessions",
            .previewSession(PreviewSessionRequest(.realtime, flavour: .azure))
        ),
        ("POST", "/openai/realtime/sessions", previewAtAzure(.realtime, nil)),
        ("POST", "/openai/realtimeapi/sessions?api-version=1-preview", previewAtAzure(.realtime, "1-preview")),
        ("POST", "/openai/realtime/transcription_sessions?api-version=2", previewAtAzure(.transcription, "2")),
        ("GET", "/openai/realtime/sessions", .wrongMethod(allowed: ["POST"])),
        ("POST", "/v1/realtime?model=gpt-realtime", .betaCall),
        ("DELETE", "/v1/realtime/client_secrets", .wrongMethod(allowed: ["POST"])),
        ("PUT", "/v1/realtime", .wrongMethod(allowed: ["GET", "HEAD", "POST"])),
        ("POST", "/healthz", .wrongMethod(allowed: ["GET", "HEAD"])),
        ("GET", "/", .unknown),
        ("GET", "/v1", .unknown),
        ("GET", "/v1/chat/completions", .unknown),
        ("GET", "/v1/realtime/", .unknown),
        ("GET", "/openai/openai/v1/realtime", .unknown),
        ("GET", "/v1%2Frealtime", .unknown),
    ]

    @Test("A method and a path lead to one place", arguments: table)
    func routes(_ method: String, _ target: String, _ route: Route) throws {
        #expect(try Self.route(method, target) == route)
    }
}
