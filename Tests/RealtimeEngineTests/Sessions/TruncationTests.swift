import RealtimeAPI
import RealtimeEngine
import Testing

@Suite("Truncation by a client")
struct TruncationTests {
    private let client = Sender(AttachmentID(1), eventID: nil)

    /// An answer of so much audio, said to its end.
    private func answered(_ length: Ticks) throws -> (ConversationEngine, ItemID) {
        let configuration = SessionConfiguration(id: "sess_1", model: "gpt-realtime", startedAt: 0)
        var engine = try ConversationEngine(configuration, ids: .numbered)
        _ = engine.handle(.attached(client.attachment), at: Moment())
        let begun = engine.handle(.event(.responseCreate(ResponseCreate()), from: client), at: Moment())
        var moment: LimitMoment?
        for case .limit(let asked) in begun { moment = asked }
        let limit = try #require(moment)
        _ = engine.handle(.limited(limit, .unknown), at: Moment())
        let spoken = Samples(repeating: 1, count: length.count)
        let said = engine.handle(.responded(limit.response, .speech(spoken, saying: "Yes")), at: Moment())
        _ = engine.handle(.responded(limit.response, .end(.completed)), at: Moment())
        var item: ItemID?
        for case .audio(let audio) in said { item = audio.place.itemID }
        return (engine, try #require(item))
    }

    private func truncate(_ length: Ticks, at milliseconds: Int) throws -> ServerEvent? {
        var (engine, item) = try answered(length)
        let body = ItemTruncate {
            $0.itemID = item
            $0.audioEndMilliseconds = milliseconds
        }
        for case .send(let event, _, _) in engine.handle(.event(.itemTruncate(body), from: client), at: Moment()) {
            return event
        }
        return nil
    }

    @Test("Audio that ends within a millisecond may be truncated at the end of that millisecond")
    func roundedUp() throws {
        guard case .itemTruncated(let event) = try truncate(Ticks(2_401), at: 101) else {
            Issue.record("refused")
            return
        }
        #expect(event.audioEndMilliseconds == 100)
    }

    @Test("Beyond that it is refused, however far", arguments: [102, 1_000_000, Int.max])
    func beyond(_ milliseconds: Int) throws {
        guard case .error(let event) = try truncate(Ticks(2_401), at: milliseconds) else {
            Issue.record("accepted")
            return
        }
        #expect(event.error.param.value == "audio_end_ms")
    }
}
