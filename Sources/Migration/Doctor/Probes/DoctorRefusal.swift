import Bytes

/// How a server said no: by a status of HTTP, by an `error` event, or by the reason of a close.
struct DoctorRefusal: Sendable, Equatable {
    var status: Int?
    var code: String?
    var message: String?
    var retryAfter: String?
    var via: String?
    var location: String?
    /// Whether it speaks in the API's form, so that it is the API's own word.
    var isOfAPI: Bool

    init(_ answer: DoctorObservation.Answer) {
        status = answer.status
        retryAfter = answer.headers["Retry-After"]
        via = answer.headers["Via"] ?? answer.headers["Server"]
        location = answer.headers["Location"]
        let json = DoctorEvent.json(answer.body)
        let error = json?["error"] ?? json
        code = Self.word(error?["code"])
        message = Self.word(error?["message"])
        isOfAPI = message != nil
        if message == nil, !answer.body.isEmpty { message = String(decoding: answer.body.prefix(300), as: UTF8.self) }
    }

    /// Of an `error` event, or of what a failed response says of itself.
    init(_ error: JSON?) {
        code = Self.word(error?["code"])
        message = Self.word(error?["message"])
        isOfAPI = true
    }

    /// `invalid_request_error.invalid_api_key`, as OpenAI closes.
    init?(closeReason reason: String) {
        let parts = reason.split(separator: ".")
        guard parts.count == 2, parts.allSatisfy({ $0.utf8.allSatisfy { 0x61...0x7A ~= $0 || $0 == 0x5F } }) else {
            return nil
        }
        code = parts.last.map(String.init)
        message = nil
        isOfAPI = true
    }

    private static func word(_ json: JSON?) -> String? { json?.string ?? json?.int.map { "\($0)" } }

    /// In a sentence.
    var evidence: String {
        let words = message.map { "\"\(Self.line($0))\"" }
        let parts = [
            status.map { "status \($0)" }, code.flatMap { $0 == status.map(String.init) ? nil : "code \($0)" },
        ]
        let head = parts.compactMap { $0 }.joined(separator: ", ")
        let wait = retryAfter.map { " Retry after \($0) s." } ?? ""
        let place = location.map { " It points to \(Trace.bare($0))." } ?? ""
        let sentence = [head.isEmpty ? nil : head, words].compactMap { $0 }.joined(separator: ": ")
        return "The server answers with \(sentence.isEmpty ? "nothing more" : sentence).\(wait)\(place)"
    }

    /// One line, not too long.
    static func line(_ text: String) -> String {
        let line = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return line.count > 300 ? line.prefix(300) + "…" : line
    }
}

extension DoctorRefusal {
    /// What is behind it.
    func ailment(of chart: Chart) -> Ailment {
        byCode(chart) ?? byCredential(chart) ?? byStatus ?? .refusedOtherwise
    }

    private func says(_ words: String...) -> Bool { says(words) }

    private func says(_ words: [String]) -> Bool {
        let text = message?.lowercased() ?? ""
        return words.contains { text.contains($0) } || hasCode(words)
    }

    private func hasCode(_ codes: [String]) -> Bool {
        let code = code?.lowercased() ?? ""
        return codes.contains { code.contains($0) }
    }

    /// What says by its code what is the matter, or else by its words. A message often points to what might be besides.
    private func byCode(_ chart: Chart) -> Ailment? {
        if chart.target.apiVersion != nil, says("api-version", "api version", "wrong_api_version") {
            return chart.target.isPreviewPath ? .previewPathRetired : .apiVersionLeftover
        }
        if let sign = Self.signs.first(where: { hasCode($0.codes) }) { return sign.ailment }
        if says("tenant"), says("does not match", "wrong tenant", "tenant mismatch") { return .tokenTenant }
        return Self.signs.first { says($0.words) }?.ailment
    }

    private static let signs: [(ailment: Ailment, codes: [String], words: [String])] = [
        (.betaHeaderRefused, ["beta_api_shape_disabled"], ["beta_api_shape_disabled", "beta api shape"]),
        (.secretOfOtherDialect, ["api_version_mismatch"], ["api_version_mismatch"]),
        (
            .keysDisabled, ["authenticationtypedisabled"],
            ["key based authentication is disabled", "local authentication is disabled"]
        ),
        (.networkRules, [], ["firewall rules", "virtual network", "public access is disabled"]),
        (.roleMissing, ["permissiondenied"], ["data action", "permissiondenied"]),
        (.modelMissing, ["missing_model"], ["missing_model", "must provide a model"]),
        (
            .modelUnknown, ["deploymentnotfound", "model_not_found"],
            ["deploymentnotfound", "model_not_found", "deployment for this resource does not exist"]
        ),
        (
            .modelNotRealtime, ["invalid_model", "opperationnotsupported", "operationnotsupported"],
            ["not supported in realtime"]
        ),
        (.rateLimited, ["rate_limit", "too_many"], ["rate limit", "too many requests"]),
        (
            .quotaExhausted, ["insufficient_quota", "credit_balance", "billing", "account_deactivated"],
            ["insufficient_quota", "credit balance", "current quota", "billing"]
        ),
        (.overloaded, ["server_overloaded", "server_shutting_down"], ["server_overloaded", "server_shutting_down"]),
    ]

    private var isAboutCredential: Bool {
        status == 401 || says("invalid_api_key", "incorrect api key", "invalid subscription key", "unauthorized")
    }

    private func byCredential(_ chart: Chart) -> Ailment? {
        if status == 403 || says("insufficient_permissions") {
            return chart.visit.credential == .none ? .credentialMissing : .forbidden
        }
        guard isAboutCredential else { return nil }
        let clock = chart.clock + (chart.skew ?? 0)
        switch chart.visit.credential {
        case .none: return .credentialMissing
        case .secret: return .secretExpired
        case .key: return .keyRefused
        case .token(_, let claims):
            if let end = claims.expiresAt, Double(end) <= clock || Double(end) <= chart.clock { return .tokenExpired }
            if let start = claims.notBefore, Double(start) > clock { return .tokenNotYetValid }
            if says("expired"), !says("audience") { return .tokenExpired }
            let isForService = claims.audience.contains { audience in
                Self.audiences.contains { audience.hasPrefix($0) }
            }
            return chart.target.flavour == .azure && !isForService ? .tokenAudience : .tokenRefused
        }
    }

    private static let audiences = ["https://cognitiveservices.azure.com", "https://ai.azure.com"]

    private var byStatus: Ailment? {
        guard let status else { return nil }
        switch status {
        case 200..<300, 426: return .upgradeStripped
        case 300..<400: return .redirected
        case 400: return isOfAPI ? .refusedOtherwise : .upgradeStripped
        case 404, 405, 501: return .pathUnknown
        case 407: return .proxyRefused
        case 429: return .rateLimited
        case 503: return .overloaded
        case 500...: return .serverError
        default: return nil
        }
    }
}

extension Ailment {
    /// The row that a refusal of a session stands in.
    var rowOfRefusal: Examination {
        switch self {
        case .credentialMissing, .keysDisabled, .credentialHeader, .tokenExpired, .tokenNotYetValid, .tokenTenant,
            .roleMissing, .tokenAudience, .tokenRefused, .secretExpired, .secretOfOtherDialect, .keyRefused, .forbidden:
            .credential
        default: .session
        }
    }
}
