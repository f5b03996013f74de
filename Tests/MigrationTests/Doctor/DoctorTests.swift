import Bytes
import Migration
import TestSupport
import Testing

/// The machine alone: no socket, and time is what a test says.
@Suite("Doctor")
struct DoctorTests {
    static func visit(_ change: (inout DoctorVisit) -> Void = { _ in }) throws -> DoctorVisit {
        let target = try DoctorTarget("wss://voice.example/v1")
        var visit = DoctorVisit(target, DoctorCredential("sk-abcdef"), startedAt: 1_800_000_000, requestID: "id")
        change(&visit)
        return visit
    }

    static var connected: DoctorObservation {
        var connection = DoctorObservation.Connection()
        connection.addresses = ["192.0.2.7"]
        connection.resolvedAfter = .milliseconds(5)
        connection.connectedAfter = .milliseconds(7)
        connection.securedAfter = .milliseconds(9)
        var certificate = DoctorObservation.Certificate()
        certificate.notAfter = 1_900_000_000
        connection.certificate = certificate
        return .inspected(connection)
    }

    @Test("One order after the other, and each with a time limit")
    func orders() throws {
        var doctor = Doctor(try Self.visit())
        #expect(
            doctor.begin(at: .zero) == [.inspect(host: "voice.example", port: 443, isSecure: true)]
        )
        #expect(doctor.deadline == .seconds(31))
        let models = doctor.handle(Self.connected, at: .seconds(1))
        guard case .request(let request)? = models.first else {
            Issue.record("no request: \(models)")
            return
        }
        #expect(request.method == "GET" && request.url == "https://voice.example/v1/models")
        #expect(request.headers.contains(DoctorHeader("Authorization", "Bearer sk-abcdef")))
        #expect(doctor.deadline == .seconds(11))
        // One that is early is of a deadline that has passed.
        #expect(doctor.handle(.timeout, at: .seconds(2)) == [])
        let opened = doctor.handle(.timeout, at: .seconds(11))
        #expect(opened.first == .leave)
        guard case .open(let url, _)? = opened.last else {
            Issue.record("nothing is opened: \(opened)")
            return
        }
        #expect(url == "wss://voice.example/v1/realtime?model=gpt-realtime")
        #expect(doctor.handle(.timeout, at: .seconds(21)) == [.leave, .finish])
        #expect(doctor.report.diagnoses.map(\.ailment) == [.noAnswer])
        #expect(doctor.deadline == nil && doctor.handle(.timeout, at: .seconds(30)) == [])
    }

    @Test("The whole visit has an end, however slowly events drip")
    func total() throws {
        var doctor = Doctor(try Self.visit { $0.takesTurns = true })
        var now = Duration.zero
        var orders = doctor.begin(at: now)
        orders = doctor.handle(Self.connected, at: now)
        orders = doctor.handle(.requestFailed(.init(.other, "no")), at: now)
        orders = doctor.handle(.opened([], serverTime: nil), at: now)
        var steps = 0
        while orders != [.leave, .finish], steps < 1_000 {
            steps += 1
            now += .seconds(9)
            let event = #"{"type":"session.created","session":{"type":"realtime"}}"#
            if now >= (doctor.deadline ?? .zero) { now = doctor.deadline ?? now }
            orders = doctor.handle(now == doctor.deadline ? .timeout : .text(Array(event.utf8)), at: now)
        }
        #expect(orders == [.leave, .finish])
        #expect(now <= .seconds(180))
    }

    @Test("Of two things wrong with a certificate, both are told, the root first")
    func order() throws {
        var doctor = Doctor(try Self.visit { $0.startedAt = 1_900_100_000 })
        _ = doctor.begin(at: .zero)
        var connection = DoctorObservation.Connection()
        connection.resolvedAfter = .zero
        connection.connectedAfter = .zero
        connection.securedAfter = .zero
        var certificate = DoctorObservation.Certificate()
        certificate.notAfter = 1_900_000_000
        certificate.verdict = "certificate has expired"
        certificate.matchesName = false
        connection.certificate = certificate
        #expect(doctor.handle(.inspected(connection), at: .zero) == [.leave, .finish])
        #expect(doctor.report.diagnoses.map(\.ailment) == [.certificateExpired, .certificateName])
    }

    @Test("Every ailment has its words, once, and a row of the guide's is answered by some command")
    func table() {
        var titles: Set<String> = []
        for ailment in Ailment.allCases {
            let entry = ailment.entry
            #expect(titles.insert(entry.title).inserted, "\(ailment)")
            for text in [entry.title, entry.means, entry.remedy] {
                #expect(!text.isEmpty && !text.contains("|") && !text.contains("\n"))
            }
            #expect(entry.title.hasSuffix("."))
        }
        for line in GuideLine.allCases { #expect(line.command.hasPrefix("antiphon ")) }
    }
}

