/// What a key may be used for. The administration of keys is not among them: that is done on the server's own machine.
public enum Action: String, Sendable, Hashable, CaseIterable {
    case realtime
    case transcription
    case translation
    /// Making `ek_` secrets.
    case clientSecrets = "client_secrets"
    /// Listing models.
    case models
    /// Reading `/metrics`.
    case metrics

    /// What opens a session: all that a client secret may do.
    public static let sessions: Set<Action> = [.realtime, .transcription, .translation]
    public static let all = Set(allCases)
}
