import RealtimeAPI
import RealtimeEngine
import Testing

@Suite("InputTurns, at the buffer's limit")
struct InputTurnsLimitsTests {
    @Test("A buffer that is full in the middle of a turn becomes its item, and the turn goes on as another")
    func fullInTurn() throws {
        var stand = TurnsStand(InputTurnsTests.rules, bufferBytesMax: 10 * 768 * 2)
        #expect(try stand.append(frames: 10, speech: true).committed.isEmpty)
        let events = try stand.append(frames: 1, speech: true)
        let samples = Tape.samples(from: .zero, to: .milliseconds(320))
        #expect(
            events.spoken == [
                .closed("item_1", end: .milliseconds(320), by: .bufferFull), .committed("item_1", samples),
                .opened("item_2", start: .milliseconds(320)),
            ]
        )
        #expect(stand.fed["item_1"] == samples)
        #expect(stand.fed["item_2"] == Tape.samples(from: .milliseconds(320), to: .milliseconds(352)))
    }

    @Test("A buffer that is full of what the client takes refuses more, and keeps what it has")
    func fullByHand() throws {
        var stand = TurnsStand(nil, bufferBytesMax: 4_800)
        _ = try stand.append(Ticks(2_400))
        let error = #expect(throws: APIError.self) { try stand.append(Ticks(1)) }
        #expect(error?.code == "input_audio_buffer_full")
        #expect(try stand.commit().committed.map(\.samples) == [Tape.samples(from: 0, count: 2_400)])
        #expect(try stand.append(Ticks(2_400)).isEmpty)
    }

    @Test("Silence before a turn never fills the buffer: the oldest of it goes")
    func fullOfSilence() throws {
        var stand = TurnsStand(InputTurnsTests.rules, bufferBytesMax: 48_000)
        for _ in 0..<20 { _ = try stand.append(.milliseconds(160)) }
        #expect(stand.turns.buffer.byteCount <= 48_000)
        #expect(stand.turns.buffer.end == Ticks.milliseconds(3_200))
    }

    @Test(
        "An append that no empty buffer could hold is refused, and the turn stays as it was",
        arguments: [false, true]
    )
    func tooLarge(_ isSpeaking: Bool) throws {
        var stand = TurnsStand(InputTurnsTests.rules, bufferBytesMax: 48_000)
        _ = try stand.append(frames: 5, speech: isSpeaking)
        let before = stand.turns
        #expect(throws: APIError.bufferFull(limit: 48_000)) { try stand.append(Ticks(24_001)) }
        #expect(stand.turns == before)
    }
}
