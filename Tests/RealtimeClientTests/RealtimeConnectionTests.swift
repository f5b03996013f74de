import Bytes
import HTTP
import NetIO
import RealtimeAPI
import RealtimeClient
import TestSupport
import Testing

@Suite("A realtime connection", .timeLimit(.minutes(1)))
struct RealtimeConnectionTests {
    private func endpoint(_ server: ScriptedServer) -> RealtimeEndpoint {
        RealtimeEndpoint(server.base, purpose: .conversation(model: "gpt realtime/2"), credential: .key("k"))
    }

    private static let speech =
        #"{"type":"input_audio_buffer.speech_started","event_id":"e1","audio_start_ms":20,"item_id":"i"}"#
    private static let unknown = #"{"type":"galaxy.formed","event_id":"e2","stars":[1,2]}"#

    @Test("Events come in order; unknown ones are delivered, damaged ones reported, and the stream goes on")
    func events() async throws {
        try await ScriptedServer.run { channel in
            for text in [Self.unknown, "{", "[]", #"{"type":7}"#] { channel.send(text) }
            channel.send(binary: [1, 2])
            channel.send(Self.speech)
            channel.close(code: 1_000)
        } _: { server in
            let received = try await RealtimeConnection.withConnection(to: endpoint(server)) { connection in
                var received: [ReceivedEvent] = []
                for try await event in connection.events { received.append(event) }
                #expect(await connection.end == .closedByServer(code: 1_000, reason: ""))
                return received
            }
            let started = SpeechStarted {
                $0.audioStartMilliseconds = 20
                $0.itemID = "i"
            }
            let stars = JSONObject(uniqueMembers: [JSONObject.Member("stars", [1, 2])])
            try #require(received.count == 6)
            #expect(received[0] == .event(Identified(eventID: "e2", .unknown(type: "galaxy.formed", stars))))
            guard case .damaged(let damaged) = received[1], case .notJSON = damaged.reason else {
                Issue.record("\(received[1])")
                return
            }
            #expect(damaged.bytes == Array("{".utf8))
            #expect(received[2] == .damaged(DamagedMessage(.notAnObject, Array("[]".utf8))))
            #expect(received[3] == .damaged(DamagedMessage(.withoutType, Array(#"{"type":7}"#.utf8))))
            #expect(received[4] == .damaged(DamagedMessage(.binary, [1, 2])))
            #expect(received[5] == .event(Identified(eventID: "e1", .speechStarted(started))))
        }
    }

    @Test("What is sent arrives as its event, audio by its own path too")
    func sending() async throws {
        let (heard, ear) = AsyncStream.makeStream(of: String.self)
        try await ScriptedServer.run(received: { text, _ in ear.yield(text) }) { server in
            try await RealtimeConnection.withConnection(to: endpoint(server)) { connection in
                try await connection.send(.inputAudioClear(NoFields()), eventID: "mine")
                try await connection.append(audio: [1, 2, 3, 4])
                try await connection.append(samples: [0x0201, 0x0403])
            }
            ear.finish()
        }
        var texts: [String] = []
        for await text in heard { texts.append(text) }
        let append = #"{"type":"input_audio_buffer.append","audio":"AQIDBA=="}"#
        #expect(texts == [#"{"type":"input_audio_buffer.clear","event_id":"mine"}"#, append, append])
    }

    @Test("The request names model, key and headers")
    func request() async throws {
        try await ScriptedServer.run { server in
            var endpoint = endpoint(server)
            endpoint.headers = [RealtimeEndpoint.Header("X-Trace", "t")]
            try await RealtimeConnection.withConnection(to: endpoint) { _ in }
            let head = try #require(server.handler.requests.withLock { $0.first })
            #expect(head.target == "/v1/realtime?model=gpt%20realtime%2F2")
            #expect(head.headers["Authorization"] == "Bearer k")
            #expect(head.headers["X-Trace"] == "t")
        }
    }

    @Test("The connection is closed whatever the body does", arguments: [false, true])
    func closing(_ throwing: Bool) async throws {
        struct Failure: Error {}
        try await ScriptedServer.run { server in
            do {
                try await RealtimeConnection.withConnection(to: endpoint(server)) { _ in
                    if throwing { throw Failure() }
                }
                #expect(!throwing)
            } catch { #expect(error is Failure) }
            var ends = server.handler.ends.makeAsyncIterator()
            #expect(await ends.next() == .closedByPeer(.normal, reason: ""))
        }
    }

    @Test("A close that is none of the usual is thrown after what came before, with its code and reason")
    func closedByServer() async throws {
        try await ScriptedServer.run { channel in
            channel.send(Self.unknown)
            channel.close(code: 3_000, reason: "invalid_request_error.session_expired")
        } _: { server in
            let end = ConnectionEnd.closedByServer(code: 3_000, reason: "invalid_request_error.session_expired")
            try await RealtimeConnection.withConnection(to: endpoint(server)) { connection in
                var iterator = connection.events.makeAsyncIterator()
                let first = try await iterator.next()
                #expect(first?.event?.type == "galaxy.formed")
                await #expect(throws: RealtimeClientError.ended(end)) { try await iterator.next() }
                #expect(await connection.end == end)
                await #expect(throws: RealtimeClientError.ended(end)) {
                    try await connection.send(.inputAudioClear(NoFields()))
                }
            }
        }
    }

    @Test("A connection that breaks is lost")
    func lost() async throws {
        try await ScriptedServer.run(
            received: { _, channel in channel.abort() },
            { server in
                await #expect(throws: RealtimeClientError.ended(.lost)) {
                    try await RealtimeConnection.withConnection(to: endpoint(server)) { connection in
                        try await connection.send(.inputAudioClear(NoFields()))
                        for try await _ in connection.events {}
                    }
                }
            }
        )
    }

