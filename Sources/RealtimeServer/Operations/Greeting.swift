/// What a person reads who started a server on a terminal: where it is, its key, and three commands that talk to it.
/// They work as they stand: pasted into a second terminal, in whatever directory it is.
package struct Greeting: Sendable, Equatable {
    /// As this machine reaches it: `http://127.0.0.1:8080`.
    package var origin: String
    /// Nil: the key is one that the person has.
    package var key: String?
    /// A certificate that nobody trusts yet, in a file.
    package var certificate: String?
    /// This program, from everywhere.
    package var program: String
    /// A spoken question; nil where the program came without one.
    package var question: String?

    package init(origin: String, key: String?, certificate: String?, program: String, question: String?) {
        self.origin = origin
        self.key = key
        self.certificate = certificate
        self.program = program
        self.question = question
    }

    package var text: String {
        var paragraphs = [head, "\(place) To write to it:", talk]
        if let ask { paragraphs += ["To ask it aloud; its answer is kept in a file, and played where aplay is:", ask] }
        paragraphs += ["OpenAI's Python SDK (pip install 'openai[realtime]'):", python]
        return paragraphs.joined(separator: "\n\n") + "\n"
    }

    private var head: String {
        let address = "Antiphon serves the Realtime API at \(origin)/v1"
        return key.map { "\(address)\nAPI key, until it ends: \($0)" } ?? address
    }

    private var place: String {
        key == nil
            ? "Paste into a second terminal, where ANTIPHON_API_KEY holds a key of yours."
            : "Paste into a second terminal."
    }

    private var talk: String { "\(Self.quoted(program)) talk\(options)" }

    private var ask: String? { question.map { "\(talk) --wav \(Self.quoted($0)) --save /tmp/answer.wav" } }

    private var options: String {
        let url = origin == "http://127.0.0.1:8080" ? nil : "--url \(origin)/v1"
        let trust = certificate.map { "--ca \(Self.quoted($0))" }
        return [url, key.map { "--key \($0)" }, trust].compactMap { $0 }.map { " \($0)" }.joined()
    }

    private var python: String {
        let trust = certificate.map { "SSL_CERT_FILE=\(Self.quoted($0)) " } ?? ""
        let key = key ?? "\"$ANTIPHON_API_KEY\""
        return """
            \(trust)OPENAI_BASE_URL=\(origin)/v1 OPENAI_API_KEY=\(key) python3 - <<'END'
            \(Self.example)
            END
            """
    }

    /// The README's.
    package static let example = """
        from openai import OpenAI

        with OpenAI().realtime.connect(model="gpt-realtime") as connection:
            connection.session.update(session={"type": "realtime", "output_modalities": ["text"]})
            connection.conversation.item.create(
                item={"type": "message", "role": "user", "content": [{"type": "input_text", "text": "Say hello."}]}
            )
            connection.response.create()
            for event in connection:
                if event.type == "response.output_text.delta":
                    print(event.delta, end="", flush=True)
                elif event.type == "response.done":
                    break
        """

    /// As a shell takes it for one word.
    private static func quoted(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: "/._-+@:,".utf8.contains(byte)
            }
        }
        return isPlain && !text.isEmpty ? text : "'" + text.replacing("'", with: #"'\''"#) + "'"
    }
}
