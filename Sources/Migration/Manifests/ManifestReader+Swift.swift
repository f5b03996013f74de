/// Swift's packages, which are named by the addresses of their repositories.
extension ManifestReader {
    /// `"repositoryURL"` in the first format, `"location"` in those after it; the `"version"` below, if it is one of a
    /// release.
    mutating func readSwiftLock() {
        var address = ""
        for (index, line) in lines.enumerated() {
            let texts = quoted(line)
            guard texts.count > 1 else { continue }
            switch texts[0] {
            case "repositoryURL", "location": address = texts[1]
            case "version": add(address, texts[1], .swift, line: index)
            default: break
            }
        }
    }

    /// `.package(url: "…", from: "1.2.3")`, on one line or several.
    mutating func readSwiftManifest() {
        for (index, line) in lines.enumerated() where !line.trimmed.hasPrefix("//") {
            guard line.holds(".package(") else { continue }
            let call = lines[index..<min(lines.count, index + 8)].joined(separator: "\n")
            guard let start = call.offset(of: ".package(") else { continue }
            let words = Self.call(call.bytes(start..<call.utf8.count))
            let texts = quoted(words)
            guard let address = texts.first, words.holds("url:"),
                let requirement = Self.requirement(words, Array(texts.dropFirst()))
            else { continue }
            add(address, requirement, .swift, line: index)
        }
    }

    /// Up to the bracket that closes the first.
    private static func call(_ text: String) -> String {
        var depth = 0
        for index in text.indices {
            if text[index] == "(" { depth += 1 }
            if text[index] == ")" { depth -= 1 }
            if depth == 0, text[index] == ")" { return String(text[...index]) }
        }
        return text
    }

    /// What is let in, as other manifests say it. Nil: a branch, a revision.
    private static func requirement(_ words: String, _ versions: [String]) -> String? {
        guard let text = versions.first, let lowest = Version(text) else { return nil }
        if versions.count > 1, words.holds("..<") { return ">=\(text),<\(versions[1])" }
        if versions.count > 1, words.holds("...") { return ">=\(text),<=\(versions[1])" }
        if words.holds("exact") { return text }
        if words.holds("upToNextMinor") { return ">=\(text),<\(lowest.raised(at: 1))" }
        return words.holds("from:") ? ">=\(text),<\(lowest.raised(at: 0))" : nil
    }
}
