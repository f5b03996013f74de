/// What can be wrong. What each means and what helps is in `Ailment+Table.swift`, in the order in which one causes
/// another: of several, the first is the root.
public enum Ailment: String, Sendable, CaseIterable {
    // The way there.
    case nameUnknown = "name-unknown"
    case connectionRefused = "connection-refused"
    case unreachable
    case connectTimeout = "connect-timeout"
    case proxyRefused = "proxy-refused"
    case tlsNotSpoken = "tls-not-spoken"
    case tlsFailed = "tls-failed"
    case certificateExpired = "certificate-expired"
    case certificateNotYetValid = "certificate-not-yet-valid"
    case certificateName = "certificate-name"
    case certificateSelfSigned = "certificate-self-signed"
    case certificateUntrusted = "certificate-untrusted"
    // The answer to the upgrade.
    case noAnswer = "no-answer"
    case closedBeforeAnswer = "closed-before-answer"
    case notHTTP = "not-http"
    case badUpgrade = "bad-upgrade"
    case redirected
    case upgradeStripped = "upgrade-stripped"
    case apiVersionLeftover = "api-version-leftover"
    case previewPathRetired = "preview-path-retired"
    case betaHeaderRefused = "beta-header-refused"
    case pathUnknown = "path-unknown"
    case networkRules = "network-rules"
    // The credential.
    case credentialMissing = "credential-missing"
    case keysDisabled = "keys-disabled"
    case credentialHeader = "credential-header"
    case tokenExpired = "token-expired"
    case tokenNotYetValid = "token-not-yet-valid"
    case tokenTenant = "token-tenant"
    case roleMissing = "role-missing"
    case tokenAudience = "token-audience"
    case tokenRefused = "token-refused"
    case secretExpired = "secret-expired"
    case secretOfOtherDialect = "secret-of-other-dialect"
    case keyRefused = "key-refused"
    case forbidden
    // What was asked for.
    case modelMissing = "model-missing"
    case modelUnknown = "model-unknown"
    case modelNotRealtime = "model-not-realtime"
    case quotaExhausted = "quota-exhausted"
    case rateLimited = "rate-limited"
    case overloaded
    case serverError = "server-error"
    case refusedOtherwise = "refused-otherwise"
    // The session.
    case closedAtOnce = "closed-at-once"
    case noGreeting = "no-greeting"
    case notJSON = "not-json"
    case otherProtocol = "other-protocol"
    case previewDialect = "preview-dialect"
    case sessionExpired = "session-expired"
    case updateCloses = "update-closes"
    case updateUnanswered = "update-unanswered"
    case sessionTypeMissing = "session-type-missing"
    case sessionRefused = "session-refused"
    case updateRefused = "update-refused"
    case closedAtAudio = "closed-at-audio"
    case badAudioCloses = "bad-audio-closes"
    case audioUnanswered = "audio-unanswered"
    case audioRefused = "audio-refused"
    // The turns.
    case responseRefused = "response-refused"
    case closedInTurn = "closed-in-turn"
    case responseFailed = "response-failed"
    case responseStalled = "response-stalled"
    case noText = "no-text"
    case noAudio = "no-audio"
    case damagedAudio = "damaged-audio"
    case previewEvents = "preview-events"
    // What stands beside sessions.
    case secretsFailed = "secrets-failed"
    case secretsDamaged = "secrets-damaged"
    case callsFailed = "calls-failed"
    case clockSkew = "clock-skew"
    case outOfTime = "out-of-time"

    public struct Entry: Sendable {
        /// What is wrong, a sentence.
        public let title: String
        /// How it comes about.
        public let means: String
        /// What to do.
        public let remedy: String
        /// What it answers of the guide's checklist.
        public var guide: [GuideLine] = []

        init(_ title: String, _ means: String, _ remedy: String, _ guide: GuideLine...) {
            self.title = title
            self.means = means
            self.remedy = remedy
            self.guide = guide
        }
    }
}

/// What is wrong here, and what shows it.
public struct Diagnosis: Sendable, Equatable {
    public let ailment: Ailment
    /// In a sentence, what was seen: the server's words, a time, a number.
    public let evidence: String

    /// The root first: what comes earlier on the way causes what comes later. A wrong clock makes tokens and
    /// certificates look old or new, so then it comes before them.
    static func ordered(_ diagnoses: [Diagnosis]) -> [Diagnosis] {
        let ofTime: Set<Ailment> = [
            .certificateExpired, .certificateNotYetValid, .tokenExpired, .tokenNotYetValid, .secretExpired,
            .sessionExpired,
        ]
        let clockIsRoot = diagnoses.contains { ofTime.contains($0.ailment) }
        func rank(_ diagnosis: Diagnosis) -> Int {
            if diagnosis.ailment == .clockSkew, clockIsRoot { return -1 }
            return Ailment.allCases.firstIndex(of: diagnosis.ailment) ?? .max
        }
        return diagnoses.enumerated().sorted { (rank($0.element), $0.offset) < (rank($1.element), $1.offset) }
            .map(\.element)
    }
}
