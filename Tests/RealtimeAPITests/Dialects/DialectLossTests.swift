import Bytes
import RealtimeAPI
import TestSupport
import Testing

/// CONTRACT 19.6: what can be said comes back as it was, and what cannot is told, exactly.
@Suite("Losses between dialects")
struct DialectLossTests {
    @Test(
        "A session of GA's comes back from the Preview without what is lost, and nothing else is",
        arguments: Seed.some(200)
    )
    func sessions(_ seed: Seed) throws {
        var random = seed.generator
        for kind in [SessionKind.realtime, .transcription] {
            let made = RandomSession(kind, &random)
            var translation = try preview(kind)
            let update: JSON = ["type": "session.update", "event_id": "e", "session": made.said]
            let own = translation.fromGA(clientEvent: update)
            #expect(Set(translation.takeLosses()) == made.losses)
            let back = try translation.toGA(clientEvent: try #require(own.first))
            #expect(back == ["type": "session.update", "event_id": "e", "session": made.sayable])
            #expect(translation.takeLosses() == [])
            // A server's session goes the same way, and comes back by the open reading.
            var server = try preview(kind)
            let told = server.fromGA(serverEvent: ["type": "session.updated", "session": made.said])
            #expect(Set(server.takeLosses()) == made.losses)
            let heard = server.toGA(serverEvent: try #require(told.first))
            #expect(heard.first?["session"].map(Self.withoutNullNoise) == Self.withoutNullNoise(made.sayable))
        }
    }

    /// A transcription session of the Preview leaves that null out.
    private static func withoutNullNoise(_ session: JSON) -> JSON {
        guard session["type"] == "transcription", case .object(var object) = session,
            case .object(var audio)? = object["audio"], case .object(var input)? = audio["input"],
            input["noise_reduction"] == .null
        else { return session }
        input["noise_reduction"] = nil
        audio["input"] = input.members.isEmpty ? nil : .object(input)
        object["audio"] = audio.members.isEmpty ? nil : .object(audio)
        return .object(object)
    }

    static let events: [(event: JSON, loss: Loss)] = [
        (response(["reasoning": ["effort": "low"]]), .reasoning),
        (response(["parallel_tool_calls": false]), .parallelToolCalls),
        (response(["prompt": ["id": "p"]]), .responsePrompt),
        (response(["audio": ["output": ["voice": ["id": "v"]]]]), .customVoice),
        (response(["tools": [["type": "mcp", "server_label": "a"]]]), .mcp),
        (response(["tool_choice": ["type": "mcp", "server_label": "a"]]), .mcp),
        (response(["input": [["type": "mcp_approval_response"]]]), .mcp),
        (item(["type": "mcp_approval_response", "approve": true]), .mcp),
        (item(["type": "message", "role": "assistant", "content": [], "phase": "commentary"]), .phase),
        (
            item(["type": "message", "role": "user", "content": [["type": "input_image", "image_url": "data:"]]]),
            .imageInput
        ),
    ]

    private static func response(_ fields: JSON) -> JSON { ["type": "response.create", "response": fields] }
    private static func item(_ item: JSON) -> JSON { ["type": "conversation.item.create", "item": item] }

    @Test("What a GA client says and the Preview cannot is told once", arguments: events)
    func eventsLose(_ row: (event: JSON, loss: Loss)) throws {
        var translation = try preview()
        let own = translation.fromGA(clientEvent: row.event)
        #expect(translation.takeLosses() == [row.loss])
        _ = translation.fromGA(clientEvent: row.event)
        #expect(translation.takeLosses() == [])
        for event in own {
            var client = Dialect(try preview())
            _ = try client.read(event, in: .realtime, .webSocket)
        }
    }

    @Test("Languages that were found are not told in the Preview")
    func languages() throws {
        var translation = try preview()
        let said = translation.fromGA(
            serverEvent: [
                "type": "conversation.item.input_audio_transcription.completed", "languages": [["code": "de"]],
            ]
        )
        #expect(said == [["type": "conversation.item.input_audio_transcription.completed"]])
        #expect(translation.takeLosses() == [.transcriptionLanguages])
    }

    @Test("Every loss that is reported is shown by these tests, and no other is")
    func complete() {
        let shown = Set(Self.events.map(\.loss)).union(RandomSession.losses)
            .union(DialectServerEventTests.suppressed.compactMap(\.loss)).union([.temperature])
        #expect(shown == Set(Loss.allCases.filter { [.dropped, .kept].contains($0.entry.fate) }))
    }

    @Test("Names of losses are names of metrics")
    func names() {
        for loss in Loss.allCases { #expect(loss.rawValue.wholeMatch(of: /[a-z_]+/) != nil) }
    }

    @Test("Nothing that a peer sends traps, in any direction", arguments: Seed.some(20))
    func damaged(_ seed: Seed) throws {
        let folders = ["ga/client", "ga/server", "preview/client", "preview/server"]
        let examples = folders.flatMap { ProtocolData.examples($0) }.compactMap(\.json.object)
        var mutation = Mutation(random: seed.generator)
        for kind in [SessionKind.realtime, .transcription] {
            var translation = try preview(kind)
            for example in examples {
                var event = example
                for _ in 0..<3 {
                    event = mutation.mutate(event)
                    _ = try? translation.toGA(clientEvent: .object(event))
                    _ = translation.fromGA(clientEvent: .object(event))
                    for said in translation.fromGA(serverEvent: .object(event)) { try hold(said) }
                    for said in translation.toGA(serverEvent: .object(event)) { try hold(said) }
                    _ = try? translation.read(sessionRequest: event["session"] ?? .object(event))
                }
            }
        }
    }

    /// No name comes twice, so that what is written can be read.
    private func hold(_ json: JSON) throws { #expect(try JSON(parsing: json.text) == json) }
}

/// A session of GA's with some fields and not others, what of it the Preview can say, and what is lost.
private struct RandomSession {
    var said: JSON
    var sayable: JSON
    var losses: Set<Loss> = []

    struct Choice {
        let path: String
        let said: JSON
        let sayable: JSON?
        let loss: Loss?

        init(_ path: String, _ said: JSON, as sayable: JSON?, losing loss: Loss? = nil) {
            self.path = path
            self.said = said
            self.sayable = sayable
            self.loss = loss
        }

        /// The same in both.
        init(_ path: String, _ said: JSON) { self.init(path, said, as: said) }
    }

    static let losses = Set((realtime + hearing).compactMap(\.loss))

    init(_ kind: SessionKind, _ random: inout SplitMix64) {
        said = ["type": .string(kind.rawValue)]
        sayable = said
        let choices = Self.hearing + (kind == .realtime ? Self.realtime : [])
        for (path, values) in Dictionary(grouping: choices, by: \.path).sorted(by: { $0.key < $1.key }) {
            guard Bool.random(using: &random), let choice = values.randomElement(using: &random) else { continue }
            let names = path.split(separator: ".").map { String($0) }
            said = said.putting(choice.said, at: names[...])
            if let value = choice.sayable { sayable = sayable.putting(value, at: names[...]) }
            if let loss = choice.loss { losses.insert(loss) }
        }
    }

    private static let function = DialectSessionTests.function
    private static let mcp: JSON = ["type": "mcp", "server_label": "a"]
    private static let ratio: JSON = ["type": "retention_ratio", "retention_ratio": 0.5.json]
    private static let whisper: JSON = ["model": "w"]
    private static let near: JSON = ["type": "near_field"]

    private static let realtime: [Choice] = [
        Choice("instructions", ""),
        Choice("instructions", "Be kind."),
        Choice("model", "m"),
        Choice("output_modalities", ["audio"]),
        Choice("output_modalities", ["text"]),
        Choice("tracing", .null),
        Choice("tracing", "auto"),
        Choice("prompt", .null),
        Choice("prompt", ["id": "p", "version": nil]),
        Choice("max_output_tokens", 5),
        Choice("max_output_tokens", "inf"),
        Choice("audio.output.speed", 1.25.json),
        Choice("audio.output.format", ["type": "audio/pcma"]),
        Choice("audio.output.format", ["type": "audio/pcm", "rate": 24_000]),
        Choice("audio.output.voice", "sage"),
        Choice("audio.output.voice", "marin", as: "marin", losing: .newVoice),
        Choice("audio.output.voice", ["id": "voice_1"], as: nil, losing: .customVoice),
        Choice("tools", []),
        Choice("tools", [function, mcp], as: [function], losing: .mcp),
        Choice("tools", [function.with("strict", true)], as: [function], losing: .strictFunctions),
        Choice("tool_choice", "none"),
        Choice("tool_choice", mcp, as: nil, losing: .mcp),
        Choice("truncation", "auto"),
        Choice("truncation", ratio, as: nil, losing: .retentionRatio),
        Choice("reasoning", ["effort": "low"], as: nil, losing: .reasoning),
        Choice("parallel_tool_calls", true, as: nil),
        Choice("parallel_tool_calls", false, as: nil, losing: .parallelToolCalls),
    ]

    private static let hearing: [Choice] = [
        Choice("include", .null),
        Choice("include", ["item.input_audio_transcription.logprobs"]),
        Choice("audio.input.format", ["type": "audio/pcmu"]),
        Choice("audio.input.turn_detection", .null),
        Choice("audio.input.turn_detection", ["type": "server_vad", "idle_timeout_ms": 5_000]),
        Choice("audio.input.transcription", .null),
        Choice("audio.input.transcription", whisper),
        Choice(
            "audio.input.transcription",
            whisper.with("languages", ["de"]),
            as: whisper,
            losing: .transcriptionLanguages
        ),
        Choice(
            "audio.input.transcription",
            whisper.with("keywords", ["x"]),
            as: whisper,
            losing: .transcriptionKeywords
        ),
        Choice("audio.input.transcription", whisper.with("delay", "low"), as: whisper, losing: .transcriptionDelay),
        Choice("audio.input.noise_reduction", .null),
        Choice("audio.input.noise_reduction", near.with("strength", 1), as: near),
        Choice("audio.input.noise_reduction", near.with("strength", 0.5.json), as: near, losing: .noiseStrength),
    ]
}

extension JSON {
    fileprivate func putting(_ value: JSON, at path: ArraySlice<String>) -> JSON {
        guard let name = path.first else { return value }
        return with(name, (self[name] ?? [:]).putting(value, at: path.dropFirst()))
    }
}
