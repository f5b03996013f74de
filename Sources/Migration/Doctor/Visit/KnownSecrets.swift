/// Takes out of texts what nobody may see: keys, tokens, client secrets. What merely looks random stays: the ids that a
/// service's support asks for do.
struct KnownSecrets: Sendable {
    static let mark = "***"

    private let secrets: [String]

    /// What is shorter is no secret, and taking it out would take out half of the text.
    private static let secretCountMin = 4

    init(_ secrets: [String]) {
        self.secrets = secrets.filter { $0.utf8.count >= Self.secretCountMin }.sorted { $0.count > $1.count }
    }

    /// What is known to be secret, what an address hides, and whatever has the form of a secret or stands behind the
    /// name of one: `sk-…`, a JWT, `AccountKey=…`.
    func redacted(_ text: String) -> String {
        let known = secrets.reduce(text) { $0.replacing($1, with: Self.mark) }
        return Self.withoutForms(ShownURL.all(in: known))
    }

    private static func withoutForms(_ text: String) -> String {
        var result = ""
        var rest = text.unicodeScalars[...]
        while let first = rest.first {
            let word = rest.prefix(while: isPartOfToken)
            guard !word.isEmpty else {
                result.unicodeScalars.append(first)
                rest = rest.dropFirst()
                continue
            }
            rest = rest[word.endIndex...]
            let name = String(word)
            result += SecretForm.matches(name) ? mark : name
            guard rest.first == "=", SecretForm.isName(name) else { continue }
            let value = rest.dropFirst().prefix { !$0.properties.isWhitespace && !valueEnds.contains($0) }
            result += value.isEmpty ? "=" : "=\(mark)"
            rest = rest[value.endIndex...]
        }
        return result
    }

    private static let valueEnds: Set<Unicode.Scalar> = [";", "&", ",", "\"", "'", ")"]

    private static func isPartOfToken(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "-", "_", ".", "~": true
        default: false
        }
    }
}
