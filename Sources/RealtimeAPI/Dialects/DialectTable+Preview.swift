// A table: data, exempt from the size rule.

import Bytes

extension DialectTable {
    /// The Preview, `OpenAI-Beta: realtime=v1`: CONTRACT 19.3 to 19.5.
    public static let preview = DialectTable(
        name: "preview",
        sessions: [.realtime: Preview.session, .transcription: Preview.transcriptionSession],
        clientEvents: EventTable(Preview.clientEvents),
        serverEvents: EventTable(Preview.serverEvents),
        audioDelta: AudioDelta.Spelling(type: "response.audio.delta"),
        rateLimits: .responseCreated,
        conversationCreated: "conversation.created"
    )
}

private enum Preview {
    // MARK: Values

    static let voices: Set = [
        "alloy", "ash", "ballad", "coral", "echo", "fable", "onyx", "nova", "sage", "shimmer", "verse",
    ]
    static let voice = ValueRule.name(known: voices, strange: .newVoice, notText: .customVoice)

    static let modalities = ValueRule.words([Word(["audio", "text"], ["audio"]), Word(["text"], ["text"])], nil)

    static let format = ValueRule.words(
        [
            Word("pcm16", ["type": "audio/pcm", "rate": 24_000]),
            Word("g711_ulaw", ["type": "audio/pcmu"]),
            Word("g711_alaw", ["type": "audio/pcma"]),
        ],
        nil
    )

    static let truncation = ValueRule.words([Word("auto", "auto"), Word("disabled", "disabled")], .retentionRatio)

    static let temperature = FieldRule.ownOnly(
        "temperature",
        .remembered(0.6...1.2, byDefault: 0.8.json, .temperature)
    )

    // MARK: Objects

    static let functions = ObjectRule.Forms(own: ["function"], lost: ["mcp": .mcp])
    static let tools = ValueRule.list(
        .object(
            .closed(
                FieldRule.same("type", "name", "description", "parameters")
                    + [.gaOnly("strict", .strictFunctions, silent: [false])],
                forms: functions
            )
        )
    )
    static let toolChoice = ValueRule.object(.closed(FieldRule.same("type", "name"), forms: functions))

    static let transcription = ValueRule.object(
        .closed(
            FieldRule.same("model", "language", "prompt") + [
                .gaOnly("languages", .transcriptionLanguages),
                .gaOnly("keywords", .transcriptionKeywords),
                .gaOnly("delay", .transcriptionDelay),
            ]
        )
    )
    static let noiseReduction = ValueRule.object(
        .closed(FieldRule.same("type") + [.gaOnly("strength", .noiseStrength, silent: [1])])
    )
    /// Azure's clients say "none" for null.
    static let turnDetection = ValueRule.object(.open(nullType: "none"))
    /// What would make an answer has no effect where nothing answers; the official example says it all the same.
    static let turnDetectionAlone = ValueRule.object(
        .open([.ownOnly("create_response", .dropped), .ownOnly("interrupt_response", .dropped)], nullType: "none")
    )

    static let clientSecret = FieldRule.ownOnly(
        "client_secret",
        .refused("The server makes it; its life cannot be asked for.")
    )

    static let session = ObjectRule.closed(
        [.constant("type", .string(SessionKind.realtime.rawValue))]
            + FieldRule.same("id", "object", "expires_at", "model")
            + [.field("modalities", "output_modalities", by: modalities)]
            + FieldRule.same("instructions")
            + [
                .field("voice", "audio", "output", "voice", by: voice),
                .field("speed", "audio", "output", "speed"),
                .field("input_audio_format", "audio", "input", "format", by: format),
                .field("output_audio_format", "audio", "output", "format", by: format),
                .field("input_audio_transcription", "audio", "input", "transcription", by: transcription),
                .field("input_audio_noise_reduction", "audio", "input", "noise_reduction", by: noiseReduction),
                .field("turn_detection", "audio", "input", "turn_detection", by: turnDetection),
                .field("tools", by: tools),
                .field("tool_choice", by: toolChoice),
                temperature,
                .field("max_response_output_tokens", "max_output_tokens"),
            ]
            + FieldRule.same("tracing", "prompt", "include")
            + [
                .field("truncation", by: truncation),
                clientSecret,
                .gaOnly("reasoning", .reasoning),
                .gaOnly("parallel_tool_calls", .parallelToolCalls, silent: [true]),
            ]
    )

