import NetIO
import RealtimeAPI
import RealtimeEngine
import Speech
import TestSupport
import Testing

/// One after the other: each decoder takes 93 MB, and what is measured is words.
@Suite("PocketSphinx", .serialized, .timeLimit(.minutes(5)))
struct PocketSphinxTests {
    @Test("People are understood, each as a caller who was never heard before")
    func people() async throws {
        let recognizer = PocketSphinxRecognizer(limits: .init(decoders: 1))
        try await withRecognizer(recognizer) { loop in
            var errors = WordErrors()
            for person in Recording.people {
                let ear = Caller(recognizer, on: loop).ear()
                ear.stream(person.samples)
                ear.finish()
                let heard = await ear.all().text
                errors.add(heard, for: person.text)
            }
            #expect(errors.rate < 0.22, "\(errors)")
        }
    }
}
