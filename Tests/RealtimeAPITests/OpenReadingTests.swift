import Bytes
import RealtimeAPI
import TestSupport
import Testing

/// What a gateway lives by: whatever a peer says, it is read, and nothing of it is lost.
@Suite("Open reading")
struct OpenReadingTests {
    @Test("A damaged event is read, and written again as it was", arguments: Seed.some(200))
    func losesNothing(_ seed: Seed) throws {
        var mutation = Mutation(random: seed.generator)
        for _ in 0..<50 {
            let server = try #require(ExamplesTests.servers.randomElement(using: &mutation.random)).mutable
            let heard = mutation.damage(server.event)
            let event = try #require(ServerEvent.read(heard, in: server.session))
            #expect(event.event.json(eventID: event.eventID) == .object(heard), "\(JSON.object(heard).text)")

            let client = try #require(ExamplesTests.clients.randomElement(using: &mutation.random)).mutable
            let said = mutation.damage(client.event)
            let read = try #require(ClientEvent.read(openly: said, in: client.session))
            #expect(read.event.json(eventID: read.eventID) == .object(said), "\(JSON.object(said).text)")
        }
    }

    @Test("Strict reading of a damaged event refuses or says the same again", arguments: Seed.some(200))
    func strict(_ seed: Seed) throws {
        var mutation = Mutation(random: seed.generator)
        for _ in 0..<50 {
            let client = try #require(ExamplesTests.clients.randomElement(using: &mutation.random)).mutable
            let said = mutation.damage(client.event)
            let read = Result { try ClientEvent.read(strictly: .object(said), in: client.session, .media) }
            guard case .success(let read) = read else { continue }
            var expected = said
            if said["event_id"] == .null { expected["event_id"] = nil }
            #expect(leftovers(in: read.event) == [])
            #expect(read.event.json(eventID: read.eventID) == .object(expected), "\(JSON.object(said).text)")
        }
    }

    @Test("An event of a kind that is not known is kept whole")
    func unknownKind() throws {
        let object: JSONObject = ["type": "response.novel.delta", "event_id": "event_1", "delta": ["x": 15]]
        let read = try #require(ServerEvent.read(object))
        #expect(read.eventID == "event_1")
        #expect(read.event == .unknown(type: "response.novel.delta", ["delta": ["x": 15]]))
        #expect(
            read.event.json(eventID: "event_2") == [
                "type": "response.novel.delta", "event_id": "event_2", "delta": ["x": 15],
            ]
        )
    }

    @Test("An event id that is no text is kept, until another takes its place", arguments: [nil, 7, ["a"]] as [JSON])
    func oddEventID(_ id: JSON) throws {
        let object: JSONObject = ["type": "input_audio_buffer.cleared", "event_id": id]
        let read = try #require(ServerEvent.read(object))
        #expect(read.eventID == nil)
        #expect(read.event.json(eventID: nil) == .object(object))
        #expect(read.event.json(eventID: "event_1") == ["type": "input_audio_buffer.cleared", "event_id": "event_1"])
    }

    @Test("Without a type in words there is no event", arguments: [[:], ["type": nil], ["type": 3]] as [JSONObject])
    func noType(_ object: JSONObject) {
        #expect(ServerEvent.read(object) == nil)
        #expect(ClientEvent.read(openly: object, in: .realtime) == nil)
    }
}

extension Example {
    fileprivate var mutable: (event: JSONObject, session: SessionKind) {
        (json.object!, path.hasPrefix("translation/") ? .translation : .realtime)
    }
}

extension Mutation {
    /// One to three changes.
    fileprivate mutating func damage(_ event: JSONObject) -> JSONObject {
        (0..<Int.random(in: 1...3, using: &random)).reduce(event) { damaged, _ in mutate(damaged) }
    }
}
