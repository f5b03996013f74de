import RealtimeAPI

/// The words of the Preview dialect and what became of them: CONTRACT section 19.
package enum Vocabulary {
    /// What a Preview server said, and what a GA server says instead; nil: nothing.
    static let serverEvents = Dictionary(
        DialectTable.preview.serverEventChanges.compactMap { change in change.own.map { ($0, change.ga) } }
    ) { first, _ in first }

    /// Names that the Responses API has had, too.
    static let sharedEvents: Set = [
        "response.audio.delta", "response.audio.done", "response.audio_transcript.delta",
        "response.audio_transcript.done",
    ]

    static let clientEvents = Dictionary(
        DialectTable.preview.clientEventChanges.compactMap { change in
            change.own.flatMap { own in change.ga.map { (own, $0) } }
        }
    ) { first, _ in first }

    /// Events that only a Realtime program names.
    static let realtimeEvents: Set = [
        "session.update", "input_audio_buffer.append", "input_audio_buffer.commit", "input_audio_buffer.clear",
        "input_audio_buffer.speech_started", "input_audio_buffer.speech_stopped", "input_audio_buffer.committed",
        "conversation.item.create", "conversation.item.truncate",
        "conversation.item.input_audio_transcription.completed",
        "conversation.item.input_audio_transcription.delta", "response.output_audio_transcript.delta",
        "transcription_session.update",
        "conversation.item.created", "response.text.delta", "response.text.done", "output_audio_buffer.started",
        "response.output_audio.delta", "conversation.item.added",
    ]

    /// Only a program that knows GA names these.
    static let currentWords: Set = [
        "response.output_audio.delta", "response.output_audio.done", "response.output_audio_transcript.delta",
        "response.output_audio_transcript.done", "conversation.item.added", "output_modalities", "client_secrets",
    ]

    struct Field: Sendable {
        let name: String
        let becomes: String
        /// Nobody else has a field of this name.
        let isUnmistakable: Bool
        let isOfResponses: Bool

        init(_ name: String, _ becomes: String, unmistakable: Bool = false, responses: Bool = false) {
            self.name = name
            self.becomes = becomes
            isUnmistakable = unmistakable
            isOfResponses = responses
        }
    }

    static let fields = [
        Field("modalities", "output_modalities: [\"audio\"] or [\"text\"]", responses: true),
        Field("voice", "audio.output.voice", responses: true),
        Field("speed", "audio.output.speed"),
        Field("input_audio_format", "audio.input.format: {type, rate}", unmistakable: true),
        Field("output_audio_format", "audio.output.format: {type, rate}", unmistakable: true, responses: true),
        Field("input_audio_transcription", "audio.input.transcription", unmistakable: true),
        Field("input_audio_noise_reduction", "audio.input.noise_reduction", unmistakable: true),
        Field("turn_detection", "audio.input.turn_detection"),
        Field("max_response_output_tokens", "max_output_tokens", unmistakable: true, responses: true),
        Field("temperature", "nothing: GA has no temperature", responses: true),
    ]
    /// For whoever holds them against the dialect's table.
    package static var movedFields: [String: String] {
        Dictionary(fields.map { ($0.name, $0.becomes) }) { first, _ in first }
    }
    static let field = Dictionary(fields.map { ($0.name, $0) }) { first, _ in first }

    /// `inputAudioFormat`, as a program spells what a library writes with underscores.
    static let camelFields = Dictionary(
        fields.filter(\.isUnmistakable).map { (camelCase($0.name), $0) }
    ) { first, _ in first }

    static func camelCase(_ name: String) -> String {
        let words = name.split(separator: "_")
        return words.dropFirst().reduce(String(words.first ?? "")) { $0 + $1.prefix(1).uppercased() + $1.dropFirst() }
    }

    static let formats = [
        "pcm16": "{type: \"audio/pcm\", rate: 24000}", "g711_ulaw": "{type: \"audio/pcmu\"}",
        "g711_alaw": "{type: \"audio/pcma\"}",
    ]

    /// What makes a serializer write camel case with underscores.
    static let snakeCaseStrategies: Set = [
        "convertToSnakeCase", "SnakeCaseStrategy", "SNAKE_CASE", "SnakeCase", "LOWER_CASE_WITH_UNDERSCORES",
        "SnakeCaseLower", "SnakeCaseNamingStrategy",
    ]

    struct Model: Sendable {
        let name: String
        let until: String
        let isGone: Bool
        let successor: String
    }

    static let models: [Model] =
        [
            "gpt-4o-realtime-preview", "gpt-4o-realtime-preview-2024-10-01", "gpt-4o-realtime-preview-2024-12-17",
            "gpt-4o-realtime-preview-2025-06-03", "gpt-4o-mini-realtime-preview",
            "gpt-4o-mini-realtime-preview-2024-12-17",
        ].map { Model(name: $0, until: "2026-05-07", isGone: true, successor: "gpt-realtime-2 or newer") }
        + ["gpt-realtime", "gpt-realtime-2025-08-28"].map {
            Model(name: $0, until: "2027-01-20", isGone: false, successor: "gpt-realtime-2 or newer")
        }
        + ["gpt-realtime-mini", "gpt-realtime-mini-2025-10-06", "gpt-realtime-mini-2025-12-15"].map {
            Model(name: $0, until: "2027-01-20", isGone: false, successor: "gpt-realtime-2.1-mini")
        }
        + ["whisper-1", "gpt-4o-transcribe", "gpt-4o-mini-transcribe"].map {
            Model(name: $0, until: "2027-02-26", isGone: false, successor: "gpt-transcribe or gpt-realtime-whisper")
        }
    static let model = Dictionary(models.map { ($0.name, $0) }) { first, _ in first }
}
