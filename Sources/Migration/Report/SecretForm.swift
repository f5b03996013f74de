/// What secrets look like: keys and tokens by how they begin, and the names that stand before others.
enum SecretForm {
    /// A word that begins as keys, tokens and client secrets of the services do.
    static func matches(_ word: some StringProtocol) -> Bool {
        if ["sk-", "ek_"].contains(where: { word.hasPrefix($0) }) { return word.utf8.count > 6 }
        guard word.utf8.count >= 16 else { return false }
        return ["eyJ", "whsec_", "ghp_"].contains { word.hasPrefix($0) } || word.contains("Q~")
    }

    /// `key1`, `api-key`, `AccountKey`, `SharedAccessSignature`, `sig`.
    static func isName(_ name: some StringProtocol) -> Bool {
        let letters = name.lowercased().filter { $0.isLetter }
        return endings.contains { letters.hasSuffix($0) }
    }

    private static let endings = [
        "key", "keys", "secret", "password", "passwd", "pwd", "token", "sig", "signature", "connectionstring",
        "credential", "credentials", "sas",
    ]
}
