import Bytes
import Foundation
import NetIO
import RealtimeServer
import Speech
import Testing

@Suite("Settings of the engines")
struct EngineSettingsTests {
    private static let whole = """
        assistant: {content: /srv/content, hand_over: [nurse], greeting: "Hi.", language: es}
        recognition: {decoders: 3, waiting: 5, wait: 2s, hints: 4}
        engines:
          chat:
            local:
              url: http://127.0.0.1:11434/v1
              authority_file: /etc/authorities.pem
              model: llama3.2
              images: true
              reasoning: true
              token_limit: max_tokens
              temperature: 0.2
              first_timeout: 5s
              timeout: 1m
              retries: 0
              extra: {seed: 7, name: "7", stream_options: null, deep: {list: [1, true]}}
            cloud: {url: "https://x.openai.azure.com/openai/v1", key: sk-1, key_header: bearer}
          transcription:
            whisper:
              url: http://127.0.0.1:8000/v1
              model: small
              models: {whisper-1: large}
              format: verbose_json
              stream: true
              logprobs: true
              languages: [en, de]
              language: de
              prompt: Names are spelt so.
              sample_rate: 24000
          speech:
            kokoro:
              url: http://127.0.0.1:8880/v1
              model: kokoro
              voices: {alloy: af_bella}
              voice: af_sky
              custom_voices: true
              format: wav
              sample_rate: 16000
              instructions: true
        routes:
          gpt-realtime: {think: local, hear: whisper, speak: kokoro}
          whisper-1: {hear: embedded}
          "*": {think: cloud}
        """

