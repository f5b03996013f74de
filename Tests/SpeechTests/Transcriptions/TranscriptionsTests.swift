import Bytes
import HTTP
import NetIO
import RealtimeAPI
import RealtimeEngine
import Speech
import TestSupport
import Testing

@Suite("Recognisers behind HTTP", .timeLimit(.minutes(1)))
struct TranscriptionsTests {
    private static let hello = StubServer.Step.json(#"{"text":"Hello"}"#)

    private func listen(
        _ assignment: ListeningAssignment,
        _ stub: StubServer,
        _ stand: BackEndStand,
        _ telling: Telling<ListenerReport>,
        _ change: (inout TranscriptionOptions) -> Void = { _ in }
    ) async {
        var options = TranscriptionOptions(address: BackEndAddress(url: stub.url), model: "tiny")
        options.patience.retryWait = .milliseconds(1)
        change(&options)
        let recognizer = Transcriptions(options, through: stand.clients)
        let loop = stand.loop
        await loop.run {
            telling.listener = recognizer.session(on: loop).listen(assignment) { report in
                precondition(loop.isOnLoop && !telling.isAsking)
                telling.tell(report)
            }
        }
    }

    private func heard(
        _ scripts: [[StubServer.Step]],
        _ samples: Samples = Stand.tone(.milliseconds(300)),
        settings: TranscriptionSettings? = nil,
        wantsLogprobs: Bool = false,
        _ change: (inout TranscriptionOptions) -> Void = { _ in }
    ) async throws -> (reports: [ListenerReport], requests: [StubServer.Request]) {
        let stub = StubServer(scripts)
        let telling = Telling<ListenerReport>()
        let reports = try await BackEndStand.run { stand in
            let assignment = ListeningAssignment(.transcribe, settings: settings, wantsLogprobs: wantsLogprobs)
            await listen(assignment, stub, stand, telling, change)
            await stand.onLoop {
                telling.isAsking = true
                for start in stride(from: 0, to: samples.count, by: 480) {
                    telling.listener?.feed(Samples(samples[start..<min(start + 480, samples.count)]))
                }
                telling.listener?.finish()
                telling.isAsking = false
            }
            return await telling.until { $0.last?.isEnd == true }
        }
        await stub.until { $0.ended == $0.connections }
        return (reports, stub.requests)
    }

    private func form(_ request: StubServer.Request?) throws -> MultipartForm {
        let request = try #require(request)
        let type = try #require(request.header("Content-Type").flatMap { MediaType($0) })
        return try MultipartForm(parsing: request.body, type: type)
    }

    private func text(_ form: MultipartForm, _ name: String) -> String? {
        form.part(name).map { String(decoding: $0.body, as: UTF8.self) }
    }

    @Test("An utterance is sent as a file, and what was said comes back", arguments: [16_000, 24_000])
    func utterance(_ hertz: Int) async throws {
        let (reports, requests) = try await heard([[Self.hello]]) {
            $0.sampleRate = TranscriptionOptions.AudioRate(rawValue: hertz) ?? .hertz16000
            $0.address.key = BackEndKey("secret")
        }
        #expect(reports == [.final(HeardText("Hello"))])
        #expect(requests.first?.target == "/v1/audio/transcriptions")
        #expect(requests.first?.header("Authorization") == "Bearer secret")
        let form = try form(requests.first)
        #expect(text(form, "model") == "tiny")
        #expect(text(form, "response_format") == "json")
        #expect(form.parts.map(\.name) == ["file", "model", "response_format"])
        let file = try #require(form.part("file"))
        #expect(file.fileName == "speech.wav" && file.type?.essence == "audio/wav")
        #expect(file.body.count == 44 + 2 * hertz * 3 / 10)
        #expect(file.body.prefix(4).elementsEqual("RIFF".utf8) && file.body[8..<16].elementsEqual("WAVEfmt ".utf8))
        #expect(Int(file.body[24]) | Int(file.body[25]) << 8 == hertz)
        #expect(Int(file.body[4]) | Int(file.body[5]) << 8 | Int(file.body[6]) << 16 == file.body.count - 8)
    }

    @Test("What the client wants is passed on")
    func settings() async throws {
        let settings = TranscriptionSettings {
            $0.model = "whisper-1"
            $0.language = .value("de")
            $0.prompt = .value("A call.")
            $0.keywords = ["Antiphon", "Realtime"]
        }
        let (_, requests) = try await heard([[Self.hello]], settings: settings, wantsLogprobs: true) {
            $0.models = ["whisper-1": "Systran/faster-whisper-small"]
            $0.format = .verboseJSON
            $0.streams = true
            $0.hasLogprobs = true
            $0.language = "en"
            $0.extra = ["temperature": 0, "timestamp_granularities[]": ["word", "segment"], "stream": nil]
        }
        let form = try form(requests.first)
        #expect(text(form, "model") == "Systran/faster-whisper-small")
        #expect(text(form, "language") == "de")
        #expect(text(form, "prompt") == "A call. Antiphon, Realtime.")
        #expect(text(form, "response_format") == "verbose_json")
        #expect(text(form, "include[]") == "logprobs")
        #expect(text(form, "temperature") == "0")
        #expect(form.part("stream") == nil)
        #expect(form.parts.count { $0.name == "timestamp_granularities[]" } == 2)
    }

    @Test("Of several languages none is said; of none, the operator's")
    func languages() {
        let options = {
            var options = TranscriptionOptions(address: BackEndAddress(url: ""), model: nil)
            options.language = "en"
            return options
        }()
        func language(_ settings: TranscriptionSettings?) -> JSON? {
            let assignment = ListeningAssignment(.hear, settings: settings, wantsLogprobs: false)
            return TranscriptionRequest.fields(assignment, options)["language"]
        }
        #expect(language(nil) == "en")
        #expect(language(TranscriptionSettings { $0.languages = ["fr"] }) == "fr")
        #expect(language(TranscriptionSettings { $0.languages = ["fr", "de"] }) == nil)
        #expect(language(TranscriptionSettings { $0.language = .value("it") }) == "it")
    }

    @Test("What is very short is made long enough; what is nothing is not sent; what is too long is refused")
    func lengths() async throws {
        let (_, requests) = try await heard([[Self.hello]], Stand.tone(.milliseconds(20)))
        #expect(try form(requests.first).part("file")?.body.count == 44 + 3_200)
        let (nothing, none) = try await heard([[Self.hello]], [])
        #expect(nothing == [.final(HeardText(""))] && none.isEmpty)
        let (long, unsent) = try await heard([[Self.hello]], Stand.tone(.milliseconds(500))) {
            $0.utteranceMax = .milliseconds(400)
        }
        #expect(long.count == 1 && unsent.isEmpty)
        #expect(long.first?.isEnd == true && long.first != .final(HeardText("")))
    }

    @Test("A caller who speaks a form writes no fields")
    func boundaries() throws {
        var form = FormWriter()
        var body = Array("antiphon-form-00000000 antiphon-form-00000001".utf8)
        let field = "Content-Disposition: form-data; name=\"model\"\r\n\r\nother"
        body += Array("\r\n--antiphon-form-00000002\r\n\(field)".utf8)
        form.add("file", file: "a\"\r\nb.wav", type: "audio/wav", body)
        form.add("model", "tiny")
        let (written, type) = form.written()
        #expect(type == "multipart/form-data; boundary=antiphon-form-00000003")
        let read = try MultipartForm(parsing: written, type: try #require(MediaType(type)))
        #expect(read.parts.count == 2)
        #expect(read.part("file")?.body == body)
        #expect(read.part("model")?.body == Array("tiny".utf8))
    }

    @Test("A caller who speaks all boundaries costs no more than his audio")
    func manyBoundaries() throws {
        let numbers = (0..<20_000).map { String(100_000_000 + $0).dropFirst() }
        var form = FormWriter()
        form.add("file", file: "a.wav", type: "audio/wav", Array(numbers.map { "antiphon-form-\($0)" }.joined().utf8))
        let began = EventLoop.now
        #expect(form.written().type.hasSuffix("antiphon-form-00020000"))
        #expect(EventLoop.now - began < .seconds(10), "a search for each would take minutes")
    }

    @Test("A stream of words")
    func stream() async throws {
        let script: [StubServer.Step] = [
            .eventHead,
            .events(
                #"{"type":"transcript.text.delta","delta":"Hel"}"#,
                #"{"type":"transcript.text.delta","delta":"lo"}"#,
                #"{"type":"transcript.text.done","text":"Hello"}"#
            ),
        ]
        let (reports, requests) = try await heard([script]) { $0.streams = true }
        #expect(reports == [.delta("Hel"), .delta("lo"), .final(HeardText("Hello"))])
        #expect(text(try form(requests.first), "stream") == "true")
    }

    @Test("It is asked again, and its failures have reasons")
    func failures() async throws {
        let (reports, requests) = try await heard([[.json("{}", status: "503 Busy")], [Self.hello]])
        #expect(reports == [.final(HeardText("Hello"))])
        #expect(requests.count == 2 && requests.first?.body == requests.last?.body)
        let bad = StubServer.Step.json(#"{"detail":"no such model"}"#, status: "404 Not Found")
        let (failed, _) = try await heard([[bad]])
        #expect(failed == [.failed(why: "The server of the transcription answered 404: no such model")])
        let (stalled, _) = try await heard([[.stall]]) { $0.patience.first = .milliseconds(30) }
        #expect(stalled.count == 1 && stalled.first != .final(HeardText("")))
    }

    @Test("Who cancels is told nothing, before it was sent and after")
    func cancelled() async throws {
        let stub = StubServer([[.stall]])
        let (early, late) = (Telling<ListenerReport>(), Telling<ListenerReport>())
        try await BackEndStand.run { stand in
            let assignment = ListeningAssignment(.hear, settings: nil, wantsLogprobs: false)
            await listen(assignment, stub, stand, early)
            await listen(assignment, stub, stand, late)
            await stand.onLoop {
                early.listener?.finish()
                early.listener?.cancel()
                late.listener?.feed(Stand.tone(.milliseconds(200)))
                late.listener?.finish()
            }
            await stub.until { $0.requests.count == 1 }
            await stand.onLoop { late.listener?.cancel() }
            await stub.until { $0.ended == 1 }
        }
        #expect(early.parts.isEmpty && late.parts.isEmpty)
    }
}
