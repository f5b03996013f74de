import Foundation
import RealtimeServer
import Testing

@Suite("What a person is told at the start")
struct GreetingTests {
    private var greeting: Greeting {
        Greeting(
            origin: "http://127.0.0.1:8080",
            key: "sk-1",
            certificate: nil,
            program: "/home/me/antiphon",
            question: "/home/me/Examples/question.wav"
        )
    }

    @Test("Address, key, and three commands, each in a paragraph of its own")
    func whole() {
        let text = """
            Antiphon serves the Realtime API at http://127.0.0.1:8080/v1
            API key, until it ends: sk-1

            Paste into a second terminal. To write to it:

            /home/me/antiphon talk --key sk-1

            To ask it aloud; its answer is kept in a file, and played where aplay is:

            /home/me/antiphon talk --key sk-1 --wav /home/me/Examples/question.wav --save /tmp/answer.wav

            OpenAI's Python SDK (pip install 'openai[realtime]'):

            OPENAI_BASE_URL=http://127.0.0.1:8080/v1 OPENAI_API_KEY=sk-1 python3 - <<'END'
            \(Greeting.example)
            END

            """
        #expect(greeting.text == text)
    }

    @Test("Another address and a certificate are part of the commands, which a shell takes as they stand")
    func elsewhere() {
        var greeting = greeting
        greeting.origin = "https://127.0.0.1:9"
        greeting.certificate = "/tmp/my data/it's.pem"
        greeting.question = nil
        let options = #"--url https://127.0.0.1:9/v1 --key sk-1 --ca '/tmp/my data/it'\''s.pem'"#
        #expect(greeting.text.contains("\n/home/me/antiphon talk \(options)\n"))
        #expect(
            greeting.text.contains(#"SSL_CERT_FILE='/tmp/my data/it'\''s.pem' OPENAI_BASE_URL=https://127.0.0.1:9/v1 "#)
        )
        #expect(!greeting.text.contains("--wav"))
    }

    @Test("A key that somebody gave is his, and is not shown")
    func ownKey() {
        var greeting = greeting
        greeting.key = nil
        #expect(greeting.text.contains("where ANTIPHON_API_KEY holds a key of yours"))
        #expect(greeting.text.contains("\n/home/me/antiphon talk\n"))
        #expect(greeting.text.contains(#" OPENAI_API_KEY="$ANTIPHON_API_KEY" python3 "#))
    }

    @Test("Its example is the README's")
    func readme() throws {
        let readme = HeldDocument.folder.deletingLastPathComponent().appending(path: "README.md")
        let text = try String(contentsOf: readme, encoding: .utf8)
        #expect(text.contains("```python\n\(Greeting.example)\n```\n"))
    }
}
