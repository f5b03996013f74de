import Bytes
import RealtimeAPI
import RealtimeEngine
import TestSupport
import Testing

@Suite("SessionSettings, walked")
struct SettingsWalkTests {
    /// What a client may set on its own, with values that differ.
    private static let pool: [(path: String, values: [JSON])] = [
        ("instructions", ["", "Be brief.", "Sing."]),
        ("output_modalities", [["text"], ["audio"]]),
        ("parallel_tool_calls", [true, false]),
        ("max_output_tokens", [1, 4_096, "inf"]),
        ("truncation", ["auto", "disabled"]),
        ("tool_choice", ["auto", "none"]),
        ("include", [nil, []]),
        ("audio.output.voice", ["alloy", "ash", "marin"]),
        ("audio.output.speed", [1, JSON(half: 1), JSON(half: 3)]),
        ("audio.input.noise_reduction.strength", [0, 1]),
        ("audio.input.turn_detection.threshold", [0, 1]),
        ("audio.input.turn_detection.prefix_padding_ms", [0, 300, 900]),
        ("audio.input.turn_detection.silence_duration_ms", [0, 200, 500]),
        ("audio.input.turn_detection.create_response", [true, false]),
        ("audio.input.turn_detection.interrupt_response", [true, false]),
        ("audio.input.turn_detection.idle_timeout_ms", [nil, 5_000, 30_000]),
        ("audio.input.transcription.model", ["whisper-1", "gpt-4o-transcribe"]),
        ("audio.input.transcription.language", [nil, "de", "en"]),
        ("audio.input.transcription.prompt", [nil, "Names: Ada"]),
    ]

    static let paths = pool.map(\.path)

    @Test(
        "Any fields are changed as each alone, all others stay, and what is told may be sent back",
        arguments: Seed.some(200)
    )
    func walk(_ seed: Seed) throws {
        var random = seed.generator
        var stand = UpdateStand()
        try stand.update(
            #""audio":{"input":{"noise_reduction":{"type":"near_field"},"transcription":{"model":"whisper-1"}}}"#
        )
        for _ in 0..<10 {
            let before = Self.paths.map { stand.told($0) }
            var session: JSON = ["type": "realtime"]
            var given: [String: JSON] = [:]
            for (path, values) in Self.pool where Int.random(in: 0..<4, using: &random) == 0 {
                given[path] = values[Int.random(in: 0..<values.count, using: &random)]
                session = session.setting(path.split(separator: ".")[...], given[path] ?? nil)
            }
            if session["audio"]?["input"]?["turn_detection"] != nil {
                session = session.setting(["audio", "input", "turn_detection", "type"], "server_vad")
            }
            let update = try RealtimeSession.read(session, .strict)
            stand.settings = try stand.settings.updated(by: update, stand.circumstances)
            for (path, old) in zip(Self.paths, before) { #expect(stand.told(path) == given[path] ?? old, "\(path)") }
            try expectNothingChanges(stand)
        }
    }

    /// A client may keep what it was told, and send all of it back.
    private func expectNothingChanges(_ stand: UpdateStand) throws {
        guard case .object(var told) = stand.wire else { return }
        for name in ["object", "id", "expires_at"] { told[name] = nil }
        let same = try stand.settings.updated(by: RealtimeSession.read(.object(told), .strict), stand.circumstances)
        #expect(same == stand.settings)
    }
}

extension JSON {
    /// So many halves.
    fileprivate init(half count: Int) { self = JSONNumber(Double(count) / 2).map { .number($0) } ?? .null }

    fileprivate func setting(_ path: ArraySlice<Substring>, _ value: JSON) -> JSON {
        guard let name = path.first.map(String.init) else { return value }
        var object = object ?? JSONObject()
        object[name] = (object[name] ?? .object(JSONObject())).setting(path.dropFirst(), value)
        return .object(object)
    }
}
