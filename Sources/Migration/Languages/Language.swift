/// What a reader must know of a language to tell code from comments and to read its strings: a table, not a parser.
public struct Language: Sendable {
    /// How a string says "a value goes here".
    enum Hole: Sendable {
        /// `${…}`
        case dollarBraces
        /// `$name` and `${…}`
        case dollarName
        /// `{…}`; a doubled brace is a brace
        case braces
        /// `\(…)`
        case backslashParenthesis
        /// `#{…}`
        case hashBraces
    }

    enum Escapes: Sendable {
        case backslash
        /// The closing mark, doubled, is itself: `""`, `''`.
        case doubled
        case none
    }

    struct StringForm: Sendable {
        let open: String
        let close: String
        var escapes = Escapes.backslash
        var hole: Hole?
        var spansLines = false
        /// `r#"…"#`, `#"…"#`: as many marks before the opening quote as after the closing one.
        var isFenced = false

        init(
            _ open: String,
            _ close: String,
            _ escapes: Escapes = .backslash,
            hole: Hole? = nil,
            spansLines: Bool = false,
            isFenced: Bool = false
        ) {
            self.open = open
            self.close = close
            self.escapes = escapes
            self.hole = hole
            self.spansLines = spansLines
            self.isFenced = isFenced
        }
    }

    enum Trait: Sendable {
        /// A line's end ends a statement.
        case linesEndStatements
        /// Two literals side by side are one.
        case literalsJoin
        /// Indentation says what belongs to what.
        case indented
        /// Words that are no names stand for texts: shells, `.env`, YAML.
        case bareWords
        /// `/` may begin a regular expression.
        case regularExpressions
        /// A string that is a statement of its own is a comment.
        case docStrings
        /// `<<NAME` begins a text that runs to a line `NAME`.
        case hereDocuments
        /// `#if 0` hides what follows.
        case preprocessor
        /// `'a` may be a lifetime.
        case lifetimes
        /// A comment mark counts only after a blank.
        case commentsNeedBlank
    }

    public let name: String
    let extensions: Set<String>
    var fileNames: Set<String> = []
    var lineComments: [String] = []
    var blockComments: [(open: String, close: String)] = []
    /// Longest opening mark first.
    var strings: [StringForm] = []
    var traits: Set<Trait> = []

    func has(_ trait: Trait) -> Bool { traits.contains(trait) }
}

extension Language {
    /// The language of a path, by its last part. Nil: not read.
    public static func of(path: String) -> Language? {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        let lower = name.lowercased()
        if let language = all.first(where: { $0.fileNames.contains(lower) }) { return language }
        if lower.hasPrefix(".env") || lower.hasSuffix(".env") { return environment }
        if lower.hasPrefix("dockerfile") { return shell }
        guard let dot = lower.lastIndex(of: ".") else { return nil }
        return byExtension[String(lower[lower.index(after: dot)...])]
    }

    private static let byExtension = Dictionary(
        all.flatMap { language in language.extensions.map { ($0, language) } }
    ) { first, _ in first }
}
