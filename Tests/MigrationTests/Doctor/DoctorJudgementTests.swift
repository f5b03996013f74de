import Bytes
import Migration
import Testing

/// What a doctor makes of a server's answers.
@Suite("A doctor's judgement")
struct DoctorJudgementTests {
    @Test("A server that never stops talking holds nobody up", arguments: [false, true])
    func flood(_ endsAtTotal: Bool) throws {
        var doctor = Doctor(try DoctorTests.visit())
        var orders = doctor.begin(at: .zero)
        orders = doctor.handle(DoctorTests.connected, at: .zero)
        orders = doctor.handle(.requestFailed(.init(.other, "no")), at: .zero)
        orders = doctor.handle(.opened([], serverTime: nil), at: .zero)
        orders = doctor.handle(.text(Array(Bedside().greeting.utf8)), at: .zero)
        #expect(orders.count == 1 && doctor.deadline == .seconds(10))
        let noise = DoctorObservation.text(Array(#"{"type":"rate_limits.updated"}"#.utf8))
        #expect(doctor.handle(noise, at: .seconds(9)) == [])
        if endsAtTotal {
            #expect(doctor.handle(noise, at: .seconds(180)) == [.leave, .finish])
            #expect(doctor.report.diagnoses.map(\.ailment) == [.outOfTime])
        } else {
            // The event that comes too late is looked at first: it may be the answer.
            #expect(doctor.handle(noise, at: .seconds(11)) != [])
            #expect(doctor.report.diagnoses.map(\.ailment) == [.updateUnanswered])
        }
    }

    @Test("A connection that breaks before the greeting")
    func broken() throws {
        var doctor = Doctor(try DoctorTests.visit())
        _ = doctor.begin(at: .zero)
        _ = doctor.handle(DoctorTests.connected, at: .zero)
        _ = doctor.handle(.requestFailed(.init(.other, "no")), at: .zero)
        _ = doctor.handle(.opened([], serverTime: nil), at: .zero)
        #expect(doctor.handle(.lost("without a word"), at: .zero) == [.leave, .finish])
        #expect(doctor.report.diagnoses.map(\.ailment) == [.closedAtOnce])
    }

    @Test("What a client says in its session.update spoils no turn")
    func ownSettings() throws {
        let visit = try Bedside().examined {
            $0.session = ["type": "realtime", "tool_choice": "required", "audio": ["output": ["format": "audio/pcmu"]]]
        }
        let last = try #require(visit.sent.last { $0["type"] == "session.update" }?["session"])
        #expect(last["tools"] == [] && last["tool_choice"] == "none")
        #expect(last["audio"]?["output"]?["format"] == ["type": "audio/pcm", "rate": 24_000])
        #expect(visit.faults == [])
        var transcription = Bedside()
        transcription.greeting = #"{"type":"session.created","session":{"type":"transcription"}}"#
        let other = try transcription.examined("wss://voice.example/v1/realtime?intent=transcription")
        let update = try #require(other.sent.last { $0["type"] == "session.update" }?["session"])
        #expect(update["tools"] == nil && update["audio"]?["output"] == nil)
    }

    @Test(
        "At the other service's path the key travels in the other service's header",
        arguments: [("/v1", "api-key"), ("/openai/v1", "authorization")]
    )
    func otherHeader(_ path: String, _ name: String) throws {
        var bedside = Bedside()
        bedside.opens = { url, headers in
            let isLetIn = !url.contains("example\(path)/") && headers.contains { $0.name.lowercased() == name }
            return isLetIn ? nil : .refused(.init(status: 404))
        }
        let visit = try bedside.examined("wss://voice.example\(path)")
        #expect(visit.faults == [.pathUnknown])
        #expect(visit.report.diagnoses.first?.evidence.contains("opens a session") == true)
        let secrets = try #require(visit.requests.first { $0.url.hasSuffix("client_secrets") })
        #expect(secrets.headers.contains { $0.name.lowercased() == name })
    }

    @Test("Preview where it was asked for is no fault, and says nothing of GA", arguments: [true, false])
    func preview(_ isAsked: Bool) throws {
        var bedside = Bedside()
        bedside.greeting = #"{"type":"session.created","session":{"modalities":["text"],"temperature":0.8}}"#
        let visit = try bedside.examined { $0.sendsBeta = isAsked }
        #expect(visit.faults == (isAsked ? [] : [.previewDialect]))
        #expect(visit.row(.session).hasPrefix(isAsked ? "remark" : "fault"))
        #expect(!visit.row(.events).contains("GA"))
    }

    static let urls = [
        "https://me:jewel@tools.example/sse", "https://tools.example/sse?key=jewel", "wss://tools.example?jewel",
        "https://tools.example/a?model=m&k=jewel#jewel", "see https://tools.example/sse?x=%20jewel, please",
    ]

    @Test("No secret of an address within the session is shown", arguments: urls)
    func addresses(_ url: String) throws {
        var bedside = Bedside()
        bedside.replies = { event in
            event["session"]?["tools"] == nil || event["session"]?["tools"] == []
                ? nil : [#"{"type":"error","error":{"code":"x","message":"No: \#(url)"}}"#]
        }
        let visit = try bedside.examined {
            $0.session = ["type": "realtime", "tools": [["type": "mcp", "server_url": .string(url)]]]
        }
        #expect(visit.faults == [.sessionRefused])
        let report = visit.report
        for text in [report.text, report.json.text, report.bundle(madeAt: "now", sample: []).text] {
            #expect(!text.contains("jewel"), "\(text)")
            #expect(text.contains("tools.example"))
        }
    }

    @Test("What the address hides is hidden where a server says it again")
    func echoes() throws {
        var bedside = Bedside()
        let echo = "jewel%20stone jewel stone Bearer opaque-gem, opaque-gem, bareword"
        bedside.opens = { _, _ in .refused(Bedside.refusal(400, "x", echo)) }
        let visit = try bedside.examined(
            "wss://h/v1/realtime?model=my-model&subscription-key=jewel%20stone&auth=Bearer%20opaque-gem&bareword"
        )
        for text in [visit.report.text, visit.report.bundle(madeAt: "now", sample: []).text] {
            for word in ["jewel", "opaque-gem", "bareword"] { #expect(!text.contains(word), "\(text)") }
            #expect(text.contains("my-model"))
        }
    }

    @Test("Keys of every known form are hidden, and ids that support asks for are not")
    func forms() throws {
        var bedside = Bedside()
        let id = "req_8f3c1d2e4b5a69788796a5b4c3d2e1f0"
        let said = "whsec_0123456789abcdef ghp_0123456789abcdef AccountKey=shorty x8U8Q~K3vdZr0a1b2c3d4e5f \(id)"
        bedside.opens = { _, _ in .refused(Bedside.refusal(400, "x", said)) }
        let visit = try bedside.examined()
        for text in [visit.report.text, visit.report.bundle(madeAt: "now", sample: []).text] {
            for word in ["whsec_0", "ghp_0", "shorty", "K3vd"] { #expect(!text.contains(word), "\(text)") }
            #expect(text.contains(id))
        }
    }

    static let betaAnswers: [(Int, String, String)] = [
        (400, "beta_api_shape_disabled", "well"), (400, "api_version_mismatch", "well"),
        (429, "rate_limit_exceeded", "remark"), (500, "server_error", "remark"),
    ]

    @Test("Only a refusal of the beta header is one", arguments: betaAnswers)
    func betaRefusal(_ status: Int, _ code: String, _ outcome: String) throws {
        var bedside = Bedside()
        bedside.opens = { _, headers in
            headers.contains { $0.name == "OpenAI-Beta" } ? .refused(Bedside.refusal(status, code)) : nil
        }
        let visit = try bedside.examined()
        #expect(visit.row(.betaHeader).hasPrefix(outcome) && visit.faults == [], "\(visit.row(.betaHeader))")
    }

    static let refusals: [(String, String, Ailment)] = [
        ("rate_limit_exceeded", "Rate limit reached. Add credit at https://x.example/account/billing.", .rateLimited),
        ("", "Rate limit reached. Add credit at https://x.example/account/billing.", .rateLimited),
        ("insufficient_quota", "Too many requests? See billing.", .quotaExhausted),
        ("", "You exceeded your current quota, please check your plan and billing details.", .quotaExhausted),
        ("missing_model", "You must provide a model; you may have no data action on it.", .modelMissing),
    ]

    @Test("A code says more than the words beside it", arguments: refusals)
    func codes(_ code: String, _ message: String, _ ailment: Ailment) throws {
        var bedside = Bedside()
        bedside.opens = { _, _ in .refused(Bedside.refusal(429, code, message)) }
        #expect(try bedside.examined().faults == [ailment])
    }

    @Test("A response that ends at its limit of tokens before it says anything is no fault")
    func tokenLimit() throws {
        var bedside = Bedside()
        var reason = "max_output_tokens"
        bedside.replies = { event in
            guard event["type"] == "response.create" else { return nil }
            let details = #"{"type":"incomplete","reason":"\#(reason)"}"#
            return [#"{"type":"response.done","response":{"status":"incomplete","status_details":\#(details)}}"#]
        }
        let visit = try bedside.examined()
        #expect(visit.faults == [])
        #expect(visit.row(.textTurn).hasPrefix("remark") && visit.row(.textTurn).contains("64"))
        #expect(visit.row(.audioTurn).hasPrefix("remark") && visit.row(.audioTurn).contains("256"))
        reason = "content_filter"
        #expect(try bedside.examined().faults == [.noText, .noAudio])
    }

    static let places = [
        "/v1/realtime/calls/rtc_1", "https://elsewhere.example/v1/realtime/calls/rtc_1?key=x", "/calls/rtc_1/",
    ]

    @Test("A call is hung up beside its offer, wherever the server says that it is", arguments: places)
    func hangup(_ place: String) throws {
        var bedside = Bedside()
        bedside.answers = { request in
            guard request.url.contains("/calls") else { return .init(status: 404) }
            return .init(status: 201, headers: [DoctorHeader("Location", place)], body: Array("v=0".utf8))
        }
        let visit = try bedside.examined("wss://c.openai.azure.com/openai/v1/realtime?model=d")
        #expect(visit.requests.last?.url == "https://c.openai.azure.com/openai/v1/realtime/calls/rtc_1/hangup")
        #expect(visit.faults == [])
    }

    @Test("A secret and a call are asked for as the session is")
    func transcription() throws {
        var bedside = Bedside()
        bedside.greeting = #"{"type":"session.created","session":{"type":"transcription"}}"#
        let visit = try bedside.examined("wss://voice.example/v1/realtime?intent=transcription")
        let secrets = try #require(visit.requests.first { $0.url.hasSuffix("client_secrets") })
        let session = try JSON(parsing: secrets.body ?? "")["session"]
        #expect(session?["type"] == "transcription" && session?["model"] == nil)
        #expect(visit.requests.last?.url == "https://voice.example/v1/realtime/calls?intent=transcription")
    }

    @Test("What is not there is told from what is there and does not know the deployment")
    func notOffered() throws {
        var bedside = Bedside()
        bedside.answers = { _ in Bedside.refusal(404, "DeploymentNotFound") }
        let known = try bedside.examined()
        #expect(known.faults == [.secretsFailed, .callsFailed], "\(known.faults)")
        bedside.greeting = #"{"type":"session.created","session":{"type":"realtime","audio":{}}}"#
        let guessed = try bedside.examined("wss://voice.example/v1/realtime?call_id=rtc_1")
        #expect(guessed.faults == [] && guessed.row(.calls).hasPrefix("skipped"))
        bedside.answers = { _ in Bedside.refusal(404, "404", "Resource not found") }
        let missing = try bedside.examined()
        #expect(missing.faults == [] && missing.row(.calls).hasPrefix("notOffered"))
    }

    /// What no server on loopback can have, or has no need of a socket.
    static let rest: [(Ailment, @Sendable (inout Bedside, inout DoctorVisit) -> Void)] = [
        (.unreachable, { bedside, _ in bedside.connection = connection(.unreachable) { $0.connectedAfter = nil } }),
        (.connectTimeout, { bedside, _ in bedside.connection = connection(.timedOut) { $0.connectedAfter = nil } }),
        (.tlsFailed, { bedside, _ in bedside.connection = connection(.tls) { $0.certificate = nil } }),
        (
            .certificateNotYetValid,
            { bedside, _ in
                bedside.connection = connection {
                    $0.certificate?.notBefore = 1_800_100_000
                    $0.certificate?.verdict = "certificate is not yet valid"
                }
            }
        ),
        (
            .certificateUntrusted,
            { bedside, _ in
                bedside.connection = connection {
                    $0.certificate?.isUntrusted = true
                    $0.certificate?.verdict = "unable to get local issuer certificate"
                }
            }
        ),
        (.proxyRefused, { bedside, _ in bedside.opens = { _, _ in .openFailed(.init(.proxy, "no tunnel")) } }),
        (
            .tokenNotYetValid,
            { bedside, visit in
                visit.credential = token(#"{"exp":1900000000,"nbf":1800000900}"#)
                bedside.opens = { _, _ in .refused(.init(status: 401)) }
            }
        ),
        (
            .tokenRefused,
            { bedside, visit in
                visit.credential = token(#"{"exp":1900000000}"#)
                bedside.opens = { _, _ in .refused(.init(status: 401)) }
            }
        ),
        (
            .secretOfOtherDialect,
            { bedside, visit in
                visit.credential = DoctorCredential("ek_of_preview")
                bedside.opens = { _, _ in .refused(Bedside.refusal(400, "api_version_mismatch")) }
            }
        ),
        (.forbidden, { bedside, _ in bedside.opens = { _, _ in .refused(Bedside.refusal(403, "403")) } }),
        (.refusedOtherwise, { bedside, _ in bedside.opens = { _, _ in .refused(Bedside.refusal(400, "whim")) } }),
    ]

    @Test("What is rare is named, and nothing else", arguments: rest)
    func rare(_ ailment: Ailment, _ change: @Sendable (inout Bedside, inout DoctorVisit) -> Void) throws {
        var bedside = Bedside()
        var changed = try DoctorTests.visit()
        change(&bedside, &changed)
        let visit = try bedside.examined { $0.credential = changed.credential }
        #expect(visit.faults == [ailment], "\(visit.report.text)")
    }

    private static func connection(
        _ trouble: DoctorObservation.Trouble.Kind? = nil,
        _ change: (inout DoctorObservation.Connection) -> Void
    ) -> DoctorObservation {
        guard case .inspected(var connection) = DoctorTests.connected else { return DoctorTests.connected }
        connection.trouble = trouble.map { .init($0, "It failed.") }
        change(&connection)
        return .inspected(connection)
    }

    private static func token(_ claims: String) -> DoctorCredential {
        let part = Base64.encode(Array(claims.utf8)).replacing("=", with: "")
        return DoctorCredential("eyJ9.\(part).x")
    }

    static let addressed = [
        ("wss://c.openai.azure.com/openai/v1/realtime?model=gpt-realtime", ""),
        ("wss://h/v1/realtime?model=gpt-realtime", "ends on 2027-01-20"),
        ("wss://h/v1/realtime?model=gpt-4o-realtime-preview", "ended on 2026-05-07"),
    ]

    @Test("A deployment may be called like a model", arguments: addressed)
    func models(_ url: String, _ said: String) throws {
        let row = try Bedside().examined(url).row(.address)
        #expect(said.isEmpty ? row.hasPrefix("well") : row.contains(said), "\(row)")
    }
}
