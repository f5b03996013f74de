import RealtimeAPI
import RealtimeEngine
import Testing

@Suite("Outbox")
struct OutboxTests {
    @Test("Every event gets an id of its own, in the order in which it is sent")
    func send() {
        var outbox = Outbox(ids: .numbered)
        outbox.send(.inputAudioCleared(NoFields()))
        outbox.perform(.dropAudio)
        outbox.send(.inputAudioCleared(NoFields()), to: .one(AttachmentID(2)))
        #expect(
            outbox.actions == [
                .send(.inputAudioCleared(NoFields()), eventID: "event_1", to: .all),
                .dropAudio,
                .send(.inputAudioCleared(NoFields()), eventID: "event_2", to: .one(AttachmentID(2))),
            ]
        )
    }

    @Test("A refusal goes to its sender alone and names their event", arguments: [nil, "mine"])
    func refuse(_ eventID: String?) {
        var outbox = Outbox(ids: .numbered)
        outbox.refuse(.nothingToCancel, Sender(AttachmentID(7), eventID: eventID))
        let event = ServerEvent.error(ErrorEvent(.nothingToCancel, eventID: eventID))
        #expect(outbox.actions == [.send(event, eventID: "event_1", to: .one(AttachmentID(7)))])
    }

    @Test("What was drained is not told again")
    func drain() {
        var outbox = Outbox(ids: .numbered)
        outbox.perform(.dropAudio)
        let first = outbox.drain()
        let second = outbox.drain()
        #expect(first == [.dropAudio] && second.isEmpty)
    }
}