    @Test("A refusal has its status and the server's error")
    func refused() async throws {
        let body = #"{"error":{"type":"invalid_request_error","code":"invalid_api_key","message":"No.","param":null}}"#
        try await ScriptedServer.run(refusal: (ResponseHead(status: 401), Array(body.utf8))) { server in
            let error = APIError(type: .invalidRequest, code: "invalid_api_key", message: "No.")
            await #expect(throws: RealtimeClientError.refused(status: 401, error)) {
                try await RealtimeConnection.withConnection(to: endpoint(server)) { _ in }
            }
        }
    }

    @Test("Nobody there is no connection")
    func nobody() async throws {
        do {
            try await withClosedPort { port in
                let endpoint = RealtimeEndpoint("http://127.0.0.1:\(port)", purpose: .transcription)
                try await RealtimeConnection.withConnection(to: endpoint) { _ in }
            }
            Issue.record("there was a connection")
        } catch RealtimeClientError.cannotConnect {}
    }

    @Test("A reader that does not read holds the server back, and then gets every event in order")
    func backPressure() async throws {
        let count = 4_000
        let padding = String(repeating: "x", count: 10_000)
        let channels = Lock<WebSocketChannel?>(nil)
        try await ScriptedServer.run { channel in
            channels.withLock { $0 = channel }
            for number in 0..<count { channel.send(#"{"type":"n","n":\#(number),"padding":"\#(padding)"}"#) }
        } _: { server in
            var configuration = RealtimeConnection.Configuration()
            configuration.receivedBytesMax = 100_000
            try await RealtimeConnection.withConnection(
                to: endpoint(server),
                configuration: configuration
            ) { connection in
                // The kernel's buffers are full when the server's queue stops falling.
                let last = await settled(on: server.loop, and: NetIOConnector.sharedLoop) {
                    channels.withLock { $0?.queuedBytes ?? 0 }
                }
                #expect(last > 20_000_000, "40 MB were sent; the client takes what it may keep and no more")
                var next = 0
                for try await received in connection.events {
                    guard case .unknown("n", let object) = received.event else { continue }
                    #expect(object["n"]?.int == next)
                    next += 1
                    if next == count { break }
                }
                #expect(next == count)
            }
        }
    }

    @Test("Sending waits while the server does not read, and goes on when it does")
    func sendingWaits() async throws {
        let channels = Lock<WebSocketChannel?>(nil)
        let heard = Lock(0)
        try await ScriptedServer.run(
            opened: { channel in
                channels.withLock { $0 = channel }
                channel.pauseReading()
            },
            received: { _, _ in heard.withLock { $0 += 1 } },
            { server in
                var configuration = RealtimeConnection.Configuration()
                configuration.sentBytesMax = 100_000
                let audio = [UInt8](repeating: 0, count: 300_000)
                try await RealtimeConnection.withConnection(
                    to: endpoint(server),
                    configuration: configuration
                ) { connection in
                    let sent = Lock(0)
                    let sending = Task {
                        for _ in 0..<100 {
                            try await connection.append(audio: audio)
                            sent.withLock { $0 += 1 }
                        }
                    }
                    let last = await settled(on: server.loop, and: NetIOConnector.sharedLoop) {
                        sent.withLock { $0 }
                    }
                    #expect(last < 60, "the kernel's buffers and ours, and no more")
                    await server.loop.run { channels.withLock { $0 }?.resumeReading() }
                    try await sending.value
                }
                #expect(heard.withLock { $0 } == 100)
            }
        )
    }

    @Test("A cancelled task stops waiting, to read and to send", arguments: [false, true])
    func cancelled(_ sends: Bool) async throws {
        try await ScriptedServer.run {
            $0.pauseReading()
        } _: { server in
            var configuration = RealtimeConnection.Configuration()
            configuration.sentBytesMax = 0
            // The server is deaf: nobody waits long for its answer to the close.
            var connector = NetIOConnector()
            connector.options.closeTimeout = .milliseconds(50)
            try await RealtimeConnection.withConnection(
                to: endpoint(server),
                configuration: configuration,
                by: connector
            ) { connection in
                let task = Task {
                    if sends {
                        while true { try await connection.append(audio: [UInt8](repeating: 0, count: 1 << 20)) }
                    } else {
                        for try await _ in connection.events {}
                    }
                }
                task.cancel()
                await #expect(throws: RealtimeClientError.cancelled) { try await task.value }
            }
        }
    }
}
