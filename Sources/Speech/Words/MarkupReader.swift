/// Reads a text and leaves out what is there for the eye. It looks at few letters around each, so that it does not
/// matter much where a text was cut into clauses.
struct MarkupReader {
    private static let tagMax = 200
    private static let linkMax = 500

    private let text: [Unicode.Scalar]
    private var position = 0
    private var sourceBytes = 0
    private var isAtLineStart = true
    /// The last scalar that stood here was a picture: what joins or colours pictures goes with it.
    private var isAfterPicture = false
    private var wantsSpace = false
    private(set) var spoken = ""
    private var spokenBytes = 0
    private(set) var marks: [SpokenForm.Mark] = []

    init(_ source: String) { text = Array(source.unicodeScalars) }

    mutating func read() {
        while position < text.count { readNext() }
    }

    private mutating func readNext() {
        let scalar = text[position]
        if let length = tagLength ?? ruleLength {
            endWord()
            skip(length)
        } else if let length = linkLength ?? schemeLength {
            skip(length)
        } else if scalar.properties.isWhitespace || scalar.properties.generalCategory == .control {
            endWord()
            isAtLineStart = isAtLineStart || scalar.isLineEnd
            skip(1)
        } else if isForTheEye(scalar) {
            isAfterPicture = scalar.isPicture || isAfterPicture && scalar == "\u{200D}"
            if scalar.separatesWords { endWord() }
            skip(1)
        } else {
            isAfterPicture = false
            isAtLineStart = false
            say(scalar)
        }
    }

    private mutating func say(_ scalar: Unicode.Scalar) {
        if wantsSpace, !spoken.isEmpty {
            spoken += " "
            spokenBytes += 1
        }
        wantsSpace = false
        spoken.unicodeScalars.append(scalar)
        spokenBytes += UTF8.width(scalar)
        skip(1)
    }

    private mutating func skip(_ count: Int) {
        for _ in 0..<count {
            sourceBytes += UTF8.width(text[position])
            position += 1
        }
    }

    /// White space before a word is told with the word.
    private mutating func endWord() {
        guard !wantsSpace else { return }
        wantsSpace = true
        if !spoken.isEmpty { marks.append(SpokenForm.Mark(spoken: spokenBytes, source: sourceBytes)) }
    }

    private func scalar(_ offset: Int) -> Unicode.Scalar? {
        let index = position + offset
        return text.indices.contains(index) ? text[index] : nil
    }

    private func isForTheEye(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "*": return !isBetweenNumbers
        case "`", "~", "|", "_", "[", "]", "\u{FE0E}", "\u{FE0F}", "\u{20E3}", "\u{FFFD}": return true
        case "!": return self.scalar(1) == "["
        case "#", ">": return isAtLineStart
        case "-", "+", "•": return isAtLineStart && self.scalar(1)?.properties.isWhitespace ?? false
        case "\u{200C}": return false
        case "\u{200D}": return isAfterPicture
        default: return scalar.isPicture || scalar.isInvisible
        }
    }

    /// "5 * 3".
    private var isBetweenNumbers: Bool {
        let before = text[..<position].last { $0 != " " }
        let after = text[(position + 1)...].first { $0 != " " }
        return scalar(-1) != "*" && scalar(1) != "*" && before?.properties.numericType != nil
            && after?.properties.numericType != nil
    }

    /// `<break time="1s"/>`
    private var tagLength: Int? {
        guard scalar(0) == "<", let next = scalar(1), next.properties.isAlphabetic || ["/", "!", "?"].contains(next)
        else { return nil }
        let rest = text[position...].prefix(Self.tagMax)
        return rest.firstIndex(of: ">").map { $0 + 1 - position }
    }

    /// `](https://example.com)`, of a link whose text stands before.
    private var linkLength: Int? {
        guard scalar(0) == "]", scalar(1) == "(" else { return nil }
        let rest = text[position...].prefix(Self.linkMax)
        return rest.firstIndex(of: ")").map { $0 + 1 - position }
    }

    /// `---`, `***`, `===`: a line across.
    private var ruleLength: Int? {
        guard let first = scalar(0), ["-", "="].contains(first), spoken.isEmpty || wantsSpace else { return nil }
        let run = text[position...].prefix { $0 == first }.count
        guard run >= 3, scalar(run).map({ $0 == "|" || $0.properties.isWhitespace }) ?? true else { return nil }
        return run
    }

    /// Nobody wants to hear it.
    private var schemeLength: Int? {
        for scheme in ["https://", "http://"] where text[position...].starts(with: scheme.unicodeScalars) {
            return scheme.unicodeScalars.count
        }
        return nil
    }
}

extension Unicode.Scalar {
    /// Emoji, arrows, boxes and the like.
    fileprivate var isPicture: Bool {
        if properties.isEmojiPresentation || properties.isEmojiModifier { return true }
        if 0x2190...0x21FF ~= value { return true }
        return value >= 0x2300 && properties.generalCategory == .otherSymbol
    }

    fileprivate var isInvisible: Bool {
        switch properties.generalCategory {
        case .format, .privateUse, .unassigned, .surrogate: true
        default: false
        }
    }

    fileprivate var separatesWords: Bool { isPicture || self == "|" || self == "_" }
}
