import Bytes
import RealtimeAPI
import Testing

/// CONTRACT 19.3, row by row and in both directions.
@Suite("Session fields of the Preview")
struct DialectSessionTests {
    static let detection: JSON = ["type": "server_vad", "threshold": 0.5.json, "idle_timeout_ms": nil]
    static let function: JSON = ["type": "function", "name": "look", "parameters": ["type": "object"]]

    static let fields: [Saying] = [
        Saying("nothing", [:], [:]),
        Saying("instructions", ["instructions": ""], ["instructions": ""]),
        Saying("model", ["model": "m"], ["model": "m"]),
        Saying("tools", ["tools": [function]], ["tools": [function]]),
        Saying("no tools", ["tools": []], ["tools": []]),
        Saying("tracing", ["tracing": "auto"], ["tracing": "auto"]),
        Saying("no tracing", ["tracing": nil], ["tracing": nil]),
        Saying("prompt", ["prompt": ["id": "p"]], ["prompt": ["id": "p"]]),
        Saying("include", ["include": nil], ["include": nil]),
        Saying("audio with text", ["modalities": ["audio", "text"]], ["output_modalities": ["audio"]]),
        Saying("text", ["modalities": ["text"]], ["output_modalities": ["text"]]),
        Saying("voice", ["voice": "sage"], ["audio": ["output": ["voice": "sage"]]]),
        Saying("speed", ["speed": 1.25.json], ["audio": ["output": ["speed": 1.25.json]]]),
        Saying("pcm16 in", ["input_audio_format": "pcm16"], input(["format": ["type": "audio/pcm", "rate": 24_000]])),
        Saying("µ-law in", ["input_audio_format": "g711_ulaw"], input(["format": ["type": "audio/pcmu"]])),
        Saying("A-law in", ["input_audio_format": "g711_alaw"], input(["format": ["type": "audio/pcma"]])),
        Saying(
            "A-law out",
            ["output_audio_format": "g711_alaw"],
            ["audio": ["output": ["format": ["type": "audio/pcma"]]]]
        ),
        Saying(
            "transcription",
            ["input_audio_transcription": ["model": "whisper-1", "language": nil, "prompt": ""]],
            input(["transcription": ["model": "whisper-1", "language": nil, "prompt": ""]])
        ),
        Saying("no transcription", ["input_audio_transcription": nil], input(["transcription": nil])),
        Saying(
            "noise reduction",
            ["input_audio_noise_reduction": ["type": "far_field"]],
            input(["noise_reduction": ["type": "far_field"]])
        ),
        Saying("no noise reduction", ["input_audio_noise_reduction": nil], input(["noise_reduction": nil])),
        Saying("turn detection", ["turn_detection": detection], input(["turn_detection": detection])),
        Saying("no turn detection", ["turn_detection": nil], input(["turn_detection": nil])),
        Saying("a limit", ["max_response_output_tokens": 7], ["max_output_tokens": 7]),
        Saying("no limit", ["max_response_output_tokens": "inf"], ["max_output_tokens": "inf"]),
        Saying("tool choice", ["tool_choice": "required"], ["tool_choice": "required"]),
        Saying(
            "a function chosen",
            ["tool_choice": ["type": "function", "name": "look"]],
            ["tool_choice": ["type": "function", "name": "look"]]
        ),
        Saying("truncation", ["truncation": "disabled"], ["truncation": "disabled"]),
        Saying(
            "fields of both sides of audio",
            ["voice": "ash", "speed": 1, "turn_detection": nil],
            ["audio": ["output": ["voice": "ash", "speed": 1], "input": ["turn_detection": nil]]]
        ),
    ]

    static func input(_ fields: JSON) -> JSON { ["audio": ["input": fields]] }

