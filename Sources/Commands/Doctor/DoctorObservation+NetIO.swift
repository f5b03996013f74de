internal import HTTP
internal import Migration
internal import NetIO

// What the network tells, in a doctor's words.

extension DoctorObservation.Answer {
    init(_ head: ResponseHead, _ body: [UInt8]) {
        self.init(
            status: head.status,
            headers: head.headers.fields.map { DoctorHeader($0.name, $0.value) },
            body: body,
            serverTime: head.headers["Date"].flatMap { HTTPDate.seconds(in: $0) }
        )
    }
}

extension DoctorObservation {
    /// Nil: we gave it up ourselves.
    init?(_ error: WebSocketConnectError) {
        let text = error.description
        switch error {
        case .cancelled: return nil
        case .refused(let head, let body): self = .refused(Answer(head, body))
        case .cannotResolve: self = .openFailed(Trouble(.unresolved, text))
        case .cannotConnect(_, let reason):
            self = .openFailed(Trouble(reason.contains("ECONNREFUSED") ? .refused : .unreachable, text))
        case .tlsFailed: self = .openFailed(Trouble(.tls, text))
        case .timedOut: self = .openFailed(Trouble(.timedOut, text))
        case .connectionLost: self = .openFailed(Trouble(.lost, text))
        case .badResponse(.truncated): self = .openFailed(Trouble(.lost, text))
        case .badResponse: self = .openFailed(Trouble(.notHTTP, text))
        case .badAnswer: self = .openFailed(Trouble(.badUpgrade, text))
        case .badURL, .badRequest: self = .openFailed(Trouble(.other, text))
        }
    }
}

extension DoctorObservation.Trouble {
    init(_ error: HTTPClientError) {
        let kind: Kind =
            switch error {
            case .unresolved: .unresolved
            case .refused: .refused
            case .unreachable: .unreachable
            case .tls: .tls
            case .timedOut: .timedOut
            case .refusedByProxy, .proxyFailed: .proxy
            case .lost, .truncated: .lost
            case .malformedResponse: .notHTTP
            case .invalidRequest, .forbidden, .headTooLarge, .bodyTooLarge, .redirected, .notAnEventStream,
                .eventStream, .cancelled, .clientClosed, .failed:
                .other
            }
        self.init(kind, error.description)
    }
}

extension DoctorObservation.Connection {
    init(_ seen: ConnectionInspection) {
        self.init()
        addresses = seen.addresses.map(\.host)
        resolvedAfter = seen.resolvedAfter
        address = seen.address?.description
        connectedAfter = seen.connectedAfter
        securedAfter = seen.securedAfter
        protocolVersion = seen.tlsVersion
        certificate = seen.certificate.map { DoctorObservation.Certificate($0) }
        trouble = seen.failure.map { DoctorObservation.Trouble($0) }
    }
}

extension DoctorObservation.Trouble {
    init(_ failure: ConnectionInspection.Failure) {
        let kind: Kind =
            switch failure {
            case .unresolved: .unresolved
            case .refused: .refused
            case .unreachable: .unreachable
            case .timedOut: .timedOut
            case .tls: .tls
            case .lost: .lost
            }
        self.init(kind, failure.description)
    }
}

extension DoctorObservation.Certificate {
    init(_ seen: PeerCertificate) {
        self.init()
        subject = seen.subject
        issuer = seen.issuer
        names = seen.names
        notBefore = seen.notBefore
        notAfter = seen.notAfter
        isSelfSigned = seen.isSelfSigned
        matchesName = seen.matchesName
        chainCount = seen.chainCount
        isUntrusted = seen.objection == .untrusted
        verdict = seen.verdict
    }
}
