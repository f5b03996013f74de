internal import RealtimeAPI

extension SessionObject {
    var kind: SessionKind {
        switch self {
        case .transcription: .transcription
        case .translation: .translation
        case .realtime, .unknown: .realtime
        }
    }

    var model: String? {
        get {
            switch self {
            case .realtime(let session): session.model
            case .translation(let session): session.model
            case .transcription, .unknown: nil
            }
        }
        set {
            switch self {
            case .realtime(var session):
                session.model = newValue
                self = .realtime(session)
            case .translation(var session):
                session.model = newValue
                self = .translation(session)
            case .transcription, .unknown: break
            }
        }
    }

    /// No session of the secret's has begun, so none expires yet (CONTRACT 2).
    var withoutExpiry: SessionObject {
        switch self {
        case .realtime(var session):
            session.expiresAt = 0
            return .realtime(session)
        case .transcription(var session):
            session.expiresAt = 0
            return .transcription(session)
        case .translation(var session):
            session.expiresAt = 0
            return .translation(session)
        case .unknown: return self
        }
    }
}
