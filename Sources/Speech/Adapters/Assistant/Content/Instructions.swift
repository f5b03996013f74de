/// The statements of a session's instructions, read when somebody first asks for them.
final class Statements {
    private let texts: [String]
    private let title: String
    private(set) lazy var index = PassageIndex(Instructions.passages(of: texts, title: title))

    init(_ texts: [String], title: String) {
        self.texts = texts
        self.title = title
    }
}

/// What of a session's instructions is information for the user, and what is meant for the assistant alone.
///
/// Only statements are quoted. What tells the assistant how to be, or what to keep to itself, is not.
enum Instructions {
    static let bytesMax = 64 * 1_024

    static func passages(of texts: [String], title: String) -> [Passage] {
        var room = bytesMax
        var passages: [Passage] = []
        for text in texts where room > 0 && !text.isEmpty {
            let text = String(decoding: text.utf8.prefix(room), as: UTF8.self)
            room -= text.utf8.count
            passages += PassageReader.passages(of: bySentence(text), title: title, where: isInformation)
        }
        return passages
    }

    /// A line for each sentence, so that each is judged by itself.
    private static func bySentence(_ text: String) -> String {
        text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map { line in
            let isHeading = line.trimmed.hasPrefix("#")
            return isHeading ? String(line) : Sentences.split(String(line)).joined(separator: "\n")
        }.joined(separator: "\n")
    }

    private static func isInformation(_ heading: String, _ sentence: String) -> Bool {
        let above = FoldedWords.all(in: heading, max: 16)
        guard !above.contains(where: { behaviour.contains($0) }) else { return false }
        let words = FoldedWords.all(in: sentence, max: 64)
        guard let first = words.first, words.count > 2 else { return false }
        return !directives.contains(first) && !words.contains { reserved.contains($0) }
    }

    private static func set(_ words: String) -> Set<String> { Set(words.split(separator: " ").map(String.init)) }

    /// Sections of a prompt that are about the assistant.
    private static let behaviour = set(
        """
        role objective personality tone style instructions rules behaviour behavior safety escalation tools flow \
        language pronunciations pronunciation pacing variety verbosity examples guardrails persona identity \
        rol objetivo personalidad tono estilo instrucciones reglas comportamiento seguridad herramientas flujo idioma \
        identidad
        """
    )
    /// A sentence that begins so tells the assistant what to do.
    private static let directives = set(
        """
        you your always never dont do be speak answer respond reply keep use ask act if when talk say tell greet avoid \
        remember make try please help assist only ignore refuse offer call transfer confirm repeat stay follow let \
        provide begin start end introduce wait pretend imagine explain summarize translate address before after \
        eres tu siempre nunca no se habla responde contesta usa pregunta actua si cuando di dile saluda evita recuerda \
        haz intenta ayuda solo ignora ofrece llama transfiere confirma repite sigue manten comienza empieza termina
        """
    )
    /// What is said with such a word is not for the user.
    private static let reserved = set(
        """
        you your yourself never dont secret confidential internal password must mustnt caller callers \
        nunca secreto secreta confidencial interno interna contrasena debes
        """
    )
}
