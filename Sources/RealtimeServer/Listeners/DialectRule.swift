package import RealtimeAPI

/// Which dialect a request is made in, from the request alone (CONTRACT 19.1), and whether it is served.
package struct DialectRule: Sendable, Equatable {
    package enum Choice: Sendable, Equatable {
        case speak(Spoken)
        case refuse(Refusal)
    }

    /// What a connection begins with.
    package struct Spoken: Sendable, Equatable {
        package var name: DialectName
        /// The path alone says so, and the GA half of `AsyncAzureOpenAI` uses the same: the first `session.update` says
        /// the rest (CONTRACT 23).
        package var mayTurn = false

        static let ga = Spoken(name: .ga)
    }

    private let preview: Settings.Preview

    package init(preview: Settings.Preview) { self.preview = preview }

    package func choose(_ request: SessionRequest, _ credentials: Credentials) -> Choice {
        if let refusal = Self.misplacedVersion(request) { return .refuse(refusal) }
        let asked = Self.asked(request, credentials)
        guard preview == .refuse || request.door == .translations else { return .speak(asked) }
        return refusal(request, credentials).map { .refuse($0) } ?? .speak(.ga)
    }

    /// Why no Preview session is made by REST; nil: it is.
    package func refusal(of request: PreviewSessionRequest) -> APIError? {
        let version = request.apiVersion.flatMap { $0.isPreviewVersion ? $0 : nil }
        switch preview {
        case .serve: return request.needsVersion && version == nil ? .previewVersionNeeded : nil
        case .refuse: return version.map { .apiVersionRetired($0) } ?? .betaSessionsDisabled
        }
    }

    /// Why no WebRTC call is made as the Preview made them.
    package var callRefusal: APIError {
        switch preview {
        case .serve: .notBuilt("WebRTC calls")
        case .refuse: .betaDisabled
        }
    }

    /// A header or a sub-protocol says it for certain. At Azure's older path the version does, where nothing else does.
    private static func asked(_ request: SessionRequest, _ credentials: Credentials) -> Spoken {
        if credentials.asksForBeta { return Spoken(name: .preview) }
        return request.namesPreviewVersion ? Spoken(name: .preview, mayTurn: true) : .ga
    }

    /// Azure's GA paths take no version, and the older one needs one.
    private static func misplacedVersion(_ request: SessionRequest) -> Refusal? {
        guard request.flavour == .azure else { return nil }
        switch (request.isDeploymentPath, request.apiVersion) {
        case (true, nil): return .http(401, .apiVersionMissing)
        case (false, .some): return .http(401, .apiVersionNotAllowed)
        case (true, .some), (false, nil): return nil
        }
    }

    /// What the services answer today.
    private func refusal(_ request: SessionRequest, _ credentials: Credentials) -> Refusal? {
        switch request.flavour {
        case .openAI: return credentials.asksForBeta ? .inBand(.betaDisabled) : nil
        case .azure:
            guard request.namesPreviewVersion, let version = request.apiVersion else { return nil }
            return .http(401, .apiVersionRetired(version))
        }
    }
}

extension SessionRequest {
    fileprivate var namesPreviewVersion: Bool { isDeploymentPath && apiVersion?.isPreviewVersion == true }
}

extension String {
    /// Whether a version of Azure's API is of the Preview.
    var isPreviewVersion: Bool { hasSuffix("-preview") }
}
