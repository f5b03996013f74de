import Bytes
import Migration

/// A server that a doctor is called to, as values: no socket, and no time passes but what is waited for.
struct Bedside {
    /// What the way there is found to be.
    var connection = DoctorTests.connected
    /// What a request over HTTP is answered with.
    var answers: (DoctorRequest) -> DoctorObservation.Answer = { _ in .init(status: 404) }
    /// What opening a WebSocket comes to; nil: it opens.
    var opens: (String, [DoctorHeader]) -> DoctorObservation? = { _, _ in nil }
    /// What a session begins with.
    var greeting = #"{"type":"session.created","session":{"type":"realtime","model":"m","audio":{}}}"#
    /// What an event is answered with; nil: as a healthy server does.
    var replies: (JSON) -> [String]? = { _ in nil }

    struct Visit {
        let report: DoctorReport
        let orders: [DoctorOrder]

        var requests: [DoctorRequest] {
            orders.compactMap { if case .request(let request) = $0 { request } else { nil } }
        }
        var sent: [JSON] {
            orders.compactMap { if case .send(let text) = $0 { try? JSON(parsing: text) } else { nil } }
        }
        var faults: [Ailment] { report.diagnoses.map(\.ailment) }

        /// What is in the checklist's row.
        func row(_ examination: Examination) -> String { "\(report.outcome(of: examination))" }
    }

    static func refusal(_ status: Int, _ code: String, _ message: String = "No.") -> DoctorObservation.Answer {
        .init(status: status, body: Array(#"{"error":{"code":"\#(code)","message":"\#(message)"}}"#.utf8))
    }

    func examined(_ url: String = "wss://voice.example/v1", _ change: (inout DoctorVisit) -> Void = { _ in }) throws
        -> Visit
    {
        let target = try DoctorTarget(url)
        var visit = DoctorVisit(target, DoctorCredential("sk-abcdef"), startedAt: 1_800_000_000, requestID: "id")
        visit.takesTurns = true
        change(&visit)
        var doctor = Doctor(visit)
        var now = Duration.zero
        var waiting: [DoctorObservation] = []
        var orders = doctor.begin(at: now)
        var all = orders
        while !orders.contains(.finish), all.count < 1_000 {
            for order in orders { hear(order, &waiting) }
            let next = waiting.isEmpty ? .timeout : waiting.removeFirst()
            if next == .timeout { now = doctor.deadline ?? now }
            orders = doctor.handle(next, at: now)
            all += orders
        }
        return Visit(report: doctor.report, orders: all)
    }

    private func hear(_ order: DoctorOrder, _ waiting: inout [DoctorObservation]) {
        switch order {
        case .inspect: waiting.append(connection)
        case .request(let request): waiting.append(.answered(answers(request)))
        case .open(let url, let headers):
            if let instead = opens(url, headers) { return waiting.append(instead) }
            waiting += [.opened([], serverTime: nil), .text(Array(greeting.utf8))]
        case .send(let text):
            let event = (try? JSON(parsing: text)) ?? .null
            waiting += (replies(event) ?? Self.reply(to: event)).map { .text(Array($0.utf8)) }
        case .leave: waiting = []
        case .finish: break
        }
    }

    private static func reply(to event: JSON) -> [String] {
        switch event["type"]?.string {
        case "session.update":
            let isTyped = event["session"]?["type"] != nil
            return [isTyped ? #"{"type":"session.updated"}"# : #"{"type":"error","error":{"code":"missing"}}"#]
        case "input_audio_buffer.append":
            let isSound = (try? Base64.decode(event["audio"]?.string ?? "")) != nil
            return isSound ? [] : [#"{"type":"error","error":{"code":"invalid_value"}}"#]
        case "input_audio_buffer.clear": return [#"{"type":"input_audio_buffer.cleared"}"#]
        case "response.create":
            let isSpoken = event["response"]?["output_modalities"] == ["audio"]
            let delta = isSpoken ? ("audio", "AAAAAA==") : ("text", "Hello.")
            return [
                #"{"type":"response.output_\#(delta.0).delta","delta":"\#(delta.1)"}"#,
                #"{"type":"response.done","response":{"status":"completed"}}"#,
            ]
        default: return []
        }
    }
}
