import Audio
import Bytes
import Commands
import Foundation
import HTTP
import NetIO
import RealtimeServer
import Testing

/// The command line, the question of costs, the bundle; and our own server, which is in good health.
@Suite("antiphon doctor", .timeLimit(.minutes(1)))
struct DoctorCommandTests {
    @Test("Our own server is in good health, at both services' paths", arguments: ["/v1", "/openai/v1"])
    func own(_ path: String) async throws {
        try await Stage.with { stage in
            let url = "http://\(stage.server.address)\(path)"
            let verdict = await Verdict.of([url, "--key", Stage.key, "--yes", "--timeout", "5"])
            #expect(verdict.faults == [], "\(verdict.json.text)")
            #expect(verdict.exitCode == 0)
            for row in [
                "name", "connection", "models", "credential", "session", "lifetime", "clock", "update", "audio",
                "bad audio", "text turn", "audio turn", "events", "client secrets",
            ] { #expect(verdict.check(row).outcome == "ok", "\(row): \(verdict.check(row))") }
            #expect(verdict.json["measures"]?["first_audio_ms"]?.int != nil)
        }
    }

    @Test("A wrong key of our own server, and none at all", arguments: ["/v1", "/openai/v1"])
    func keys(_ path: String) async throws {
        try await Stage.with { stage in
            let url = "http://\(stage.server.address)\(path)"
            #expect(await Verdict.of([url, "--key", "sk-wrong-key", "--timeout", "5"]).faults == ["key-refused"])
            #expect(await Verdict.of([url, "--timeout", "5"]).faults == ["credential-missing"])
        }
    }

    @Test("A transcription session is looked at without turns")
    func transcription() async throws {
        try await Stage.with { stage in
            let url = "ws://\(stage.server.address)/v1/realtime?intent=transcription"
            let verdict = await Verdict.of([url, "--key", Stage.key, "--yes", "--timeout", "5"])
            #expect(verdict.faults == [], "\(verdict.json.text)")
            #expect(verdict.check("text turn").outcome == "skipped")
            #expect(verdict.check("audio").outcome == "ok")
        }
    }

    @Test("Without a terminal and without --yes nothing is spent, and that is said; --yes says what it costs")
    func costs() async throws {
        let asked = try await Patient().seen()
        #expect(asked.faults == [] && asked.check("text turn").outcome == "skipped")
        #expect(asked.notes.contains("Without --yes there are no turns") && asked.notes.contains("output tokens"))
        let silent = try await Patient().seen("--no-turns")
        #expect(silent.notes == "" && silent.check("audio turn").outcome == "skipped")
        #expect(try await Patient().seen("--yes").notes.contains("output tokens"))
    }

    @Test("At a terminal it asks, and takes only a yes", arguments: ["y": true, "Yes": true, "": false, "n": false])
    func question(_ answer: String, _ spends: Bool) async throws {
        let loop = EventLoop.start()
        let address = SocketAddress(host: "127.0.0.1", port: 0)
        let server = try await HTTPListener.start(on: [loop], address: address, handler: Patient())
        let said = Lock((output: "", notes: ""))
        let console = Console(
            print: { text in said.withLock { $0.output += text } },
            note: { text in said.withLock { $0.notes += text } },
            readLine: { answer },
            inputIsTerminal: true
        )
        try await DoctorCommand.run(["http://\(server.address)", "--timeout", "2"], environment: [:], console: console)
        await server.close(within: .zero)
        await loop.stop()
        #expect(said.withLock { $0.notes }.hasSuffix("Spend that? [y/N] "))
        let output = said.withLock { $0.output }
        #expect(output.contains("No faults."))
        #expect(output.contains("skipped      text turn") != spends, "\(output)")
        #expect(output.split(separator: "\n").contains { $0.contains("ok           session         conversation") })
    }

    @Test("The bundle has what support asks for, and nobody's key")
    func bundle() async throws {
        try await Stage.with { stage in
            let update = #"{"type":"realtime","tools":[{"type":"mcp","authorization":"hush-hush"}]}"#
            let session = try stage.write(Array(update.utf8), to: "session.json")
            let file = stage.path("bundle.json")
            let token = "eyJhbGciOiJub25lIn0.eyJleHAiOjQ4NzY1NDMyMTB9.c2lnbmF0dXJlIQ"
            for key in ["sk-very-secret-indeed", "ek_very_secret_indeed", token] {
                let url = "/v1/realtime?model=voice&token=queryjewel"
                _ = try await Patient().seen("--yes", "--session", session, "--bundle", file, path: url, key: key)
                let text = try String(contentsOf: URL(filePath: file), encoding: .utf8)
                for word in [
                    "very-secret", "very_secret", token, "c2lnbmF0dXJlIQ", "queryjewel", "hush-hush", "ek_patient",
                ] {
                    #expect(!text.contains(word), "\(word)")
                }
                let bundle = try JSON(parsing: text)
                #expect(bundle["deployment"] == "voice" && bundle["region"] == "Here" && bundle["host"] == "127.0.0.1")
                #expect(bundle["client_request_id"]?.string?.count == 36)
                #expect(bundle["made_at"]?.string?.hasSuffix(" GMT") == true)
                #expect(bundle["session_update"]?["type"] == "realtime")
                #expect(bundle["report"]?["healthy"] == true)
                let sample = try Base64.decode(bundle["audio_sample"]?["base64"]?.string ?? "")
                #expect(sample.starts(with: "RIFF".utf8) && sample.count == 44 + 48_000)
                #expect(text.contains(#""x-request-id":"req_1""#))
                #expect(text.contains(#""type":"input_audio_buffer.append""#))
            }
        }
    }

    @Test("A file is said in the audio turn; what cannot be used is no fault of the server's")
    func files() async throws {
        try await Stage.with { stage in
            let heard = Lock(0)
            var patient = Patient()
            patient.replies = { event in
                if event["type"]?.string == "input_audio_buffer.append" { heard.withLock { $0 += 1 } }
                return nil
            }
            let sound = try stage.write(WAVWriter.file([Int16](repeating: 0, count: 24 * 350)), to: "a.wav")
            #expect(try await patient.seen("--yes", "--wav", sound).exitCode == 0)
            // One and a bad one before the turn, then four.
            #expect(heard.withLock { $0 } == 6)
            let short = try stage.write(WAVWriter.file([Int16](repeating: 0, count: 24 * 50)), to: "short.wav")
            let text = try stage.write(Array("no JSON".utf8), to: "no.json")
            for (option, file, word) in [
                ("--wav", short, "shorter"), ("--wav", "/nowhere.wav", "nowhere"), ("--session", "/nowhere", "nowhere"),
                ("--session", text, "no.json"), ("--ca", "/nowhere.pem", "nowhere"),
            ] {
                let verdict = try await Patient().seen(option, file)
                #expect(verdict.exitCode == 2 && verdict.json == .null && verdict.notes.contains(word), "\(file)")
            }
        }
    }

    @Test("A bundle that cannot be written is wrong usage, and loses no report")
    func unwritable() async throws {
        let nowhere = try await Patient().seen("--bundle", "/nowhere/bundle.json")
        #expect(nowhere.exitCode == 2 && nowhere.json == .null && nowhere.notes.contains("/nowhere/bundle.json"))
        let full = try await Patient().seen("--bundle", "/dev/full")
        #expect(full.exitCode == 2 && full.json["healthy"] == true && full.notes.contains("/dev/full"))
    }

    @Test("A key in the address opens the session, and goes in a header where there is no address of the user's")
    func keyInAddress() async throws {
        var patient = Patient()
        patient.answers = { head in
            // Calls are offered with the client secret.
            if head.path.hasSuffix("/calls") { return nil }
            let isLetIn =
                head.isUpgrade
                ? head.target.contains("api-key=sk-of-the-address") && !head.headers.contains("Authorization")
                : head.headers["Authorization"] == "Bearer sk-of-the-address"
            return isLetIn ? nil : Patient.refusal(401, code: "401", "Access denied")
        }
        let path = "/v1/realtime?model=m&api-key=sk-of-the-address"
        let verdict = try await patient.seen(path: path, key: nil)
        #expect(verdict.faults == [], "\(verdict.json.text)")
        #expect(verdict.check("client secrets").outcome == "ok" && verdict.check("models").outcome == "ok")
        #expect(!verdict.json.text.contains("sk-of-the-address"))
        // A server that takes none from the address is told apart from a key that is wrong.
        patient.answers = { head in
            head.path.hasSuffix("/calls") || head.headers["Authorization"] == "Bearer sk-of-the-address"
                ? nil : Patient.refusal(401, code: "401", "Access denied")
        }
        let header = try await patient.seen(path: path, key: nil)
        #expect(header.faults == ["credential-header"], "\(header.json.text)")
    }

    static let wrongUsage: [[String]: String] = [
        []: "antiphon doctor needs an address, or --azure RESOURCE --deployment NAME.",
        ["a", "b"]: "One address at a time, please.",
        ["localhost"]: "'localhost' is no address: it looks like wss://host/v1/realtime?model=NAME.",
        ["ftp://host/"]: "An address begins with https://, wss://, http:// or ws://.",
        ["wss://me:secret@host/"]: "A password does not belong into the address.",
        ["wss://host:99999/"]: "The port in 'host:99999' is none.",
        ["wss:///v1"]: "The address names no host.",
        ["--azure", "contoso"]: "Give an address, or --azure RESOURCE and --deployment NAME, not parts of both.",
        ["wss://host/", "--deployment", "x"]:
            "Give an address, or --azure RESOURCE and --deployment NAME, not parts of both.",
        ["wss://host/", "--yes", "--no-turns"]: "Give --yes or --no-turns, not both.",
        ["wss://host/", "--timeout", "soon"]: "--timeout takes seconds, from 0.05 to 600, and not 'soon'.",
        ["wss://host/", "--frob"]: "antiphon doctor has no option '--frob'.",
    ]

    @Test("Wrong usage is told apart from faults", arguments: wrongUsage)
    func usage(_ arguments: [String], _ complaint: String) async {
        let result = await Stage.run([]) { console throws(CommandFailure) in
            try await DoctorCommand.run(arguments, environment: [:], console: console)
        }
        #expect(result.failure?.exitCode == 2 && result.output == "")
        #expect(result.failure?.text == "\(complaint)\n`antiphon doctor --help` lists what there is.")
    }
}
