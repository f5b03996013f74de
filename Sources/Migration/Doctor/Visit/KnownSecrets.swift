/// Takes out of texts what nobody may see: keys, tokens, client secrets.
struct KnownSecrets: Sendable {
    static let mark = "***"

    private let secrets: [String]

    /// What is shorter is no secret, and taking it out would take out half of the text.
    private static let secretCountMin = 4

    init(_ secrets: [String]) {
        self.secrets = secrets.filter { $0.utf8.count >= Self.secretCountMin }.sorted { $0.count > $1.count }
    }

    /// What is known to be secret, and whatever looks like it: `sk-…`, `ek_…`, a JWT.
    func redacted(_ text: String) -> String {
        let known = secrets.reduce(text) { $0.replacing($1, with: Self.mark) }
        var result = ""
        var word = ""
        for scalar in known.unicodeScalars {
            if Self.isPartOfToken(scalar) {
                word.unicodeScalars.append(scalar)
            } else {
                result += Self.redactedWord(word)
                word = ""
                result.unicodeScalars.append(scalar)
            }
        }
        return result + Self.redactedWord(word)
    }

    private static func redactedWord(_ word: String) -> String {
        let isKey = ["sk-", "ek_"].contains { word.hasPrefix($0) } && word.utf8.count > 6
        let isToken = word.hasPrefix("eyJ") && word.utf8.count > 20
        return isKey || isToken ? mark : word
    }

    private static func isPartOfToken(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "-", "_", ".": true
        default: false
        }
    }
}
