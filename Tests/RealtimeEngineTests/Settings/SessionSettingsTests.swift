import Bytes
import RealtimeAPI
import RealtimeEngine
import Testing

@Suite("SessionSettings")
struct SessionSettingsTests {
    @Test("An update that names nothing changes nothing")
    func empty() throws {
        var stand = UpdateStand()
        try stand.update("")
        #expect(stand.settings == SessionSettings(model: "gpt-realtime"))
    }

    typealias Change = (fields: String, path: String, told: JSON)

    static let changes: [Change] = [
        (#""instructions":"Be brief.""#, "instructions", "Be brief."),
        (#""instructions":"""#, "instructions", ""),
        (#""output_modalities":["text"]"#, "output_modalities", ["text"]),
        (#""parallel_tool_calls":false"#, "parallel_tool_calls", false),
        (#""max_output_tokens":7"#, "max_output_tokens", 7),
        (#""max_output_tokens":"inf""#, "max_output_tokens", "inf"),
        (#""truncation":"disabled""#, "truncation", "disabled"),
        (#""tracing":"auto""#, "tracing", "auto"),
        (#""tools":[]"#, "tools", []),
        (#""tool_choice":"none""#, "tool_choice", "none"),
        (#""audio":{"output":{"voice":"marin"}}"#, "audio.output.voice", "marin"),
        (#""audio":{"output":{"format":{"type":"audio/pcmu"}}}"#, "audio.output.format.type", "audio/pcmu"),
        (#""audio":{"input":{"format":{"type":"audio/pcma"}}}"#, "audio.input.format.type", "audio/pcma"),
        (#""audio":{"input":{"turn_detection":null}}"#, "audio.input.turn_detection", nil),
        (#""model":"gpt-realtime""#, "model", "gpt-realtime"),
    ]

    @Test("A field that is named is changed, and everything else stays", arguments: changes)
    func change(_ change: Change) throws {
        var stand = UpdateStand()
        let before = stand.wire
        try stand.update(change.fields)
        #expect(stand.told(change.path) == change.told)
        for path in SettingsWalkTests.paths where !path.hasPrefix(change.path) && !change.path.hasPrefix(path) {
            let old = path.split(separator: ".").reduce(before) { json, name in json?[String(name)] }
            #expect(stand.told(path) == old, "\(path)")
        }
    }

    static let clearings: [(set: String, clear: String, path: String)] = [
        (#""include":[]"#, #""include":null"#, "include"),
        (#""prompt":{"id":"p"}"#, #""prompt":null"#, "prompt"),
        (
            #""audio":{"input":{"transcription":{"model":"whisper-1"}}}"#,
            #""audio":{"input":{"transcription":null}}"#, "audio.input.transcription"
        ),
        (
            #""audio":{"input":{"noise_reduction":{"type":"near_field"}}}"#,
            #""audio":{"input":{"noise_reduction":null}}"#, "audio.input.noise_reduction"
        ),
        (
            #""audio":{"input":{"turn_detection":{"type":"semantic_vad"}}}"#,
            #""audio":{"input":{"turn_detection":null}}"#, "audio.input.turn_detection"
        ),
    ]

    @Test("What may be null is cleared by null, and told as null", arguments: clearings)
    func clear(_ row: (set: String, clear: String, path: String)) throws {
        var stand = UpdateStand()
        stand.offer.prompts = ["p": StoredPrompt(instructions: "Be brief.")]
        try stand.update(row.set)
        #expect(stand.told(row.path) != .null)
        try stand.update("")
        #expect(stand.told(row.path) != .null, "what is not named stays")
        try stand.update(row.clear)
        #expect(stand.told(row.path) == .null)
    }

    // MARK: What is refused

    typealias Refusal = (fields: String, code: String, param: String)

    static let refusals: [Refusal] = [
        (#""model":"gpt-5""#, "invalid_value", "session.model"),
        (
            #""include":["item.input_audio_transcription.logprobs"]"#, "unsupported_parameter",
            "session.include"
        ),
        (#""reasoning":{"effort":"low"}"#, "unsupported_parameter", "session.reasoning"),
        (#""prompt":{"id":"none"}"#, "invalid_value", "session.prompt.id"),
        (#""audio":{"output":{"voice":{"id":"mine"}}}"#, "unsupported_parameter", "session.audio.output.voice"),
        (
            #""audio":{"input":{"noise_reduction":{"strength":0.5}}}"#, "missing_required_parameter",
            "session.audio.input.noise_reduction.type"
        ),
        (
            #""audio":{"input":{"transcription":{"language":"de"}}}"#, "missing_required_parameter",
            "session.audio.input.transcription.model"
        ),
    ]

    @Test("What this session cannot do is refused by name, and nothing of the update is applied", arguments: refusals)
    func refusal(_ row: Refusal) {
        var stand = UpdateStand()
        let before = stand.settings
        let fields = [#""instructions":"Be brief.","max_output_tokens":9,"output_modalities":["text"]"#, row.fields]
        let error = stand.refusal(fields.joined(separator: ","))
        #expect(error?.code == row.code && error?.param == row.param)
        #expect(stand.settings == before)
    }

    @Test("Where the offer is narrower, what is beyond it is refused by name")
    func narrowOffer() {
        var stand = UpdateStand()
        stand.offer.voices = .only(["alloy", "ash"])
        stand.offer.transcriptionModels = .only(["whisper-1"])
        stand.offer.languages = .only(["de"])
        stand.offer.hasNoiseReduction = false
        stand.offer.hasMCP = false
        let rows: [Refusal] = [
            (#""audio":{"output":{"voice":"marin"}}"#, "unsupported_parameter", "session.audio.output.voice"),
            (
                #""audio":{"input":{"transcription":{"model":"gpt-4o-transcribe"}}}"#, "unsupported_parameter",
                "session.audio.input.transcription.model"
            ),
            (
                #""audio":{"input":{"transcription":{"model":"whisper-1","language":"fr"}}}"#,
                "unsupported_parameter", "session.audio.input.transcription.language"
            ),
            (
                #""audio":{"input":{"noise_reduction":{"type":"far_field"}}}"#, "unsupported_parameter",
                "session.audio.input.noise_reduction"
            ),
            (
                #""tools":[{"type":"mcp","server_label":"a","server_url":"https://a.example"}]"#,
                "unsupported_parameter", "session.tools[0].type"
            ),
        ]
        for row in rows {
            let error = stand.refusal(row.fields)
            #expect(error?.code == row.code && error?.param == row.param)
        }
        #expect(stand.refusal(#""audio":{"output":{"voice":"ash"}}"#) == nil)
    }

    @Test("With an offer of reasoning, log probabilities and custom voices, they are in force")
    func wideOffer() throws {
        var stand = UpdateStand()
        stand.offer.hasReasoning = true
        stand.offer.hasLogprobs = true
        stand.offer.customVoices = true
        try stand.update(#""reasoning":{"effort":"low"},"include":["item.input_audio_transcription.logprobs"]"#)
        try stand.update(#""audio":{"output":{"voice":{"id":"mine"}}}"#)
        #expect(stand.told("reasoning.effort") == "low")
        #expect(stand.told("include") == ["item.input_audio_transcription.logprobs"])
        #expect(stand.told("audio.output.voice.id") == "mine")
    }

    @Test("On Azure paths the family's name is taken, and the deployment stays in force")
    func azureModel() throws {
        var stand = UpdateStand()
        stand.offer.acceptsAnyModelName = true
        try stand.update(#""model":"gpt-4o-realtime-preview""#)
        #expect(stand.told("model") == "gpt-realtime")
    }

    // MARK: What depends on the moment

    @Test("The voice is fixed once the assistant has spoken; the same voice is no change")
    func voice() throws {
        var stand = UpdateStand()
        stand.hasAssistantAudio = true
        #expect(stand.refusal(#""audio":{"output":{"voice":"marin"}}"#)?.code == "cannot_update_voice")
        try stand.update(#""audio":{"output":{"voice":"alloy"}}"#)
        #expect(stand.told("audio.output.voice") == "alloy")
    }

    @Test("The speed changes between turns only; the same speed is no change")
    func speed() throws {
        var stand = UpdateStand()
        stand.isAnswering = true
        #expect(stand.refusal(#""audio":{"output":{"speed":1.5}}"#)?.param == "session.audio.output.speed")
        try stand.update(#""audio":{"output":{"speed":1}}"#)
        stand.isAnswering = false
        try stand.update(#""audio":{"output":{"speed":1.5}}"#)
        #expect(stand.settings.speed == 1.5)
    }

    @Test("Tracing is set once and not changed after; the same again is no change")
    func tracing() throws {
        var stand = UpdateStand()
        try stand.update(#""tracing":null"#)
        try stand.update(#""tracing":{"workflow_name":"a"}"#)
        try stand.update(#""tracing":{"workflow_name":"a"}"#)
        for other in [#""auto""#, "null", #"{"workflow_name":"b"}"#] {
            #expect(stand.refusal(#""tracing":\#(other)"#)?.param == "session.tracing")
        }
        #expect(stand.told("tracing.workflow_name") == "a")
    }

    @Test("Instructions and tools together have a limit, and the client is told how much they are")
    func tokens() throws {
        var stand = UpdateStand()
        stand.limits.instructionTokensMax = 100
        try stand.update(#""instructions":"\#(String(repeating: "a", count: 400))""#)
        let error = stand.refusal(#""tools":[{"type":"function","name":"f"}]"#)
        #expect(error?.param == "session.instructions")
        #expect(error?.message.contains("about 108 tokens") == true)
        #expect(stand.refusal(#""instructions":"\#(String(repeating: "a", count: 401))""#) != nil)
    }
}
