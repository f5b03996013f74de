import Speech
import TestSupport
import Testing

@Suite("The language of a text")
struct LanguageTests {
    @Test(
        "A sentence is enough",
        arguments: [
            ("Sure, I can help you with that.", "en"),
            ("What time is it?", "en"),
            ("The restaurant El Toro has a table for two.", "en"),
            ("I would like a café au lait, please.", "en"),
            ("Claro que sí, puedo ayudarle con eso.", "es"),
            ("¿Qué hora es?", "es"),
            ("Mañana", "es"),
            ("Hola, gracias por llamar.", "es"),
            ("La reserva es para dos personas.", "es"),
            ("Bonjour, je peux vous aider avec ça.", "fr"),
            ("Merci, c'est très gentil.", "fr"),
            ("Guten Tag, ich kann Ihnen helfen.", "de"),
            ("Das ist nicht möglich.", "de"),
            ("Buongiorno, come posso aiutarla? Grazie.", "it"),
            ("Olá, não sei, mas você pode perguntar.", "pt"),
            ("今日は晴れです。", "ja"),
            ("你好，我能帮你什么？", "zh"),
            ("안녕하세요", "ko"),
            ("Привет, как дела?", "ru"),
            ("Привіт, як справи?", "uk"),
            ("مرحبا", "ar"),
            ("नमस्ते", "hi"),
            ("สวัสดี", "th"),
            ("Καλημέρα", "el"),
            ("שלום", "he"),
        ]
    )
    func told(_ text: String, _ language: String) { #expect(LanguageGuess.guess(text) == language) }

    @Test(
        "Too little is nothing",
        arguments: ["", "   ", "42", "OK.", "Madrid", "no", "Antiphon 3.5", "🎉", "xyzzy plugh", "a", "de que"]
    )
    func untold(_ text: String) { #expect(LanguageGuess.guess(text) == nil) }

    @Test("A tag's language is its first part")
    func codes() {
        #expect(["es", "es-MX", "ES_es", "en-us", ""].map(LanguageGuess.code) == ["es", "es", "es", "en", ""])
    }

    @Test("Any text has a guess or none", arguments: Seed.some(100))
    func any(_ seed: Seed) {
        var random = seed.generator
        let text = RandomText.text(&random)
        #expect(LanguageGuess.guess(text) == LanguageGuess.guess(text))
    }
}