    @Test("An update says what it says in both, and nothing else", arguments: fields)
    func updates(_ row: Saying) throws {
        let ga: JSON = ["type": "session.update", "event_id": "e", "session": row.ga.with("type", "realtime")]
        let own: JSON = ["type": "session.update", "event_id": "e", "session": row.preview]
        var translation = try preview()
        #expect(try translation.toGA(clientEvent: own) == ga)
        #expect(translation.fromGA(clientEvent: ga) == [own])
        #expect(translation.takeLosses() == [])
    }

    @Test("So does a server's session, which has a temperature in the Preview", arguments: fields)
    func told(_ row: Saying) throws {
        let ga: JSON = ["type": "session.updated", "event_id": "e", "session": row.ga.with("type", "realtime")]
        let own: JSON = [
            "type": "session.updated", "event_id": "e", "session": row.preview.with("temperature", 0.8.json),
        ]
        var translation = try preview()
        #expect(translation.fromGA(serverEvent: ga) == [own])
        #expect(translation.takeLosses() == [])
        #expect(translation.toGA(serverEvent: own) == [ga])
        #expect(translation.takeLosses() == [.temperature])
    }

    static let inToGA: [Saying] = [
        Saying("text with audio", ["modalities": ["text", "audio"]], ["output_modalities": ["audio"]]),
        Saying("Azure's none", ["turn_detection": ["type": "none"]], input(["turn_detection": nil])),
        Saying("a temperature", ["temperature": 1.2.json], [:]),
    ]

    @Test("What the Preview says in more than one way GA says in one", arguments: inToGA)
    func toGA(_ row: Saying) throws {
        var translation = try preview()
        let said = try translation.toGA(clientEvent: ["type": "session.update", "session": row.preview])
        #expect(said == ["type": "session.update", "session": row.ga.with("type", "realtime")])
    }

    static let outOfGA: [Saying] = [
        Saying(
            "G.711 with its rate",
            ["input_audio_format": "g711_ulaw"],
            input(["format": ["type": "audio/pcmu", "rate": 8_000]])
        ),
        Saying("PCM without", ["input_audio_format": "pcm16"], input(["format": ["type": "audio/pcm"]])),
        Saying("what a newer server says stays", ["novelty": [1]], ["novelty": [1]]),
        Saying("audio of which nothing is said", [:], ["audio": ["output": [:]]]),
    ]

    @Test("What GA says in more than one way the Preview says in one", arguments: outOfGA)
    func fromGA(_ row: Saying) throws {
        var translation = try preview()
        let said = translation.fromGA(
            clientEvent: ["type": "session.update", "session": row.ga.with("type", "realtime")]
        )
        #expect(said == [["type": "session.update", "session": row.preview]])
    }

    // MARK: Transcription

    static let transcriptionFields: [Saying] = [
        Saying("nothing", [:], [:]),
        Saying("format", ["input_audio_format": "g711_ulaw"], input(["format": ["type": "audio/pcmu"]])),
        Saying("no transcription", ["input_audio_transcription": nil], input(["transcription": nil])),
        Saying("turn detection", ["turn_detection": detection], input(["turn_detection": detection])),
        Saying(
            "noise reduction",
            ["input_audio_noise_reduction": ["type": "near_field"]],
            input(["noise_reduction": ["type": "near_field"]])
        ),
        Saying(
            "include",
            ["include": ["item.input_audio_transcription.logprobs"]],
            ["include": ["item.input_audio_transcription.logprobs"]]
        ),
    ]

    @Test("A transcription session has events of its own", arguments: transcriptionFields)
    func transcription(_ row: Saying) throws {
        var translation = try preview(.transcription)
        let ga = row.ga.with("type", "transcription")
        let update: JSON = ["type": "transcription_session.update", "session": row.preview]
        #expect(try translation.toGA(clientEvent: update) == ["type": "session.update", "session": ga])
        #expect(translation.fromGA(clientEvent: ["type": "session.update", "session": ga]) == [update])
        for moment in ["created", "updated"] {
            let own: JSON = ["type": .string("transcription_session.\(moment)"), "session": row.preview]
            let told: JSON = ["type": .string("session.\(moment)"), "session": ga]
            #expect(translation.fromGA(serverEvent: told) == [own])
            #expect(translation.toGA(serverEvent: own) == [told])
        }
        #expect(translation.takeLosses() == [])
    }

