import Bytes

/// Opens a WebSocket and waits for the first event, which says whether there is a session.
struct Opening: Sendable {
    enum Outcome: Sendable, Equatable {
        case pending(Step)
        case greeted(JSON)
        case refused(DoctorRefusal)
        case trouble(Ailment, String)
    }

    private var startedAt = Duration.zero
    private var openedAt: Duration?
    /// How long the upgrade took, and the greeting after it.
    private(set) var upgrade: Duration?
    private(set) var greeting: Duration?

    mutating func begin(_ target: DoctorTarget, _ headers: [DoctorHeader], _ chart: Chart) -> Step {
        self = Opening()
        startedAt = chart.now
        return .next([.open(url: target.url, headers: headers)], within: chart.step)
    }

    mutating func handle(_ observation: DoctorObservation, _ chart: inout Chart) -> Outcome {
        switch observation {
        case .opened:
            openedAt = chart.now
            upgrade = chart.now - startedAt
            return .pending(.next([], within: chart.step))
        case .refused(let answer): return .refused(DoctorRefusal(answer))
        case .openFailed(let trouble): return .trouble(trouble.kind.ailment, trouble.text)
        case .text(let bytes): return first(bytes, &chart)
        case .binary(let count): return .trouble(.notJSON, "The first message is binary, \(count) bytes.")
        case .closed(let code, let reason):
            if let refusal = DoctorRefusal(closeReason: reason) { return .refused(refusal) }
            return .trouble(.closedAtOnce, Self.told(code, reason))
        case .lost(let why): return .trouble(.closedAtOnce, "The connection broke: \(why).")
        case .timeout:
            let seconds = "within \(chart.step.shown)"
            guard openedAt != nil else { return .trouble(.noAnswer, "There was no answer to the upgrade \(seconds).") }
            return .trouble(.noGreeting, "The WebSocket opened, and nothing came \(seconds).")
        case .inspected, .answered, .requestFailed: return .pending(.wait)
        }
    }

    private mutating func first(_ bytes: [UInt8], _ chart: inout Chart) -> Outcome {
        guard let event = DoctorEvent(bytes) else {
            let text = DoctorRefusal.line(String(decoding: bytes.prefix(120), as: UTF8.self))
            let isJSON = text.hasPrefix("{") && text.hasSuffix("}") || text.hasPrefix("[")
            return .trouble(isJSON ? .otherProtocol : .notJSON, "The first message is: \(text)")
        }
        chart.sawEvent(event.type)
        switch event.type {
        case "error": return .refused(DoctorRefusal(event.json["error"]))
        case "session.created", "transcription_session.created":
            // What Voice Live and others call a session is another thing.
            guard let session = event.json["session"], session.object != nil else { break }
            greeting = openedAt.map { chart.now - $0 }
            return .greeted(session)
        default: break
        }
        return .trouble(.otherProtocol, "The first event is '\(DoctorRefusal.line(event.type))'.")
    }

    static func told(_ code: Int?, _ reason: String) -> String {
        let words = reason.isEmpty ? "without a reason" : "\"\(DoctorRefusal.line(reason))\""
        return "The server closed with \(code.map { "code \($0)" } ?? "no code"), \(words)."
    }
}

extension DoctorObservation.Trouble.Kind {
    var ailment: Ailment {
        switch self {
        case .unresolved: .nameUnknown
        case .refused: .connectionRefused
        case .unreachable: .unreachable
        case .timedOut: .noAnswer
        case .tls: .tlsFailed
        case .lost: .closedBeforeAnswer
        case .notHTTP: .notHTTP
        case .badUpgrade: .badUpgrade
        case .proxy: .proxyRefused
        case .other: .refusedOtherwise
        }
    }
}
