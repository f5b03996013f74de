import Bytes
import RealtimeAPI
import RealtimeEngine
import Testing

@Suite("HearingSettings")
struct HearingSettingsTests {
    private func input(_ fields: String) -> String { #""audio":{"input":{\#(fields)}}"# }
    private func transcription(_ fields: String) -> String { input(#""transcription":{\#(fields)}"#) }

    // MARK: Turn detection

    @Test("Of the same kind of turn detection, what is not named stays")
    func sameKind() throws {
        var stand = UpdateStand()
        try stand.update(input(#""turn_detection":{"type":"server_vad","threshold":0.8,"idle_timeout_ms":6000}"#))
        try stand.update(input(#""turn_detection":{"type":"server_vad","silence_duration_ms":200}"#))
        let rules = stand.settings.hearing.rules
        #expect(rules?.threshold == 0.8 && rules?.idleTimeout == .seconds(6))
        #expect(rules?.end == .silence(.milliseconds(200)))
        try stand.update(input(#""turn_detection":{"type":"server_vad","idle_timeout_ms":null}"#))
        #expect(stand.settings.hearing.rules?.idleTimeout == nil)
        #expect(stand.settings.hearing.rules?.threshold == 0.8)
        try stand.update(input(#""turn_detection":{"type":"semantic_vad","eagerness":"low"}"#))
        try stand.update(input(#""turn_detection":{"type":"semantic_vad","create_response":false}"#))
        #expect(stand.told("audio.input.turn_detection.eagerness") == "low")
        #expect(stand.told("audio.input.turn_detection.create_response") == false)
    }

    @Test("Another kind of turn detection starts from its defaults, and so does one after none")
    func anotherKind() throws {
        var stand = UpdateStand()
        let custom = #""turn_detection":{"type":"server_vad","threshold":0.8,"create_response":false}"#
        try stand.update(input(custom))
        try stand.update(input(#""turn_detection":{"type":"semantic_vad"}"#))
        #expect(stand.told("audio.input.turn_detection.create_response") == true)
        #expect(stand.told("audio.input.turn_detection.eagerness") == "auto")
        #expect(stand.told("audio.input.turn_detection.threshold") == nil)
        try stand.update(input(#""turn_detection":{"type":"server_vad"}"#))
        #expect(stand.settings.hearing == HearingSettings())
        try stand.update(input(custom))
        try stand.update(input(#""turn_detection":null"#))
        try stand.update(input(#""turn_detection":{"type":"server_vad"}"#))
        #expect(stand.settings.hearing == HearingSettings())
    }

    @Test("Every default of turn detection is told")
    func defaults() {
        let vad = UpdateStand().told("audio.input.turn_detection")
        let wanted =
            #"{"type":"server_vad","threshold":0.5,"prefix_padding_ms":300,"silence_duration_ms":500,"#
            + #""idle_timeout_ms":null,"create_response":true,"interrupt_response":true}"#
        #expect(vad?.text == wanted)
    }

    @Test("The driver judges speech only where turns are looked for")
    func conditioning() throws {
        var stand = UpdateStand()
        #expect(stand.settings.hearing.conditioning.detectsSpeech)
        try stand.update(input(#""turn_detection":null,"format":{"type":"audio/pcmu"}"#))
        #expect(!stand.settings.hearing.conditioning.detectsSpeech)
        #expect(stand.settings.hearing.conditioning.format == .pcmu)
        #expect(stand.settings.hearing.rules == nil)
    }

    // MARK: Noise reduction

    @Test("The strength of noise reduction is 1 when it is first enabled, and kept when it is not named")
    func strength() throws {
        var stand = UpdateStand()
        try stand.update(input(#""noise_reduction":{"type":"near_field"}"#))
        #expect(stand.settings.hearing.noiseReduction?.strength == 1)
        try stand.update(input(#""noise_reduction":{"strength":0.25}"#))
        try stand.update(input(#""noise_reduction":{"type":"far_field"}"#))
        #expect(stand.settings.hearing.noiseReduction?.strength == 0.25)
        #expect(stand.settings.hearing.noiseReduction?.type == .farField)
    }

    // MARK: Transcription

    @Test("Of a transcription, what is not named stays, and null clears what may be null")
    func transcriptionMerges() throws {
        var stand = UpdateStand()
        try stand.update(transcription(#""model":"whisper-1","language":"de","prompt":"Ada""#))
        try stand.update(transcription(#""language":"en""#))
        #expect(
            stand.told("audio.input.transcription")?.text == #"{"model":"whisper-1","language":"en","prompt":"Ada"}"#
        )
        try stand.update(transcription(#""prompt":null"#))
        #expect(stand.settings.hearing.transcription?.prompt == .null)
    }

    typealias Family = (fields: String, param: String?)

    /// CONTRACT 7.3.
    static let families: [Family] = [
        (#""model":"gpt-realtime-whisper","delay":"low""#, nil),
        (#""model":"whisper-1","delay":"low""#, "delay"),
        (#""model":"gpt-live-transcribe","delay":"low""#, "delay"),
        (#""model":"gpt-realtime-whisper","prompt":"Ada""#, "prompt"),
        (#""model":"gpt-realtime-whisper","prompt":null"#, nil),
        (#""model":"whisper-1","prompt":"Ada""#, nil),
        (#""model":"gpt-transcribe","languages":["de","en"],"keywords":["Ada"]"#, nil),
        (#""model":"gpt-live-transcribe","languages":["de"],"keywords":[]"#, nil),
        (#""model":"whisper-1","languages":["de"]"#, "languages"),
        (#""model":"gpt-realtime-whisper","languages":["de"]"#, "languages"),
        (#""model":"gpt-4o-transcribe","keywords":["Ada"]"#, "keywords"),
        (#""model":"a-deployment","language":"de""#, nil),
    ]

    @Test("Some fields belong to some models only", arguments: families)
    func family(_ row: Family) {
        var stand = UpdateStand()
        let error = stand.refusal(transcription(row.fields))
        #expect(error?.param == row.param.map { "session.audio.input.transcription.\($0)" })
        #expect((stand.settings.hearing.transcription == nil) == (row.param != nil))
    }

    @Test("A field that the new model cannot have goes with the old model, unless the client names it")
    func anotherModel() throws {
        var stand = UpdateStand()
        try stand.update(transcription(#""model":"gpt-realtime-whisper","delay":"low","language":"de""#))
        try stand.update(transcription(#""model":"whisper-1""#))
        #expect(stand.settings.hearing.transcription?.delay == nil)
        #expect(stand.settings.hearing.transcription?.language == .value("de"))
        try stand.update(transcription(#""model":"gpt-transcribe","prompt":"Ada","keywords":["a"],"languages":["de"]"#))
        try stand.update(transcription(#""model":"gpt-realtime-whisper""#))
        let kept = stand.settings.hearing.transcription
        #expect(kept?.keywords == nil && kept?.languages == nil && kept?.prompt.value == nil)
        let named = stand.refusal(transcription(#""model":"whisper-1","delay":"low""#))
        #expect(named?.param == "session.audio.input.transcription.delay")
        let onOld = stand.refusal(transcription(#""keywords":["a"]"#))
        #expect(onOld?.param == "session.audio.input.transcription.keywords")
    }

    @Test("A language that is not known is refused where it was named")
    func languages() {
        var stand = UpdateStand()
        stand.offer.languages = .only(["de", "en"])
        let one = stand.refusal(transcription(#""model":"whisper-1","language":"fr""#))
        let many = stand.refusal(transcription(#""model":"gpt-transcribe","languages":["de","fr"]"#))
        #expect(one?.param == "session.audio.input.transcription.language")
        #expect(many?.param == "session.audio.input.transcription.languages")
        #expect(stand.refusal(transcription(#""model":"whisper-1","language":"""#)) == nil, "empty: find out")
    }

    @Test("Hints that the recogniser cannot follow are refused where they were given")
    func hints() {
        var stand = UpdateStand()
        let prompt = transcription(#""model":"whisper-1","prompt":"Margherita""#)
        let keywords = transcription(#""model":"gpt-transcribe","keywords":["Margherita"]"#)
        #expect(stand.refusal(prompt) == nil)
        #expect(stand.refusal(keywords) == nil)
        stand = UpdateStand()
        stand.offer.hints = .refused
        #expect(stand.refusal(prompt)?.param == "session.audio.input.transcription.prompt")
        #expect(stand.refusal(keywords)?.param == "session.audio.input.transcription.keywords")
        let nothing = transcription(#""model":"gpt-transcribe","prompt":"","keywords":[]"#)
        #expect(stand.refusal(nothing) == nil, "nothing to follow")
    }
}
