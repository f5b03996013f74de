import Bytes
import RealtimeAPI
import TestSupport
import Testing

@Suite("Append frame")
struct AppendFrameTests {
    @Test("The plain event is cut out of its bytes")
    func plain() throws {
        let text = #"{"event_id":"event_1","type":"input_audio_buffer.append","audio":"AAAA"}"#
        let frame = try #require(scan(text))
        #expect(frame.type == .inputAudioBufferAppend)
        #expect(frame.eventID == "event_1")
        #expect(String(decoding: Array(text.utf8)[frame.audio], as: UTF8.self) == "AAAA")
    }

    @Test("A translation session's event is told apart")
    func translation() {
        #expect(
            scan(#"{"type":"session.input_audio_buffer.append","audio":""}"#)?.type == .sessionInputAudioBufferAppend
        )
    }

    static let notSimple: [String] = [
        "", "{", "{}", "[]", "null", "\"\"", #"{"type":"input_audio_buffer.append"}"#, #"{"audio":"AAAA"}"#,
        #"{"type":"input_audio_buffer.commit","audio":"AAAA"}"#,
        #"{"type":"input_audio_buffer.appendx","audio":"AAAA"}"#,
        #"{"type":"input_audio_buffer.append","audio":"AAAA"} x"#,
        #"{"type":"input_audio_buffer.append","audio":"AAAA"}}"#,
        #"{"type":"input_audio_buffer.append","audio":"AAAA",}"#,
        #"{"type":"input_audio_buffer.append","audio":"AAAA""#,
        #"{"type":"input_audio_buffer.append","audio":"AAAA"#, #"{"type":"input_audio_buffer.append" "audio":"AAAA"}"#,
        #"{"type":"input_audio_buffer.append","audio":"AAAA","audio":"AAAA"}"#,
        #"{"type":"input_audio_buffer.append","audio":"AA\/A"}"#,
        #"{"type":"input_audio_buffer.append","type":"input_audio_buffer.append","audio":"AAAA"}"#,
        #"{"type":"input_audio_buffer.append","audio":"AA\"A"}"#,
        #"{"type":"input_audio_buffer.\u0061ppend","audio":"AAAA"}"#,
        #"{"type":"input_audio_buffer.append","\u0061udio":"AAAA"}"#,
        #"{"type":"input_audio_buffer.append","audio":null}"#,
        #"{"type":"input_audio_buffer.append","audio":"AAAA","event_id":"a\n"}"#,
        #"{"type":"input_audio_buffer.append","audio":"AAAA","event_id":1}"#,
        "{\"type\":\"input_audio_buffer.append\",\"audio\":\"AAAA\",\"event_id\":\"a\n\"}",
        #"{"type":"input_audio_buffer.append","audio":"AAAA","event_id":"a","event_id":"b"}"#,
        #"{"type":"input_audio_buffer.append","audio":"AAAA","other":"x"}"#,
        #"{"type":"input_audio_buffer.append","audio":"AAAA","x":{}}"#,
        "\u{FEFF}{\"type\":\"input_audio_buffer.append\",\"audio\":\"AAAA\"}",
        #"{"Type":"input_audio_buffer.append","audio":"AAAA"}"#,
    ]

    @Test("What is wrong or unusual is left to the general path", arguments: notSimple)
    func leavesToTheGeneralPath(_ text: String) {
        #expect(scan(text) == nil)
    }

