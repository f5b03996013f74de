import Bytes
import RealtimeAPI
import Testing

/// `POST /realtime/sessions` and `/realtime/transcription_sessions`.
@Suite("Client secrets of the Preview")
struct DialectRESTTests {
    @Test("The official request is a session of the model, and its answer is flat, with the secret")
    func session() throws {
        var translation = try preview()
        let session = try translation.read(
            sessionRequest: ProtocolData.json("examples/rest/preview.sessions.request.json")
        )
        guard case .realtime(let realtime) = session else {
            Issue.record("another kind")
            return
        }
        #expect(realtime.model == "gpt-realtime" && realtime.outputModalities == [.audio])
        let answer = translation.answer(session, secret: "ek_1", expiresAt: 60)
        #expect(
            answer == [
                "model": "gpt-realtime", "modalities": ["audio", "text"], "temperature": 0.8.json,
                "instructions": "You are a friendly assistant.",
                "client_secret": ["value": "ek_1", "expires_at": 60],
            ]
        )
    }

    @Test("A transcription session may be asked for without a word about it")
    func transcription() throws {
        var translation = try preview(.transcription)
        let session = try translation.read(
            sessionRequest: ProtocolData.json("examples/rest/preview.transcription_sessions.request.json")
        )
        #expect(session == .transcription(TranscriptionSession()))
        let answer = translation.answer(session, secret: "ek_1", expiresAt: 60)
        #expect(answer == ["client_secret": ["value": "ek_1", "expires_at": 60]])
    }

    @Test("A temperature goes with the secret to the sessions that it opens")
    func temperature() throws {
        var translation = try preview()
        let session = try translation.read(sessionRequest: ["temperature": 0.7.json])
        #expect(translation.answer(session, secret: "", expiresAt: 0)["temperature"] == 0.7.json)
        var opened = try #require(
            DialectTranslation(.preview, kind: .realtime, form: .openAI, remembered: translation.remembered)
        )
        let created = opened.fromGA(serverEvent: ["type": "session.created", "session": ["type": "realtime"]])
        #expect(created.first?["session"]?["temperature"] == 0.7.json)
    }

    static let refusals: [(body: JSON, param: String?)] = [
        (["audio": [:]], "audio"),
        (["type": "realtime"], "type"),
        (["temperature": 2], "temperature"),
        (["speed": 9], "speed"),
        (["turn_detection": ["type": "server_vad", "threshold": 7]], "turn_detection.threshold"),
        (["tools": [["type": "function"]]], "tools[0].name"),
        (["client_secret": ["expires_after": 9]], "client_secret"),
        ([1], nil),
    ]

    @Test("What is wrong with a body is told by the body's own names", arguments: refusals)
    func refused(_ row: (body: JSON, param: String?)) throws {
        var translation = try preview()
        let error = #expect(throws: APIError.self) { try translation.read(sessionRequest: row.body) }
        #expect(error?.param == row.param)
        #expect(translation.remembered == [:])
    }
}
