/// Whether a full stop, or a question or exclamation mark, ends a sentence.
///
/// It does if white space follows, and no small letter after that, and if the full stop belongs to no abbreviation,
/// initial or number of a list. So nothing inside a number or an address is an end.
struct SentenceEnd {
    enum End: Equatable {
        case goesOn
        /// That depends on what follows.
        case unknown
        case ends(before: Int)
    }

    private let text: ArraySlice<Unicode.Scalar>
    private let mark: Int
    private let isWhole: Bool

    /// `text` begins where its clause does.
    init(_ text: ArraySlice<Unicode.Scalar>, at mark: Int, isWhole: Bool) {
        self.text = text
        self.mark = mark
        self.isWhole = isWhole
    }

    var end: End {
        let rest = text[(mark + 1)...]
        guard let close = rest.firstIndex(where: { !$0.goesWithMark }) else { return isWhole ? .goesOn : .unknown }
        guard text[close].properties.isWhitespace else { return .goesOn }
        let isFullStop = text[mark] == "." && (close == mark + 1 || text[mark + 1] != ".")
        guard let begin = text[close...].firstIndex(where: { !$0.properties.isWhitespace }) else {
            return isWhole ? .ends(before: text.endIndex) : .unknown
        }
        let next = text[begin]
        if next.properties.isLowercase { return .goesOn }
        if isFullStop, isAbbreviation(before: next) || isNumberOfList { return .goesOn }
        return .ends(before: begin)
    }

    /// The word that the full stop ends.
    private var word: String {
        let before = text[..<mark]
        let start = before.lastIndex { $0.properties.isWhitespace }.map { $0 + 1 } ?? before.startIndex
        var word = ""
        // What is longer is no abbreviation.
        word.unicodeScalars += before[max(start, mark - 16)...].drop { !$0.isSpeakable }
        return word.lowercased()
    }

    private func isAbbreviation(before next: Unicode.Scalar) -> Bool {
        let word = word
        if Self.titles.contains(word) { return true }
        if Self.beforeNumbers.contains(word) { return next.properties.numericType != nil }
        // "J. Smith", "U.S. Army".
        let letters = word.split(separator: ".", omittingEmptySubsequences: false)
        return letters.allSatisfy {
            $0.unicodeScalars.count == 1 && $0.unicodeScalars.allSatisfy(\.properties.isAlphabetic)
        }
    }

    /// "1. Wash the rice."
    private var isNumberOfList: Bool {
        let words = text[..<mark].filter(\.isSpeakable)
        return words.count <= 3 && words.allSatisfy { $0.properties.numericType != nil }
    }

    /// What stands before a name, or is never last.
    private static let titles: Set<String> = [
        // English
        "dr", "mr", "mrs", "ms", "mx", "prof", "st", "mt", "gen", "sen", "rep", "gov", "capt", "lt", "col", "sgt",
        "rev", "hon", "vs", "approx", "e.g", "i.e", "cf", "eg", "ie",
        // Spanish
        "sr", "sra", "sres", "srta", "dra", "dña", "ud", "uds", "vd", "vds", "av", "avda", "pza", "lic", "ing", "arq",
        "excmo", "ilmo", "p.ej", "ej", "ee.uu",
        // French, German, Italian, Portuguese
        "mme", "mlle", "hr", "fr", "z.b", "d.h", "bzw", "sig", "sig.ra", "dott", "exmo",
    ]

    private static let beforeNumbers: Set<String> = [
        "no", "nos", "nr", "núm", "nº", "n°", "fig", "vol", "ch", "sec", "p", "pp", "pág", "págs", "cap", "art", "tel",
        "ext",
    ]
}

extension Unicode.Scalar {
    /// Quotes, brackets and more marks may stand between the end of a sentence and the space.
    fileprivate var goesWithMark: Bool {
        [".", "!", "?", "…", "\"", "'", ")", "]", "}", "»", "”", "’", "*", "_", "`"].contains(self)
    }
}