    @Test("An event_id that is not UTF-8 or very long is left to the general path")
    func eventIDs() {
        let head = Array(#"{"type":"input_audio_buffer.append","audio":"","event_id":""#.utf8)
        let tail = Array("\"}".utf8)
        #expect(scan(head + [0xC3, 0x28] + tail) == nil)
        #expect(scan(head + [UInt8](repeating: 0x61, count: 512) + tail)?.eventID?.utf8.count == 512)
        #expect(scan(head + [UInt8](repeating: 0x61, count: 513) + tail) == nil)
    }

    @Test(
        "Generated frames, in every order and with white space, read as the general path reads them",
        arguments: seeds
    )
    func generated(_ seed: UInt64) throws {
        var random = Random(state: seed)
        for _ in 0..<200 {
            let bytes = random.frame()
            let frame = try #require(scan(bytes))
            try #require(agrees(frame, bytes))
        }
    }

    @Test("Whatever comes, the fast path says what the general path says, or nothing", arguments: seeds)
    func mutated(_ seed: UInt64) throws {
        var random = Random(state: seed)
        var answered = 0
        for _ in 0..<2_000 {
            var bytes = random.frame()
            for _ in 0..<Int.random(in: 1...3, using: &random) { random.mutate(&bytes) }
            guard let frame = scan(bytes) else { continue }
            answered += 1
            try #require(agrees(frame, bytes), "\(String(decoding: bytes, as: UTF8.self))")
        }
        #expect((50..<1_950).contains(answered), "the mutations must be neither all harmless nor all fatal")
    }

    static let seeds: [UInt64] = (1...10).map { 0x152A_2CB6_5E51_7B34 &* $0 }

    private func scan(_ text: String) -> AppendFrame? { scan(Array(text.utf8)) }

    private func scan(_ bytes: [UInt8]) -> AppendFrame? { bytes.withUnsafeBytes { AppendFrame(scanning: $0) } }

    /// Whether the general path reads the same. Only where the audio is not base64 may it refuse what was scanned: the
    /// decoder then refuses the frame too.
    private func agrees(_ frame: AppendFrame, _ bytes: [UInt8]) -> Bool {
        guard (try? Base64.decode(Array(bytes[frame.audio]))) != nil || isReadable(bytes) else { return true }
        guard let event = try? JSON(parsing: bytes).object else { return false }
        var expected: JSONObject = [
            "type": .string(frame.type.rawValue),
            "audio": .string(String(decoding: bytes[frame.audio], as: UTF8.self)),
        ]
        expected["event_id"] = frame.eventID.map { .string($0) }
        return event == expected
    }

    private func isReadable(_ bytes: [UInt8]) -> Bool { (try? JSON(parsing: bytes)) != nil }
}

/// Random frames.
private struct Random: RandomNumberGenerator {
    private var source: SplitMix64

    init(state: UInt64) { source = SplitMix64(state: state) }

    mutating func next() -> UInt64 { source.next() }

    mutating func frame() -> [UInt8] {
        let audio = (0..<Int.random(in: 0...60, using: &self)).map { _ in UInt8.random(in: 0...255, using: &self) }
        let type = AppendFrame.EventType.allCases.randomElement(using: &self)!.rawValue
        var members = [("type", type), ("audio", Base64.encode(audio))]
        if Bool.random(using: &self) {
            members.append(("event_id", ["", "event_1", "é𝄞"].randomElement(using: &self)!))
        }
        let texts = members.shuffled(using: &self).map { name, value in
            "\(space())\"\(name)\"\(space()):\(space())\"\(value)\"\(space())"
        }
        return Array("\(space()){\(texts.joined(separator: ","))}\(space())".utf8)
    }

    mutating func mutate(_ bytes: inout [UInt8]) {
        guard let place = bytes.indices.randomElement(using: &self) else { return }
        let byte = Array("{}[]\",:\\aA/=- \n\u{1}e".utf8).randomElement(using: &self)!
        switch Int.random(in: 0..<5, using: &self) {
        case 0: bytes[place] = byte
        case 1: bytes.remove(at: place)
        case 2: bytes.insert(byte, at: place)
        case 3: bytes[place] = UInt8.random(in: 0...255, using: &self)
        default: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + 12)], at: place)
        }
    }

    private mutating func space() -> String {
        Int.random(in: 0..<3, using: &self) == 0 ? [" ", "\n", "\t\r ", "  "].randomElement(using: &self)! : ""
    }
}
