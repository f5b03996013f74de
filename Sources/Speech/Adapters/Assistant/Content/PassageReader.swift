/// Reads a document, Markdown or plain text, into passages: what stands under one heading, in pieces that can be said.
///
/// A heading is a line with `#`, one that is underlined, one in capitals, or a question of its own.
package struct PassageReader {
    /// A piece that grows beyond this ends with its line; beyond the second, within its paragraph.
    private static let bytesWanted = 400
    private static let bytesMax = 1_200
    private static let headingBytesMax = 120

    private let title: String
    private var passages: [Passage] = []
    private var headings: [(level: Int, text: String)] = []
    private var lines: [String] = []
    private var bytes = 0
    private let isWelcome: (_ heading: String, _ line: String) -> Bool

    /// What is not welcome is left out: it is no content, or not for the user's ears.
    package static func passages(
        of text: String,
        title: String,
        where isWelcome: @escaping (_ heading: String, _ line: String) -> Bool = { _, _ in true }
    ) -> [Passage] {
        var reader = PassageReader(title: title, isWelcome: isWelcome)
        reader.read(text)
        return reader.passages
    }

    private init(title: String, isWelcome: @escaping (String, String) -> Bool) {
        self.title = title
        self.isWelcome = isWelcome
    }

    private mutating func read(_ text: String) {
        var isFenced = false
        var pending: Substring?
        for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            let line = line.trimmed
            if line.hasPrefix("```") { isFenced.toggle() }
            guard !isFenced, !line.hasPrefix("```") else { continue }
            // An underline makes a heading of the line before it.
            if let above = pending, line.count > 2, line.allSatisfy({ $0 == "=" }) || line.allSatisfy({ $0 == "-" }) {
                open(PlainLine.text(of: above), level: line.hasPrefix("=") ? 1 : 2)
                pending = nil
                continue
            }
            if let above = pending { take(above) }
            pending = line
        }
        if let pending { take(pending) }
        close()
    }

    private mutating func take(_ line: Substring) {
        if line.isEmpty { return paragraphEnded() }
        if line.hasPrefix("#") {
            let level = line.prefix { $0 == "#" }.count
            return open(PlainLine.text(of: line.dropFirst(level)), level: level)
        }
        let text = PlainLine.text(of: line)
        guard !text.isEmpty else { return }
        if isHeading(text) { return open(text, level: 7) }
        guard isWelcome(headings.last?.text ?? "", text) else { return }
        if bytes + text.utf8.count > Self.bytesMax { close() }
        lines.append(text)
        bytes += text.utf8.count
    }

    private mutating func paragraphEnded() { if bytes > Self.bytesWanted { close() } }

    private func isHeading(_ text: String) -> Bool {
        guard text.utf8.count <= Self.headingBytesMax else { return false }
        if text.hasSuffix("?") { return true }
        return text.count > 3 && text.contains(where: \.isUppercase) && !text.contains(where: \.isLowercase)
            && !text.contains(where: \.isNumber)
    }

    private mutating func open(_ heading: String, level: Int) {
        close()
        headings.removeAll { $0.level >= level }
        headings.append((level, String(heading.prefix(Self.headingBytesMax))))
    }

    private mutating func close() {
        defer {
            lines = []
            bytes = 0
        }
        guard !lines.isEmpty else { return }
        let above = headings.map(\.text)
        let text = lines.joined(separator: "\n")
        passages.append(
            Passage(
                source: source,
                headings: (above.isEmpty ? [title] : above).joined(separator: " "),
                text: text,
                language: Language.evidence(in: above.joined(separator: " ") + " " + text) ?? .english
            )
        )
    }

    /// The nearest heading that is no question.
    private var source: String {
        headings.last { !$0.text.hasSuffix("?") }?.text ?? title
    }
}

/// A line as it is said, without the marks of Markdown.
enum PlainLine {
    static func text(of line: Substring) -> String {
        var line = line.trimmed
        for bullet in ["- ", "* ", "+ ", "• ", "> ", "Q: ", "A: ", "P: ", "R: "] where line.hasPrefix(bullet) {
            line = line.dropFirst(bullet.count).trimmed
        }
        let isRule = line.allSatisfy { "-=*_|: ".contains($0) }
        guard !isRule else { return "" }
        return String(withoutMarks(withoutLinks(line)).trimmed)
    }

    private static func withoutMarks(_ line: String) -> String {
        guard line.hasPrefix("|") else { return line.filter { $0 != "*" && $0 != "`" && $0 != "\u{0}" } }
        let cells = line.split(separator: "|").map { String($0.trimmed) }.filter { !$0.isEmpty }
        return cells.joined(separator: ", ").filter { $0 != "*" && $0 != "`" }
    }

    /// Of `[text](address)` the text is said.
    private static func withoutLinks(_ line: Substring) -> String {
        var text = ""
        var rest = line
        while let open = rest.firstIndex(of: "["), let middle = rest[open...].firstRange(of: "]("),
            let close = rest[middle.upperBound...].firstIndex(of: ")")
        {
            text += rest[..<open]
            text += rest[rest.index(after: open)..<middle.lowerBound]
            rest = rest[rest.index(after: close)...]
        }
        return text + rest
    }
}