/// Nothing that a server says may trap, hang or leak.
@Suite("A doctor hears anything")
struct DoctorFuzzTests {
    static let words = [
        #"{"type":"session.created","session":{"type":"realtime","expires_at":1e300,"model":"m"}}"#,
        #"{"type":"session.created","session":{"modalities":[],"expires_at":-9e18}}"#,
        #"{"type":"session.updated"}"#, #"{"type":"input_audio_buffer.cleared"}"#,
        #"{"type":"error","error":{"code":401,"message":"sk-abcdef","param":{}}}"#,
        #"{"type":"response.output_audio.delta","delta":"AAAA"}"#, #"{"type":"response.text.delta","delta":7}"#,
        #"{"type":"response.done","response":{"status":"failed","status_details":{"error":{"code":"x"}}}}"#,
        #"{"value":"ek_sk-abcdef","expires_at":9223372036854775807}"#, #"{"data":[{"id":"a"},7]}"#, "v=0",
        #"{"error":{"code":"401","message":"Access denied due to invalid subscription key"}}"#, "[", "",
    ]
    static let alphabet = Array("{}[]\":,0123456789eE+-.nulltruefalse\\u".utf8)

    @Test("Random observations, in any order", arguments: Seed.some(400))
    func observations(_ seed: Seed) throws {
        var random = seed.generator
        let visit = try DoctorTests.visit {
            $0.takesTurns = true
            $0.triesOversized = false
            $0.session = ["type": "realtime"]
            $0.sendsBeta = Bool.random(using: &random)
            $0.sound = Array(repeating: 1, count: 2_400)
        }
        var doctor = Doctor(visit)
        var now = Duration.zero
        var orders = doctor.begin(at: now)
        for _ in 0..<120 where !orders.contains(.finish) {
            now += .milliseconds(Int.random(in: 0...3_000, using: &random))
            orders = doctor.handle(Self.observation(after: orders, &random), at: now)
        }
        let report = doctor.report
        #expect(report.isHealthy == report.diagnoses.isEmpty)
        for text in [report.text, report.json.text, report.bundle(madeAt: "now", sample: []).text] {
            #expect(!text.contains("sk-abcdef"))
        }
    }

    private static func observation(after orders: [DoctorOrder], _ random: inout SplitMix64) -> DoctorObservation {
        // Mostly what fits, so that a visit comes far.
        guard Int.random(in: 0..<5, using: &random) > 0 else { return anything(&random) }
        switch orders.last {
        case .inspect?: return DoctorTests.connected
        case .request?: return .answered(answer(&random))
        case .open?:
            return .opened([DoctorHeader("Date", "x")], serverTime: Int.random(in: .min ... .max, using: &random))
        default: return .text(word(&random))
        }
    }

    private static func anything(_ random: inout SplitMix64) -> DoctorObservation {
        switch Int.random(in: 0..<9, using: &random) {
        case 0: return .answered(answer(&random))
        case 1: return .refused(answer(&random))
        case 2: return .openFailed(.init(.lost, "it broke"))
        case 3: return .binary(count: .random(in: 0...(.max), using: &random))
        case 4: return .closed(code: Int.random(in: 0...70_000, using: &random), reason: "a.b")
        case 5: return .lost("sk-abcdef")
        case 6: return .timeout
        case 7: return .requestFailed(.init(.timedOut, "sk-abcdef"))
        default:
            var connection = DoctorObservation.Connection()
            connection.resolvedAfter = .zero
            connection.connectedAfter = Bool.random(using: &random) ? .zero : nil
            connection.securedAfter = .zero
            var certificate = DoctorObservation.Certificate()
            certificate.notAfter = Int.random(in: .min ... .max, using: &random)
            certificate.notBefore = Int.random(in: .min ... .max, using: &random)
            certificate.verdict = "no"
            connection.certificate = certificate
            return .inspected(connection)
        }
    }

    private static func answer(_ random: inout SplitMix64) -> DoctorObservation.Answer {
        let status = [200, 201, 302, 400, 401, 403, 404, 426, 429, 500, 503, 999].randomElement(using: &random) ?? 200
        let headers = [DoctorHeader("Location", "/v1/realtime/calls/x"), DoctorHeader("X-Request-Id", "sk-abcdef")]
        return .init(
            status: status,
            headers: headers,
            body: word(&random),
            serverTime: Bool.random(using: &random) ? nil : Int.random(in: .min ... .max, using: &random)
        )
    }

    private static func word(_ random: inout SplitMix64) -> [UInt8] {
        var bytes = Array((words.randomElement(using: &random) ?? "").utf8)
        if Bool.random(using: &random) { bytes.mutate(using: &random, alphabet: alphabet) }
        return bytes
    }

    @Test("Addresses and tokens of any kind", arguments: Seed.some(300))
    func texts(_ seed: Seed) {
        var random = seed.generator
        let texts = [
            "wss://contoso.openai.azure.com:443/openai/realtime?api-version=x&deployment=a%20b#f",
            "http://[::1]:8080/v1",
            "eyJhbGciOiJub25lIn0.eyJleHAiOjE3MDAwMDAwMDAuNSwibmJmIjoxLCJhdWQiOlsiYSIsImIiXX0.x",
        ]
        for text in texts {
            var bytes = Array(text.utf8)
            bytes.mutate(using: &random, alphabet: Array(":/?#[]@%&=.-_eyJ09".utf8))
            let mutated = String(decoding: bytes, as: UTF8.self)
            _ = DoctorCredential(mutated).kind
            do throws(DoctorTarget.Mistake) {
                let target = try DoctorTarget(mutated, model: "m")
                // What it makes of an address, it reads as the same.
                #expect(try DoctorTarget(target.url).url == target.url)
            } catch { #expect(!error.text.isEmpty) }
        }
    }
}
