import Bytes
import NetIO
import RealtimeAPI
import RealtimeEngine
import Speech
import TestSupport
import Testing

@Suite("Voices behind HTTP", .timeLimit(.minutes(1)))
struct SpokenHTTPTests {
    private static let second = StubServer.Step.bytes((0..<48_000).map { UInt8($0 % 251) })
    private static let head = StubServer.Step.send("HTTP/1.1 200 OK\r\nContent-Type: audio/pcm\r\n\r\n")

    private func speak(
        _ text: String,
        _ stub: StubServer,
        _ stand: BackEndStand,
        _ telling: Telling<SpeakingReport>,
        _ manner: SpeakingManner = SpeakingManner(voice: .named("alloy")),
        _ change: (inout SpeechOptions) -> Void = { _ in }
    ) async {
        var options = SpeechOptions(address: BackEndAddress(url: stub.url), model: "tiny")
        options.patience.retryWait = .milliseconds(1)
        change(&options)
        let speaker = SpokenHTTP(options, through: stand.clients)
        let loop = stand.loop
        await loop.run {
            telling.isAsking = true
            telling.speaking = speaker.speak(text, manner: manner, on: loop) { report in
                precondition(loop.isOnLoop && !telling.isAsking)
                telling.tell(report)
            }
            telling.isAsking = false
        }
    }

    private func spoken(
        _ scripts: [[StubServer.Step]],
        _ text: String = "Hello there.",
        _ manner: SpeakingManner = SpeakingManner(voice: .named("alloy")),
        _ change: (inout SpeechOptions) -> Void = { _ in }
    ) async throws -> (reports: [SpeakingReport], requests: [StubServer.Request]) {
        let stub = StubServer(scripts)
        let telling = Telling<SpeakingReport>()
        let reports = try await BackEndStand.run { stand in
            await speak(text, stub, stand, telling, manner, change)
            return await telling.until { $0.last?.isLast == true }
        }
        await stub.until { $0.ended == $0.connections }
        #expect(reports.count { $0.isLast } == 1)
        return (reports, stub.requests)
    }

    @Test("A clause is asked for and spoken")
    func clause() async throws {
        let (reports, requests) = try await spoken([[Self.head, Self.second]])
        #expect(reports.last == .finished)
        #expect(reports.said == "Hello there.")
        #expect(reports.samples.count == 24_000)
        #expect(requests.first?.target == "/v1/audio/speech")
        let expected: JSON = [
            "model": "tiny", "input": "Hello there.", "voice": "alloy", "response_format": "pcm",
        ]
        #expect(try JSON(parsing: requests.first?.body ?? []) == expected)
    }

    @Test("The manner is passed on as the server understands it")
    func manner() async throws {
        let manner = SpeakingManner(voice: .named("alloy"), speed: 1.25, instructions: "Whisper.")
        let (_, requests) = try await spoken([[Self.head, Self.second]], "Hi.", manner) {
            $0.voices = ["alloy": "af_bella"]
            $0.hasInstructions = true
            $0.extra = ["stream": true]
            $0.model = nil
        }
        let expected: JSON = [
            "input": "Hi.", "voice": "af_bella", "response_format": "pcm",
            "speed": .number(try #require(JSONNumber(1.25))), "instructions": "Whisper.",
            "stream": true,
        ]
        #expect(try JSON(parsing: requests.first?.body ?? []) == expected)
    }

    @Test("Which voices there are")
    func voices() {
        func speaker(_ change: (inout SpeechOptions) -> Void) -> SpokenHTTP {
            var options = SpeechOptions(address: BackEndAddress(url: "http://localhost/v1"), model: "tiny")
            change(&options)
            return SpokenHTTP(options, through: HTTPClients())
        }
        #expect(speaker { _ in }.voices == .any)
        #expect(speaker { $0.voices = ["b": "x", "a": "y"] }.voices == .only(["a", "b"]))
        #expect(
            speaker {
                $0.voices = ["b": "x"]; $0.voice = "y"
            }.voices == .any
        )
        var options = SpeechOptions(address: BackEndAddress(url: ""), model: nil)
        options.voices = ["alloy": "one"]
        options.voice = "two"
        func voice(_ voice: Voice) -> JSON? {
            SpeechRequest.body("a", SpeakingManner(voice: voice), options)["voice"]
        }
        #expect(voice(.named("alloy")) == "one")
        #expect(voice(.named("echo")) == "two")
        #expect(voice(.custom(CustomVoice { $0.id = "voice_1" })) == "voice_1")
    }

    @Test("White space is spoken without a server")
    func silence() async throws {
        let (reports, requests) = try await spoken([[]], " \n")
        #expect(reports == [.audio([], saying: " \n"), .finished])
        #expect(requests.isEmpty)
    }

    @Test("It is asked again before the first sound, and never after it")
    func retries() async throws {
        let (reports, requests) = try await spoken([[.json("{}", status: "500 Oops")], [Self.head, Self.second]])
        #expect(reports.last == .finished && requests.count == 2)
        let head = StubServer.Step.send("HTTP/1.1 200 OK\r\nContent-Type: audio/pcm\r\nContent-Length: 99999\r\n\r\n")
        let (cut, once) = try await spoken([[head, Self.second]])
        #expect(cut.samples.count > 20_000)
        #expect(cut.last == .failed(.modelFailed("The server of the voice ended the connection within its answer.")))
        #expect(once.count == 1)
    }

    @Test("Failures have the server's reason")
    func failures() async throws {
        let refused = StubServer.Step.json(#"{"detail":"Voice alloy not found"}"#, status: "400 Bad Request")
        let (reports, _) = try await spoken([[refused]])
        #expect(reports == [.failed(.modelFailed("The server of the voice answered 400: Voice alloy not found"))])
        let (stalled, _) = try await spoken([[.stall]]) { $0.patience.first = .milliseconds(30) }
        #expect(stalled.first?.isFailure == true)
        let (json, _) = try await spoken([[.json("{}")]])
        #expect(json.first?.isFailure == true)
    }

    @Test("Who cancels hears nothing more, and who holds nothing until it goes on")
    func cancelAndHold() async throws {
        let stub = StubServer([[Self.head, Self.second, .flood(String(repeating: "ab", count: 4_000))]])
        let telling = Telling<SpeakingReport>()
        telling.whenTold = { _ in if telling.parts.count == 1 { telling.speaking?.hold() } }
        try await BackEndStand.run { stand in
            await speak("Hello there.", stub, stand, telling)
            _ = await telling.until { $0.count == 1 }
            for _ in 0..<50 { await stand.onLoop {} }
            #expect(telling.parts.count == 1)
            await stand.onLoop { telling.speaking?.proceed() }
            _ = await telling.until { $0.count >= 3 }
            await stand.onLoop { telling.speaking?.cancel() }
            let count = telling.parts.count
            await stub.until { $0.ended == 1 }
            #expect(telling.parts.count == count)
        }
    }
}
