import Bytes
import RealtimeAPI
import Testing

@Suite("Audio delta")
struct AudioDeltaTests {
    static let deltas: [AudioDelta] = [
        AudioDelta(eventID: "event_1", responseID: "resp_1", itemID: "item_1", outputIndex: 0, contentIndex: 0),
        AudioDelta(
            eventID: "event_2",
            responseID: "resp_2",
            itemID: "item_2",
            outputIndex: 12,
            contentIndex: 345,
            obfuscation: "aB3x"
        ),
        AudioDelta(eventID: "", responseID: "", itemID: "", outputIndex: 0, contentIndex: 0, obfuscation: ""),
        AudioDelta(
            eventID: "\"quoted\"",
            responseID: "back\\slash",
            itemID: "line\n\u{1}é𝄞",
            outputIndex: .max,
            contentIndex: .min,
            obfuscation: "a\tb"
        ),
    ]

    @Test("The event is what the general writer makes of its members, in this order", arguments: deltas)
    func equalsGeneralWriter(_ delta: AudioDelta) throws {
        for count in [0, 1, 2, 3, 4_800] {
            let audio = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 167) }
            var event: JSONObject = [
                "type": "response.output_audio.delta",
                "event_id": .string(delta.eventID),
                "response_id": .string(delta.responseID),
                "item_id": .string(delta.itemID),
                "output_index": .number(JSONNumber(delta.outputIndex)),
                "content_index": .number(JSONNumber(delta.contentIndex)),
                "delta": .string(Base64.encode(audio)),
            ]
            event["obfuscation"] = delta.obfuscation.map { .string($0) }
            let written = delta.written(audio)
            #expect(try JSON(parsing: written) == .object(event))
            #expect(written == JSON.object(event).bytes)
        }
    }

    @Test("The room that is reserved is the room that is used", arguments: deltas)
    func reservesExactly(_ delta: AudioDelta) {
        for count in [0, 1, 2, 3, 100] {
            let written = delta.written([UInt8](repeating: 0, count: count))
            #expect(written.count == delta.writtenCount(audioBytes: count))
        }
    }

    @Test("Writing appends")
    func appends() {
        var bytes: [UInt8] = [1, 2, 3]
        Self.deltas[0].write(encoded: UnsafeRawBufferPointer(start: nil, count: 0), to: &bytes)
        #expect(bytes == [1, 2, 3] + Self.deltas[0].written([]))
    }
}

extension AudioDelta {
    fileprivate func written(_ audio: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        audio.withUnsafeBytes { write(encoded: $0, to: &bytes) }
        return bytes
    }
}
