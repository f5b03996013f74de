import Bytes
import Commands
import HTTP
import NetIO
import TestSupport
import Testing

/// Servers that are ill in one place: the fault is named, and named first.
@Suite("antiphon doctor and its patients", .timeLimit(.minutes(2)))
struct DoctorFaultTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let fault: String
        var patient = Patient()
        var arguments = ["--yes"]
        var path = "/v1"
        var key: String? = "sk-of-the-patient"
        /// How far our clock is ahead.
        var hoursAhead = 0.0
        /// What the evidence says.
        var says = ""

        init(_ fault: String, _ change: (inout Case) -> Void) {
            self.fault = fault
            change(&self)
        }

        var testDescription: String { "\(fault) \(says)" }
    }

    private static func refusing(_ fault: String, _ answer: HTTPAnswer, _ change: (inout Case) -> Void = { _ in })
        -> Case
    {
        Case(fault) { patient in
            patient.patient.answers = { head in head.isUpgrade ? answer : nil }
            change(&patient)
        }
    }

    private static func greeting(_ fault: String, _ words: Patient.Word...) -> Case {
        Case(fault) { $0.patient.greeting = words }
    }

    private static func replying(_ fault: String, _ reply: @escaping @Sendable (JSON) -> [Patient.Word]?) -> Case {
        Case(fault) { $0.patient.replies = reply }
    }

    private static func token(_ claims: String) -> String {
        let parts = [#"{"alg":"RS256"}"#, claims, "signature"].map { part in
            Base64.encode(Array(part.utf8)).replacing("=", with: "").replacing("+", with: "-").replacing("/", with: "_")
        }
        return parts.joined(separator: ".")
    }

    private static let soon = Int(DoctorCommand.wallClock()) + 3_000
    private static let denied = "Access denied due to invalid subscription key or wrong API endpoint."

    // The way in.
    static let admission = [
        refusing("path-unknown", Patient.refusal(404, "<html>no</html>")) { $0.says = "404" },
        Case("path-unknown") {
            $0.path = "/openai/v1"
            $0.patient.answers = { $0.path.hasPrefix("/openai") ? Patient.refusal(404, "") : nil }
            $0.says = "/v1/realtime?model=gpt-realtime opens a session"
        },
        refusing("credential-missing", Patient.refusal(401, code: "401", denied)) { $0.key = nil },
        refusing("key-refused", Patient.refusal(401, code: "401", denied)) {
            $0.path = "/openai/v1"
            $0.says = "invalid subscription key"
        },
        Case("key-refused") {
            $0.patient.greeting = [
                .text(Patient.error("invalid_api_key", "Incorrect API key provided: sk-of***")),
                .close(3_000, "invalid_request_error.invalid_api_key"),
            ]
        },
        greeting("key-refused", .close(3_000, "invalid_request_error.invalid_api_key")),
        Case("credential-header") {
            $0.path = "/openai/v1"
            $0.patient.answers = { head in
                head.isUpgrade && !head.headers.contains("Authorization")
                    ? Patient.refusal(401, code: "401", denied) : nil
            }
            $0.says = "In 'Authorization' it opens a session"
        },
        refusing(
            "keys-disabled",
            Patient.refusal(
                403,
                code: "AuthenticationTypeDisabled",
                "Key based authentication is disabled for this resource."
            )
        ) { $0.path = "/openai/v1" },
        refusing("token-expired", Patient.refusal(401, code: "401", "Unauthorized.")) {
            $0.key = token(#"{"exp":1700000000,"aud":"https://ai.azure.com"}"#)
        },
        refusing("token-audience", Patient.refusal(401, code: "401", "Unauthorized.")) {
            $0.key = token(#"{"exp":\#(soon),"aud":"https://graph.microsoft.com"}"#)
            $0.path = "/openai/v1"
        },
        refusing(
            "role-missing",
            Patient.refusal(401, code: "PermissionDenied", "The principal lacks the required data action.")
        ) { $0.key = token(#"{"exp":\#(soon),"aud":"https://ai.azure.com"}"#) },
        refusing("token-tenant", Patient.refusal(400, code: "Bad", "Token tenant a does not match resource tenant.")) {
            $0.key = token(#"{"exp":\#(soon),"aud":"https://ai.azure.com"}"#)
        },
        refusing("secret-expired", Patient.refusal(401, code: "401", "Expired.")) { $0.key = "ek_old_secret" },
        refusing(
            "network-rules",
            Patient.refusal(403, code: "403", "Access denied due to Virtual Network/Firewall rules.")
        ),
        Case("api-version-leftover") {
            $0.path = "/openai/v1/realtime?api-version=2025-04-01-preview&model=voice"
            $0.patient.answers = { head in
                head.isUpgrade && head.target.contains("api-version") ? Patient.refusal(401, code: "401", denied) : nil
            }
            $0.says = "/openai/v1/realtime?model=voice opens a session"
        },
        Case("preview-path-retired") {
            $0.path = "/openai/realtime?api-version=2024-10-01-preview&deployment=voice"
            $0.says = "/openai/v1/realtime?model=voice opens a session"
        },
        Case("beta-header-refused") {
            $0.arguments = ["--beta"]
            $0.patient.answers = { head in
                head.headers.contains("OpenAI-Beta")
                    ? Patient.refusal(400, code: "beta_api_shape_disabled", "The beta API shape is gone.") : nil
            }
        },
        refusing(
            "model-unknown",
            Patient.refusal(404, code: "DeploymentNotFound", "The API deployment does not exist.")
        ),
        greeting("model-missing", .text(Patient.error("missing_model")), .close(4_000, "e.missing_model")),
        refusing(
            "model-not-realtime",
            Patient.refusal(400, code: "OpperationNotSupported", "It does not work with the specified model.")
        ),
        refusing("rate-limited", Patient.refusal(429, "", headers: ["Retry-After": "7"])) {
            $0.says = "Retry after 7 s"
        },
        greeting("quota-exhausted", .text(Patient.error("insufficient_quota"))),
        refusing("overloaded", Patient.refusal(503, "busy")),
        refusing("server-error", Patient.refusal(500, "oh")),
        refusing("upgrade-stripped", Patient.refusal(200, "hello")),
        refusing("upgrade-stripped", Patient.refusal(400, "<h1>Bad Request</h1>", headers: ["Via": "1.1 squid"])),
        refusing("redirected", Patient.refusal(302, "", headers: ["Location": "https://sign.in/?key=k"])) {
            $0.says = "https://sign.in/"
        },
    ]

    // The session and its turns.
    static let session = [
        greeting("no-greeting"),
        greeting("closed-at-once", .close(1_011, "internal error")),
        greeting("not-json", .text("Welcome to the chat, friend")),
        greeting("not-json", .binary),
        greeting("other-protocol", .text(#"{"hello": "world"}"#)),
        greeting("other-protocol", .text(#"{"type":"hub.hello"}"#)),
        greeting(
            "preview-dialect",
            .text(Patient.session("session.created", #""modalities":["text"],"temperature":0.8"#))
        ),
        greeting("session-expired", .text(Patient.session("session.created", #""type":"realtime""#, expiresIn: -600))),
        replying("update-refused") { event in
            event["session"]?["type"] != nil ? [.text(Patient.error("unknown_parameter", param: "session.type"))] : nil
        },
        replying("update-unanswered") { $0["type"]?.string == "session.update" ? [] : nil },
        replying("update-closes") { $0["type"]?.string == "session.update" ? [.close(1_011, "")] : nil },
        replying("closed-at-audio") {
            $0["type"]?.string == "input_audio_buffer.append" ? [.close(1_011, "no ears")] : nil
        },
        replying("closed-at-audio") { $0["type"]?.string == "input_audio_buffer.commit" ? [.cut] : nil },
        replying("bad-audio-closes") { event in
            event["audio"]?.string?.contains("!") == true ? [.close(1_007, "")] : nil
        },
        replying("audio-refused") { event in
            event["type"]?.string == "input_audio_buffer.append" ? [.text(Patient.error("invalid_value"))] : nil
        },
        replying("audio-unanswered") { $0["type"]?.string == "input_audio_buffer.clear" ? [] : nil },
        replying("response-stalled") { Patient.isWritten($0) ? [] : nil },
        replying("response-stalled") { Patient.isSpoken($0) ? [.text(#"{"type":"response.created"}"#)] : nil },
        replying("response-refused") { event in
            Patient.isWritten(event) ? [.text(Patient.error("unknown_parameter"))] : nil
        },
        replying("response-failed") { Patient.isWritten($0) ? Patient.response("x", "", status: "failed") : nil },
        replying("closed-in-turn") { Patient.isWritten($0) ? [.close(1_011, "")] : nil },
        replying("no-text") { Patient.isWritten($0) ? Patient.response("x", "") : nil },
        replying("no-audio") { event in
            Patient.isSpoken(event) ? Patient.response("response.output_audio_transcript.delta", "Hi") : nil
        },
        replying("damaged-audio") { Patient.isSpoken($0) ? Patient.response("response.output_audio.delta", "?") : nil },
        replying("preview-events") { event in
            Patient.isSpoken(event) ? Patient.response("response.audio.delta", "AAAAAAAA") : nil
        },
    ]

    // What stands beside sessions.
    static let neighbours = [
        Case("secrets-failed") {
            $0.patient.answers = { $0.path.hasSuffix("client_secrets") ? Patient.refusal(500, "oh") : nil }
        },
        Case("secrets-damaged") {
            $0.patient.answers = {
                $0.path.hasSuffix("client_secrets") ? Patient.refusal(200, #"{"value":"sk-x"}"#) : nil
            }
        },
        Case("calls-failed") {
            $0.patient.answers = {
                $0.path.hasSuffix("/calls") ? Patient.refusal(400, code: "invalid_offer", "No.") : nil
            }
        },
        Case("clock-skew") { $0.hoursAhead = 1 },
        Case("clock-skew") {
            $0.hoursAhead = 2
            $0.key = token(#"{"exp":\#(soon)}"#)
            $0.patient.answers = { $0.isUpgrade ? Patient.refusal(401, "") : nil }
        },
    ]

    @Test("The fault is named first", arguments: admission + session + neighbours)
    func named(_ row: Case) async throws {
        let ahead = row.hoursAhead * 3_600
        let loop = EventLoop.start()
        let address = SocketAddress(host: "127.0.0.1", port: 0)
        let server = try await HTTPListener.start(on: [loop], address: address, handler: row.patient)
        let key = row.key.map { ["--key", $0] } ?? []
        let began = EventLoop.now
        let verdict = await Verdict.of(["http://\(server.address)\(row.path)"] + key + row.arguments) {
            DoctorCommand.wallClock() + ahead
        }
        // 18 steps of 0.3 s, and as many farewells.
        #expect(EventLoop.now - began < .seconds(12))
        await server.close(within: .milliseconds(50))
        await loop.stop()
        #expect(verdict.faults.first == row.fault, "\(verdict.json.text)")
        #expect(verdict.evidence.contains(row.says), "\(verdict.evidence)")
        #expect(verdict.exitCode == 1)
        #expect(!verdict.json.text.contains("sk-of-the-patient"))
        let isPairOfClock = row.fault == "clock-skew" && row.key?.hasPrefix("ey") == true
        // One cause, one fault: what follows from it is not told as another.
        #expect(verdict.faults.count == (isPairOfClock ? 2 : 1), "\(verdict.faults)")
    }

    @Test("In good health there is no fault")
    func healthy() async throws {
        let verdict = try await Patient().seen("--yes")
        #expect(verdict.faults == [] && verdict.exitCode == 0, "\(verdict.json.text)")
        #expect(verdict.check("audio turn").outcome == "ok")
        #expect(verdict.check("calls").outcome == "not offered")
        #expect(verdict.check("beta header").outcome == "note")
    }

    @Test("A session.update of a client's own is tried as it is")
    func ownSession() async throws {
        try await Stage.with { stage in
            for (text, fault) in [
                (#"{"type":"session.update","session":{"instructions":"x"}}"#, "session-type-missing"),
                (#"{"type":"realtime","voice":"alloy"}"#, "session-refused"),
                (#"{"type":"realtime"}"#, nil),
            ] {
                let file = try stage.write(Array(text.utf8), to: "session.json")
                var patient = Patient()
                patient.replies = { event in
                    event["session"]?["voice"] == nil
                        ? nil : [.text(Patient.error("unknown_parameter", param: "session.voice"))]
                }
                let verdict = try await patient.seen("--session", file)
                #expect(verdict.faults == (fault.map { [$0] } ?? []), "\(verdict.json.text)")
                #expect(fault != "session-refused" || verdict.evidence.contains("session.voice"))
                #expect(verdict.check("your session").outcome == (fault == nil ? "ok" : "fault"))
            }
        }
    }

    @Test("A chunk beyond 15 MiB is tried on a connection of its own")
    func oversized() async throws {
        let verdict = try await Patient().seen("--oversized", "--timeout", "5")
        #expect(verdict.faults == [])
        #expect(verdict.check("long audio") == ("note", "it is taken; the service refuses more than 15 MiB"))
    }

    @Test("A leftover api-version that a server ignores is no fault, and is told")
    func ignoredVersion() async throws {
        let verdict = try await Patient().seen(path: "/openai/v1/realtime?api-version=2025-04-01-preview&model=x")
        #expect(verdict.faults == [])
        #expect(verdict.check("address").outcome == "note")
        #expect(verdict.check("address").detail.contains("ignores the api-version"))
    }
}