    static let transcriptionSession = ObjectRule.closed(
        [.constant("type", .string(SessionKind.transcription.rawValue))]
            + FieldRule.same("id", "object", "expires_at")
            + [
                .field("input_audio_format", "audio", "input", "format", by: format),
                .field("input_audio_transcription", "audio", "input", "transcription", by: transcription),
                .field(
                    "input_audio_noise_reduction",
                    "audio",
                    "input",
                    "noise_reduction",
                    by: noiseReduction,
                    hasNoNull: true
                ),
                .field("turn_detection", "audio", "input", "turn_detection", by: turnDetectionAlone),
                .ownOnly("modalities", .dropped),
                clientSecret,
            ]
            + FieldRule.same("include")
    )

    /// Only what an assistant says has other names. Its audio no client can make.
    static let parts = ValueRule.parts(
        PartRules(
            names: [
                PartRules.Name(role: "system", own: "input_text", ga: "input_text"),
                PartRules.Name(role: "user", own: "input_text", ga: "input_text"),
                PartRules.Name(role: "user", own: "input_audio", ga: "input_audio"),
                PartRules.Name(role: "assistant", own: "text", ga: "output_text"),
                PartRules.Name(role: "assistant", own: "audio", ga: "output_audio", isClients: false),
            ],
            lost: ["input_image": .imageInput],
            gaOnly: ["format"]
        )
    )

    static let mcpItems: [String: Loss] = [
        "mcp_list_tools": .mcp, "mcp_call": .mcp, "mcp_approval_request": .mcp, "mcp_approval_response": .mcp,
    ]
    static let itemTypes = ["message", "function_call", "function_call_output"]
    static let itemFields =
        FieldRule.same("id", "object", "type", "status", "role")
        + [.field("content", by: parts)]
        + FieldRule.same("call_id", "name", "arguments", "output")
        + [.gaOnly("phase", .phase)]
    static let item = ValueRule.object(.closed(itemFields, forms: ObjectRule.Forms(own: itemTypes, lost: mcpItems)))
    static let inputItem = ValueRule.object(
        .closed(itemFields, forms: ObjectRule.Forms(own: itemTypes + ["item_reference"], lost: mcpItems))
    )

    static let responseParameters = ObjectRule.closed(
        [
            .field("modalities", "output_modalities", by: modalities),
            .field("voice", "audio", "output", "voice", by: voice),
            .field("output_audio_format", "audio", "output", "format", by: format),
            .field("tools", by: tools),
            .field("tool_choice", by: toolChoice),
            temperature,
            // Both names were published; the first is the one that is said.
            .field("max_output_tokens"),
            .field("max_response_output_tokens", "max_output_tokens"),
            .field("input", by: .list(inputItem)),
            .gaOnly("reasoning", .reasoning),
            .gaOnly("parallel_tool_calls", .parallelToolCalls, silent: [true]),
            .gaOnly("prompt", .responsePrompt),
        ] + FieldRule.same("instructions", "conversation", "metadata")
    )

    static let response = ObjectRule.open([
        .field("voice", "audio", "output", "voice", by: voice),
        .field("output_audio_format", "audio", "output", "format", by: format),
        .field("modalities", "output_modalities", by: modalities),
        temperature,
        .field("output", by: .list(item)),
        .field("status_details", by: statusDetails),
        .gaOnly("reasoning", .reasoning),
        .gaOnly("parallel_tool_calls", .parallelToolCalls, silent: [true]),
    ])
    static let statusDetails = ValueRule.object(
        .open([.field("error", by: .object(.open([.field("code", hasNoNull: true)])))])
    )

    // MARK: Events