    @Test("What has no effect in a transcription session is let be, as the official example says it")
    func example() throws {
        var translation = try preview(.transcription)
        let own = ProtocolData.json("examples/preview/client/transcription_session.update.json")
        let said = try translation.toGA(clientEvent: own)
        let detection = said["session"]?["audio"]?["input"]?["turn_detection"]
        #expect(
            detection == [
                "type": "server_vad", "threshold": 0.5.json, "prefix_padding_ms": 300, "silence_duration_ms": 500,
            ]
        )
        let strict = try ClientEvent.read(strictly: said, in: .transcription, .webSocket)
        #expect(strict.event.type == "session.update")
        let modalities = try translation.toGA(
            clientEvent: ["type": "transcription_session.update", "session": ["modalities": ["text"]]]
        )
        #expect(modalities["session"] == ["type": "transcription"])
    }

    // MARK: Temperature

    private static func updated(_ translation: inout DialectTranslation) -> JSON? {
        translation.fromGA(serverEvent: ["type": "session.updated", "session": ["type": "realtime"]]).first?[
            "session"
        ]?["temperature"]
    }

    @Test("A temperature is told once its update is in force, and no sooner")
    func temperature() throws {
        var translation = try preview()
        let created = translation.fromGA(serverEvent: ["type": "session.created", "session": ["type": "realtime"]])
        #expect(created.first?["session"]?["temperature"] == 0.8.json)
        _ = try translation.toGA(clientEvent: ["type": "session.update", "session": ["temperature": 1]])
        let early = translation.fromGA(serverEvent: ["type": "response.created", "response": [:]])
        #expect(early.first?["response"]?["temperature"] == 0.8.json)
        #expect(Self.updated(&translation) == 1)
        #expect(Self.updated(&translation) == 1, "an update that does not name it leaves it")
        let late = translation.fromGA(serverEvent: ["type": "response.created", "response": [:]])
        #expect(late.first?["response"]?["temperature"] == 1)
        #expect(translation.remembered == ["temperature": 1])
    }

    @Test("A refused update leaves the temperature as it was", arguments: ["e1", nil])
    func refused(_ eventID: String?) throws {
        var translation = try preview()
        let id: JSON = eventID.map { .string($0) } ?? .null
        _ = try translation.toGA(
            clientEvent: ["type": "session.update", "event_id": id, "session": ["temperature": 1]]
        )
        // Of something else, and then of the update.
        _ = translation.fromGA(serverEvent: ["type": "error", "error": ["message": "no", "event_id": nil]])
        let error: JSON = ["message": "no", "event_id": id, "param": "session.audio.output.voice"]
        _ = translation.fromGA(serverEvent: ["type": "error", "error": error])
        _ = try translation.toGA(clientEvent: ["type": "session.update", "session": [:]])
        #expect(Self.updated(&translation) == 0.8.json)
    }

    @Test("What GA's reader refuses is not waited for")
    func refusedByReader() throws {
        var dialect = Dialect(try preview())
        let bad: JSON = ["type": "session.update", "session": ["temperature": 1, "instructions": 7]]
        #expect(throws: RefusedEvent.self) { try dialect.read(bad, in: .realtime, .webSocket) }
        _ = try dialect.read(["type": "session.update", "session": ["speed": 1]], in: .realtime, .webSocket)
        let told = dialect.render(.sessionUpdated(SessionEvent()), eventID: "event_1")
        #expect(told.first?["session"]?["temperature"] == 0.8.json)
    }

    @Test("More updates than anybody has under way are not kept")
    func bounded() throws {
        var translation = try preview()
        for _ in 0..<40 {
            _ = try translation.toGA(clientEvent: ["type": "session.update", "session": ["temperature": 1]])
        }
        for _ in 0..<50 { _ = Self.updated(&translation) }
        #expect(Self.updated(&translation) == 1)
    }
}
