/// A language as ISO 639-1 has it, and an honest guess at what a text is written in: by its script, and for six
/// languages by their commonest words and letters. Nil where too little speaks for any of them.
public enum LanguageGuess {
    /// So much of a text is looked at.
    private static let scalarsMax = 2_000

    /// The language of a short text, if it can be told.
    public static func guess(_ text: String) -> String? {
        let scalars = text.unicodeScalars.prefix(scalarsMax)
        if let language = byScript(scalars) { return language }
        var scores: [String: Int] = [:]
        for scalar in scalars {
            for (language, letters) in letters where letters.contains(scalar) { scores[language, default: 0] += 4 }
        }
        for word in words(of: scalars) {
            for (language, words) in commonWords where words.contains(word) {
                // A letter alone may be anything.
                scores[language, default: 0] += word.count > 1 ? 2 : 1
            }
        }
        return best(of: scores)
    }

    /// "es-MX" and "ES" are "es".
    public static func code(_ tag: String) -> String {
        String(tag.prefix { $0 != "-" && $0 != "_" }).lowercased()
    }

    /// The first is it only if it is ahead of all others: words that two languages share prove nothing.
    private static func best(of scores: [String: Int]) -> String? {
        let ranked = scores.sorted { ($0.value, $1.key) > ($1.value, $0.key) }
        guard let first = ranked.first, first.value > 1, first.value > ranked.dropFirst().first?.value ?? 0 else {
            return nil
        }
        return first.key
    }

    private static func words(of scalars: some Sequence<Unicode.Scalar>) -> [String] {
        var text = ""
        text.unicodeScalars += scalars
        return text.lowercased().split { !$0.isLetter && $0 != "'" && $0 != "’" }.map(String.init)
    }

    /// What more than half of the letters are written in, if that belongs to one language.
    private static func byScript(_ scalars: some Sequence<Unicode.Scalar>) -> String? {
        var counts: [String: Int] = [:]
        var letters = 0
        for scalar in scalars where scalar.properties.isAlphabetic {
            letters += 1
            if let language = script(of: scalar) { counts[language, default: 0] += 1 }
        }
        // Japanese is written with Chinese characters too, Ukrainian mostly with Russian letters.
        if counts["ja"] != nil { counts["ja", default: 0] += counts.removeValue(forKey: "zh") ?? 0 }
        if counts["uk"] != nil { counts["uk", default: 0] += counts.removeValue(forKey: "ru") ?? 0 }
        return counts.first { $0.value * 2 > letters }?.key
    }

    private static func script(of scalar: Unicode.Scalar) -> String? {
        switch scalar.value {
        case 0x0370...0x03FF: "el"
        case 0x0404, 0x0406, 0x0407, 0x0454, 0x0456, 0x0457, 0x0490, 0x0491: "uk"
        case 0x0400...0x04FF: "ru"
        case 0x0590...0x05FF: "he"
        case 0x0600...0x06FF: "ar"
        case 0x0900...0x097F: "hi"
        case 0x0E00...0x0E7F: "th"
        case 0x1100...0x11FF, 0xAC00...0xD7AF: "ko"
        case 0x3040...0x30FF: "ja"
        case 0x3400...0x4DBF, 0x4E00...0x9FFF, 0x20000...0x2FA1F: "zh"
        default: nil
        }
    }

    /// Letters and marks that of these languages only one has.
    private static let letters: [String: Set<Unicode.Scalar>] = [
        "es": ["ñ", "Ñ", "¿", "¡"],
        "de": ["ß", "ä", "Ä", "ö", "Ö"],
        "fr": ["œ", "è", "ê", "û", "î"],
        "pt": ["ã", "õ", "Ã", "Õ"],
    ]

    /// What a text of some words has several of. Words that an English text has as well are left out.
    private static let commonWords: [String: Set<String>] = [
        "en": [
            "the", "and", "is", "are", "was", "were", "of", "to", "in", "it", "that", "this", "you", "your", "i", "i'm",
            "we", "they", "have", "has", "with", "for", "what", "how", "can", "will", "would", "not", "but", "my",
            "there", "here", "hello", "hi", "yes", "please", "thanks", "thank", "sure", "okay", "at", "on", "be", "do",
        ],
        "es": [
            "el", "la", "los", "las", "de", "que", "y", "en", "un", "una", "es", "está", "por", "para", "con", "no",
            "se", "su", "lo", "como", "más", "pero", "sus", "le", "ya", "sí", "si", "muy", "hola", "gracias", "qué",
            "cómo", "puedo", "claro", "usted", "tengo", "hay", "del", "al", "buenos", "buenas", "favor", "soy", "son",
        ],
        "fr": [
            "le", "la", "les", "de", "des", "et", "est", "un", "une", "que", "qui", "dans", "pour", "pas", "vous", "je",
            "nous", "il", "elle", "sur", "avec", "ce", "cette", "bonjour", "merci", "oui", "mais", "c'est", "du", "au",
            "votre", "où", "très", "à", "ne", "se", "en", "sont",
        ],
        "de": [
            "der", "die", "das", "und", "ist", "nicht", "ein", "eine", "ich", "sie", "wir", "es", "zu", "mit", "auf",
            "für", "von", "den", "dem", "im", "wie", "ja", "nein", "danke", "bitte", "hallo", "guten", "aber", "sind",
            "haben", "kann", "auch", "um", "uhr", "an",
        ],
        "it": [
            "il", "lo", "la", "gli", "di", "che", "e", "è", "un", "una", "per", "non", "con", "sono", "del", "della",
            "ciao", "grazie", "sì", "come", "più", "ma", "si", "questo", "mi", "buongiorno", "posso", "ho", "dei",
        ],
        "pt": [
            "o", "a", "os", "as", "de", "que", "e", "é", "um", "uma", "para", "com", "não", "por", "do", "da", "em",
            "você", "olá", "obrigado", "obrigada", "sim", "mas", "muito", "está", "no", "na", "se", "como", "eu",
        ],
    ]
}
