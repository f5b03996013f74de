internal import Bytes
internal import RealtimeAPI

extension Grant {
    /// `defaults` hold where the key has no limit of its own.
    public init(_ key: APIKey, defaults: KeyLimits = KeyLimits()) {
        self.init(
            keyName: key.name,
            keyHash: key.hash,
            models: key.models,
            actions: key.actions,
            limits: key.limits.filled(with: defaults)
        )
    }

    /// A secret may do what its key may and what opens the kind of session that it pins, and nothing else: it makes no
    /// further secrets.
    init(_ owner: APIKey, _ secret: StoredSecret, defaults: KeyLimits) throws(APIError) {
        self.init(owner, defaults: defaults)
        let session = try secret.session.map { text throws(APIError) in try Self.session(text) }
        actions.formIntersection(session?.actions ?? Action.sessions)
        limits = limits.tightened(sessionSeconds: secret.sessionSeconds, idleSeconds: secret.idleSeconds)
        var shown = Secret(id: secret.id, session: session, expiresAt: secret.expiresAt)
        shown.dialect = secret.dialect
        shown.remembered = secret.remembered.flatMap { try? JSON(parsing: $0).object } ?? JSONObject()
        self.secret = shown
        safetyIdentifier = secret.safetyIdentifier
        organization = secret.organization
        project = secret.project
    }

    /// Read openly: it was read strictly before it was kept, and holds what the server filled in.
    private static func session(_ text: String) throws(APIError) -> SessionObject {
        guard let json = try? JSON(parsing: text), let session = try? SessionObject.read(json, .open) else {
            throw .serverError
        }
        return session
    }
}

extension SessionObject {
    fileprivate var actions: Set<Action> {
        switch self {
        case .realtime: [.realtime]
        case .transcription: [.transcription]
        case .translation: [.translation]
        case .unknown: []
        }
    }

    /// With its `type`, which a client does not write into a translation session: the storage tells them apart by it.
    fileprivate var typed: SessionObject {
        guard case .translation(var session) = self else { return self }
        session.type = .translation
        return .translation(session)
    }
}

extension SecretOrder {
    func stored(_ value: Private<String>, for grant: Grant, now: Int) throws(APIError) -> StoredSecret {
        guard SecretExpiry.secondsRange.contains(seconds) else {
            let range = SecretExpiry.secondsRange
            throw .invalidValue(
                "expires_after.seconds",
                "A client secret lives from \(range.lowerBound) to \(range.upperBound) seconds."
            )
        }
        if let model = session?.model { try grant.check(model: model) }
        var secret = StoredSecret(
            id: SecretText.secretID(),
            hash: SecretHash(of: value.reveal()),
            createdAt: now,
            expiresAt: now + seconds,
            owner: grant.keyName,
            ownerHash: grant.keyHash
        )
        secret.dialect = dialect
        secret.session = try sessionText()
        if !remembered.members.isEmpty { secret.remembered = JSON.object(remembered).text }
        secret.sessionSeconds = sessionSeconds
        secret.idleSeconds = idleSeconds
        secret.safetyIdentifier = safetyIdentifier
        secret.organization = organization
        secret.project = project
        return secret
    }

    private func sessionText() throws(APIError) -> String? {
        guard let text = session?.typed.json.text else { return nil }
        let most = Authenticator.sessionBytesMax
        guard text.utf8.count <= most else {
            throw .invalidValue("session", "The session of a client secret may have \(most) bytes of JSON.")
        }
        return text
    }
}
