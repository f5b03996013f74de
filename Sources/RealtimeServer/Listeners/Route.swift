package import HTTP
package import RealtimeAPI

/// What a request asks for, from its method and target alone.
package enum Route: Sendable, Equatable {
    /// A WebSocket that is to become a session.
    case session(SessionRequest)
    case clientSecrets(Flavour)
    case translationSecrets(Flavour)
    /// `POST …/realtime/sessions` and its like: how Preview clients get a secret.
    case previewSession(PreviewSessionRequest)
    case models(Flavour)
    case model(String, Flavour)
    case health
    case ready
    case metrics
    /// Known, and not built yet: refused by name.
    case notBuilt(String)
    /// A plain `POST /v1/realtime`: how Preview clients made a WebRTC call.
    case betaCall
    /// The path exists; not with this method.
    case wrongMethod(allowed: [String])
    case unknown

    package typealias Flavour = SessionOrigin.Flavour
}

/// What the URL of a WebSocket says of the session that it opens.
package struct SessionRequest: Sendable, Equatable {
    package enum Door: Sendable, Equatable {
        case realtime
        case translations
    }

    package var flavour: SessionOrigin.Flavour
    package var door = Door.realtime
    /// `model`, or `deployment` at Azure's older path.
    package var model: String?
    package var intent: String?
    package var callID: String?
    package var apiVersion: String?
    /// `/openai/realtime`, where `api-version` and `deployment` belong.
    package var isDeploymentPath = false

    package init(flavour: SessionOrigin.Flavour) { self.flavour = flavour }
}

/// What the URL of a Preview session made by REST says.
package struct PreviewSessionRequest: Sendable, Equatable {
    package var flavour: SessionOrigin.Flavour
    package var kind: SessionKind
    /// Azure's own paths need one.
    package var apiVersion: String?
    package var needsVersion = false

    package init(_ kind: SessionKind, flavour: SessionOrigin.Flavour) {
        self.kind = kind
        self.flavour = flavour
    }
}

extension Route {
    package init(method: String, target: URLTarget?) {
        guard let target else {
            self = .unknown
            return
        }
        let found = Self.resource(target.path, target)
        self = found.map { $0.as(method) } ?? .unknown
    }

    /// A path, and what may be done with it.
    private struct Resource {
        var get: Route?
        var post: Route?

        func `as`(_ method: String) -> Route {
            switch method {
            // To HEAD the HTTP machine writes no body.
            case "GET", "HEAD": if let get { return get }
            case "POST": if let post { return post }
            default: break
            }
            return .wrongMethod(allowed: (get == nil ? [] : ["GET", "HEAD"]) + (post == nil ? [] : ["POST"]))
        }
    }

    private static func resource(_ path: [String], _ target: URLTarget) -> Resource? {
        switch path {
        case ["healthz"]: return Resource(get: .health)
        case ["readyz"]: return Resource(get: .ready)
        case ["metrics"]: return Resource(get: .metrics)
        case ["openai", "realtime"]:
            var request = SessionRequest(flavour: .azure, target)
            request.model = target.firstValue("deployment") ?? target.firstValue("model")
            request.isDeploymentPath = true
            return Resource(get: .session(request))
        case ["openai", "realtime", "sessions"], ["openai", "realtimeapi", "sessions"]:
            return Resource(post: .previewSession(.azure(.realtime, target)))
        case ["openai", "realtime", "transcription_sessions"]:
            return Resource(post: .previewSession(.azure(.transcription, target)))
        default: break
        }
        if let rest = path.after(["openai", "v1"]) { return resource(rest, .azure, target) }
        if let rest = path.after(["v1"]) { return resource(rest, .openAI, target) }
        return nil
    }

    /// What both services have, below `/v1` and below `/openai/v1`.
    private static func resource(_ path: [String], _ flavour: Flavour, _ target: URLTarget) -> Resource? {
        switch path {
        case ["realtime"]:
            return Resource(get: .session(SessionRequest(flavour: flavour, target)), post: .betaCall)
        case ["realtime", "translations"]:
            var request = SessionRequest(flavour: flavour, target)
            request.door = .translations
            return Resource(get: .session(request))
        case ["realtime", "client_secrets"]: return Resource(post: .clientSecrets(flavour))
        case ["realtime", "translations", "client_secrets"]: return Resource(post: .translationSecrets(flavour))
        case ["models"]: return Resource(get: .models(flavour))
        case ["realtime", "calls"], ["realtime", "translations", "calls"]:
            return Resource(post: .notBuilt("WebRTC calls"))
        case ["realtime", "sessions"]:
            return Resource(post: .previewSession(PreviewSessionRequest(.realtime, flavour: flavour)))
        case ["realtime", "transcription_sessions"]:
            return Resource(post: .previewSession(PreviewSessionRequest(.transcription, flavour: flavour)))
        default: break
        }
        if path.count == 2, path[0] == "models", !path[1].isEmpty { return Resource(get: .model(path[1], flavour)) }
        let actions = ["accept", "reject", "refer", "hangup"]
        if path.count == 4, path.starts(with: ["realtime", "calls"]), actions.contains(path[3]) {
            return Resource(post: .notBuilt("call control"))
        }
        return nil
    }
}

extension SessionRequest {
    fileprivate init(flavour: SessionOrigin.Flavour, _ target: URLTarget) {
        self.flavour = flavour
        model = target.firstValue("model")
        intent = target.firstValue("intent")
        callID = target.firstValue("call_id")
        apiVersion = target.firstValue("api-version")
    }
}

extension PreviewSessionRequest {
    fileprivate static func azure(_ kind: SessionKind, _ target: URLTarget) -> Self {
        var request = Self(kind, flavour: .azure)
        request.apiVersion = target.firstValue("api-version")
        request.needsVersion = true
        return request
    }
}

extension [String] {
    fileprivate func after(_ prefix: [String]) -> [String]? {
        starts(with: prefix) ? Array(dropFirst(prefix.count)) : nil
    }
}