    static let itemEvent = [FieldRule.essential("item", by: item)]
    static let responseEvent = [FieldRule.field("response", by: .object(response))]
    static let partEvent = [FieldRule.field("part", by: .object(.open([.gaOnly("format")])))]

    static let clientEvents: [EventRule] = [
        .both("session.update", [.field("session", by: .object(session))], in: .realtime),
        .both(
            "session.update",
            as: "transcription_session.update",
            [.field("session", by: .object(transcriptionSession))],
            in: .transcription
        ),
        .both("input_audio_buffer.append"),
        .both("input_audio_buffer.commit"),
        .both("input_audio_buffer.clear"),
        .both("conversation.item.create", itemEvent),
        .both("conversation.item.truncate"),
        .both("conversation.item.delete"),
        .both("conversation.item.retrieve"),
        .both("response.create", [.field("response", by: .object(responseParameters))]),
        .both("response.cancel"),
        .both("output_audio_buffer.clear"),
    ]

    static let serverEvents: [EventRule] = [
        .both("error"),
        .both("session.created", [.field("session", by: .object(session))], in: .realtime),
        .both("session.updated", [.field("session", by: .object(session))], in: .realtime),
        .both(
            "session.created",
            as: "transcription_session.created",
            [.field("session", by: .object(transcriptionSession))],
            in: .transcription
        ),
        .both(
            "session.updated",
            as: "transcription_session.updated",
            [.field("session", by: .object(transcriptionSession))],
            in: .transcription
        ),
        .ownOnly("conversation.created"),
        .both("conversation.item.added", as: "conversation.item.created", itemEvent),
        .gaOnly("conversation.item.done"),
        .both("conversation.item.retrieved", itemEvent),
        .both("conversation.item.truncated"),
        .both("conversation.item.deleted"),
        .both("conversation.item.input_audio_transcription.delta"),
        .both(
            "conversation.item.input_audio_transcription.completed",
            [.gaOnly("languages", .transcriptionLanguages)]
        ),
        .both("conversation.item.input_audio_transcription.failed"),
        .gaOnly("conversation.item.input_audio_transcription.segment", .transcriptionSegments),
        .both("input_audio_buffer.committed"),
        .both("input_audio_buffer.cleared"),
        .both("input_audio_buffer.speech_started"),
        .both("input_audio_buffer.speech_stopped"),
        .gaOnly("input_audio_buffer.timeout_triggered", .idleTimeoutEvent),
        .gaOnly("input_audio_buffer.dtmf_event_received", .dtmf),
        .both("output_audio_buffer.started"),
        .both("output_audio_buffer.stopped"),
        .both("output_audio_buffer.cleared"),
        .both("response.created", responseEvent),
        .both("response.done", responseEvent),
        .both("response.output_item.added", itemEvent),
        .both("response.output_item.done", itemEvent),
        .both("response.content_part.added", partEvent),
        .both("response.content_part.done", partEvent),
        .both("response.output_text.delta", as: "response.text.delta"),
        .both("response.output_text.done", as: "response.text.done"),
        .both("response.output_audio.delta", as: "response.audio.delta"),
        .both("response.output_audio.done", as: "response.audio.done"),
        .both("response.output_audio_transcript.delta", as: "response.audio_transcript.delta"),
        .both("response.output_audio_transcript.done", as: "response.audio_transcript.done"),
        .both("response.function_call_arguments.delta"),
        // The name stands in the item as well.
        .both("response.function_call_arguments.done", [.gaOnly("name")]),
        .gaOnly("response.mcp_call_arguments.delta", .mcp),
        .gaOnly("response.mcp_call_arguments.done", .mcp),
        .gaOnly("response.mcp_call.in_progress", .mcp),
        .gaOnly("response.mcp_call.completed", .mcp),
        .gaOnly("response.mcp_call.failed", .mcp),
        .gaOnly("mcp_list_tools.in_progress", .mcp),
        .gaOnly("mcp_list_tools.completed", .mcp),
        .gaOnly("mcp_list_tools.failed", .mcp),
        .both("rate_limits.updated"),
    ]
}
