/// The languages that the assistant speaks.
package enum Language: Sendable, Equatable, CaseIterable {
    case english
    case spanish

    /// What a text is most likely written in; English, if nothing speaks for either.
    package static func guess(of text: String) -> Language { evidence(in: text) ?? .english }

    var other: Language { self == .english ? .spanish : .english }
}

extension Language {
    /// So much of a text tells its language.
    private static let wordsMax = 400

    /// What the little words of a text say; nil: nothing, as of a name or a number.
    static func evidence(in text: String) -> Language? {
        var balance = 0
        var words = 0
        FoldedWords.each(in: text) { word in
            words += 1
            if spanishMarks.contains(word) { balance += 1 }
            if englishMarks.contains(word) { balance -= 1 }
            return words < wordsMax
        }
        let letters = text.unicodeScalars.prefix(wordsMax * 8)
        if letters.contains(where: { "ñÑ¿¡".unicodeScalars.contains($0) }) { balance += 2 }
        if letters.contains(where: { "áíóúÁÍÓÚ".unicodeScalars.contains($0) }) { balance += 1 }
        return balance == 0 ? nil : balance > 0 ? .spanish : .english
    }

    private static let spanishMarks = Set(
        """
        el la los las un una unos unas de del que en es y por para con mi tu su se lo al como cuanto cuantos cuanta \
        cuando donde quien cual hola gracias quiero quisiera puedo puede pueden puedes tengo tiene tienen hay hoy \
        manana si pero mas muy esta estan son ser estar soy eres buenos buenas dias tardes noches adios favor vale \
        necesito hacer ayuda este desde hasta sobre tambien persona hablar abren cierran abre cierra cita hora horas \
        nada repite silencio callate basta llamo gustaria le les nos sus ustedes usted vosotros teneis claro
        """.split(separator: " ").map(String.init)
    )

    private static let englishMarks = Set(
        """
        the an is are do does did what when where how who which can could i you my your to of on for and it at with \
        have has hello hi hey thanks thank please yes tell want need would like there this that we our they be was \
        will if not about from by or good morning afternoon evening bye goodbye okay open close help speak talk \
        repeat quiet its im whats much many any some their them get was
        """.split(separator: " ").map(String.init)
    )
}