    @Test("Everything that can be said is in force")
    func all() throws {
        let settings = try Settings.load(file: Self.whole)
        #expect(settings.assistant.content == "/srv/content" && settings.assistant.handOver == ["nurse"])
        #expect(settings.assistant.greeting == "Hi." && settings.assistant.language == .spanish)
        let recognition = settings.recognition
        #expect((recognition.decoders, recognition.waiting, recognition.wait) == (3, 5, .seconds(2)))
        #expect(recognition.hints == 4)

        var local = ChatOptions(address: BackEndAddress(url: "http://127.0.0.1:11434/v1"), model: "llama3.2")
        (local.hasImages, local.hasReasoning, local.tokenLimit, local.temperature) = (true, true, .maxTokens, 0.2)
        (local.patience.first, local.patience.total, local.patience.retriesMax) = (.seconds(5), .seconds(60), 0)
        local.address.authorityFile = "/etc/authorities.pem"
        local.extra = ["seed": 7, "name": "7", "stream_options": nil, "deep": ["list": [1, true]]]
        #expect(settings.engines.chat["local"] == local)
        var azure = BackEndAddress(url: "https://x.openai.azure.com/openai/v1", key: BackEndKey("sk-1"))
        azure.keyHeader = .bearer
        #expect(settings.engines.chat["cloud"] == ChatOptions(address: azure, model: nil))

        var whisper = TranscriptionOptions(address: BackEndAddress(url: "http://127.0.0.1:8000/v1"), model: "small")
        (whisper.models, whisper.format, whisper.streams) = (["whisper-1": "large"], .verboseJSON, true)
        (whisper.hasLogprobs, whisper.languages, whisper.language) = (true, ["en", "de"], "de")
        (whisper.prompt, whisper.sampleRate) = ("Names are spelt so.", .hertz24000)
        #expect(settings.engines.transcription == ["whisper": whisper])

        var kokoro = SpeechOptions(address: BackEndAddress(url: "http://127.0.0.1:8880/v1"), model: "kokoro")
        (kokoro.voices, kokoro.voice, kokoro.customVoices) = (["alloy": "af_bella"], "af_sky", true)
        (kokoro.format, kokoro.pcmHertz, kokoro.hasInstructions) = (.wav, 16_000, true)
        #expect(settings.engines.speech == ["kokoro": kokoro])

        let routes = settings.routes.mapValues { [$0.think, $0.hear, $0.speak] }
        #expect(
            routes == [
                "gpt-realtime": ["local", "whisper", "kokoro"], "whisper-1": [nil, "embedded", nil],
                "*": ["cloud", nil, nil],
            ]
        )
    }

    @Test("Each mistake is told with its place and its remedy, and no secret is repeated")
    func mistakes() {
        let file = """
            engines:
              chat:
                a: {model: x}
                b: {url: "ftp://x", key: "two words", key_header: cookie, tokens: 3}
                c: {url: "http://x", key: sk-geheim, key_file: /nowhere/key, retries: 11, temperature: 3}
                d: http://geheim
                e: {url: "http://x", key_file: /nowhere/key, extra: 4, token_limit: tokens}
              speak: {}
              transcription:
                f: {url: "http://x", format: mp3, sample_rate: 8000, models: [a], stream: maybe}
              speech:
                g: {url: "http://x", format: opus, sample_rate: 1, voices: {alloy: }}
                g: {url: "http://y"}
            """
        #expect(
            Settings.mistakes(file: file) == [
                "antiphon.yaml:13:5: the key 'g' comes twice, first on line 12; keep one."
            ]
        )
        let mistakes = Settings.mistakes(file: file.replacing("    g: {url: \"http://y\"}", with: ""))
        #expect(
            mistakes == [
                "antiphon.yaml:3:8: engines.chat.a.url is missing; it must be a URL that begins with http:// or "
                    + "https://.",
                "antiphon.yaml:4:14: engines.chat.b.url is not valid; it must be a URL that begins with http:// "
                    + "or https://.",
                "antiphon.yaml:4:30: engines.chat.b.key is not valid; it must be 1 to 512 visible ASCII "
                    + "characters.",
                "antiphon.yaml:4:55: engines.chat.b.key_header is \"cookie\"; it must be bearer or api-key.",
                "antiphon.yaml:4:63: engines.chat.b has no \"tokens\". It has: url, authority_file, key, "
                    + "key_file, key_header, model, extra, first_timeout, timeout, retries, images, reasoning, "
                    + "token_limit, temperature.",
                "antiphon.yaml:5:8: engines.chat.c has a key and a key_file; it must have at most one of them.",
                "antiphon.yaml:5:75: engines.chat.c.retries is 11; it must be a whole number from 0 to 10.",
                "antiphon.yaml:5:92: engines.chat.c.temperature is 3; it must be a number from 0 to 2.",
                "antiphon.yaml:6:8: engines.chat.d is not valid; it must be a mapping with the keys url, "
                    + "authority_file, key, key_file, key_header, model, extra, first_timeout, timeout, retries, "
                    + "images, reasoning, token_limit, temperature.",
                "antiphon.yaml:7:36: engines.chat.e.key_file is \"/nowhere/key\", which cannot be read: No such "
                    + "file or directory.",
                "antiphon.yaml:7:57: engines.chat.e.extra is not valid; it must be a mapping of further fields.",
                "antiphon.yaml:7:73: engines.chat.e.token_limit is \"tokens\"; it must be max_completion_tokens "
                    + "or max_tokens.",
                "antiphon.yaml:8:3: \"engines.speak\" is not a setting. Did you mean 'engines.speech'?",
                "antiphon.yaml:10:34: engines.transcription.f.format is \"mp3\"; it must be json, text, "
                    + "verbose_json or diarized_json.",
                "antiphon.yaml:10:52: engines.transcription.f.sample_rate is 8000; it must be 16000 or 24000.",
                "antiphon.yaml:10:66: engines.transcription.f.models is a list; it must be a mapping from names "
                    + "to names.",
                "antiphon.yaml:10:79: engines.transcription.f.stream is \"maybe\"; it must be true or false.",
                "antiphon.yaml:12:34: engines.speech.g.format is \"opus\"; it must be pcm or wav.",
                "antiphon.yaml:12:53: engines.speech.g.sample_rate is 1; it must be a whole number from 8000 to "
                    + "48000.",
                "antiphon.yaml:12:72: engines.speech.g.voices.alloy is empty; it must be a text of 1 to 256 "
                    + "characters without white space.",
            ],
            "\(mistakes.joined(separator: "\n"))"
        )
        #expect(!mistakes.joined().contains("geheim"))
    }

    @Test("A key may be in a file, whose line is the key")
    func keyFile() throws {
        let folder = TemporaryFolder()
        try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
        func read(_ text: String) throws -> String? {
            let path = folder.path + "/key"
            try Data(text.utf8).write(to: URL(filePath: path))
            let file = "engines: {chat: {a: {url: \"http://x\", key_file: \(path)}}}"
            let mistakes = Settings.mistakes(file: file).map { $0.replacing(folder.path, with: "") }
            guard mistakes.isEmpty else { return mistakes.joined() }
            let expected = BackEndAddress(url: "http://x", key: BackEndKey("sk-geheim"))
            return try Settings.load(file: file).engines.chat["a"]?.address == expected ? nil : "another key"
        }
        #expect(try read("sk-geheim\n") == nil)
        #expect(try read("sk-geheim") == nil)
        #expect(try read("sk-geheim\r\n") == nil)
        let what = "which holds no key; it must be a file whose one line is 1 to 512 visible ASCII characters."
        for text in ["", "\n", "sk geheim\n", "sk-geheim\nsk-2\n", String(repeating: "x", count: 513)] {
            #expect(try read(text) == "antiphon.yaml:1:49: engines.chat.a.key_file is \"/key\", \(what)")
        }
    }

    typealias Contradiction = (file: String, message: String)

    static let contradictions: [Contradiction] = [
        (
            "routes: {m: {think: gpt}}",
            "routes.m.think is 'gpt', which is no engine; it must be one of: embedded."
        ),
        (
            "engines: {chat: {b: {url: 'http://x'}, a: {url: 'http://x'}}}\nroutes: {m: {hear: a}}",
            "routes.m.hear is 'a', which is no engine; it must be one of: embedded."
        ),
        (
            "engines: {speech: {b: {url: 'http://x'}, a: {url: 'http://x'}}}\nroutes: {'*': {speak: c}}",
            "routes.*.speak is 'c', which is no engine; it must be one of: embedded, a, b."
        ),
        (
            "engines: {chat: {embedded: {url: 'http://x'}}}",
            "engines.chat has an engine named 'embedded', which means what is in the program; rename it."
        ),
        (
            "script: a.yaml",
            "script is set, but engine is not scripted; set engine to scripted, or leave script out."
        ),
    ]

    @Test("What cannot be together is refused by name", arguments: contradictions)
    func contradiction(_ contradiction: Contradiction) {
        #expect(Settings.mistakes(file: contradiction.file) == [contradiction.message])
    }

    @Test("The assistant's and the recogniser's settings have their bounds")
    func bounds() {
        let mistakes = Settings.mistakes(
            file: """
                assistant: {language: de, content: "~/x", hand_over: hand_over, greeting: ""}
                recognition: {decoders: 257, waiting: -1, wait: 1ms, hints: 257, words: 3}
                """
        )
        #expect(mistakes.count == 8, "\(mistakes.joined(separator: "\n"))")
        for part in [
            "assistant.language is \"de\"; it must be en or es.", "assistant.content is \"~/x\"; it must be a path",
            "assistant.greeting is empty;", "recognition.decoders is 257; it must be a whole number from 0 to 256.",
            "recognition.waiting is -1;", "recognition.wait is \"1ms\"; it must be a duration from 100ms to 10m",
            "recognition.hints is 257;", "\"recognition.words\" is not a setting.",
        ] {
            #expect(mistakes.contains { $0.contains(part) }, "\(part)")
        }
    }
}
