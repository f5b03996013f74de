/// An address as it may be shown: who has a key for it often writes it there.
enum ShownURL {
    /// What a query may say openly. Everything else may be a secret.
    static func isPlain(_ parameter: String) -> Bool { plain.contains(parameter) }

    private static let plain: Set = ["model", "deployment", "api-version", "intent", "call_id", "webrtcfilter"]

    /// Without the names of users, the values of a query, and what stands behind `#`.
    static func text(_ url: Substring) -> String {
        guard let mark = url.firstRange(of: "://") else { return String(url) }
        let rest = url[mark.upperBound...]
        let authority = rest.prefix { !"/?#".contains($0) }
        let host = authority.lastIndex(of: "@").map { authority[authority.index(after: $0)...] } ?? authority
        let user = host.startIndex == authority.startIndex ? "" : "\(KnownSecrets.mark)@"
        let path = rest[authority.endIndex...].prefix { !"?#".contains($0) }
        let tail = rest[path.endIndex...]
        let query = tail.first == "?" ? tail.dropFirst().prefix { $0 != "#" } : ""
        let parameters = query.split(separator: "&", omittingEmptySubsequences: false).map(parameter)
        let fragment = tail.contains("#") ? "#\(KnownSecrets.mark)" : ""
        let shownQuery = tail.first == "?" ? "?\(parameters.joined(separator: "&"))" : ""
        return "\(url[..<mark.upperBound])\(user)\(host)\(path)\(shownQuery)\(fragment)"
    }

    private static func parameter(_ text: Substring) -> String {
        guard let equals = text.firstIndex(of: "=") else { return text.isEmpty ? "" : KnownSecrets.mark }
        return isPlain(String(text[..<equals])) ? String(text) : "\(text[...equals])\(KnownSecrets.mark)"
    }

    /// A text in which every address is one that may be shown.
    static func all(in text: String) -> String {
        var shown = ""
        var rest = text[...]
        while let mark = rest.firstRange(of: "://") {
            let tail = rest[mark.upperBound...]
            let end = tail.firstIndex { $0.isWhitespace || ends.contains($0) } ?? tail.endIndex
            shown += rest[..<mark.lowerBound] + Self.text(rest[mark.lowerBound..<end])
            rest = rest[end...]
        }
        return shown + rest
    }

    /// What ends an address within a text.
    private static let ends: Set<Character> = ["\"", "'", "`", "<", ">", "(", ")", "{", "}", "\\", "|", "^"]
}
