import Bytes

/// What is known of a server so far.
struct Chart: Sendable {
    let visit: DoctorVisit
    /// Where it is looked for now: another address than the visit's, once that has turned out to be right.
    var target: DoctorTarget
    /// Whether the credential travels in the other header than its kind's.
    var swapsHeader = false
    /// Since the visit began.
    var now = Duration.zero
    /// What is open, if anything.
    var session = Session.none
    /// The model that the session says it has.
    var model: String?
    /// A client secret that was made here.
    var secret: String?
    /// How far the server's clock is ahead, in seconds.
    var skew: Double?
    var region: String?
    private(set) var outcomes: [Examination: Examination.Outcome] = [:]
    private(set) var diagnoses: [Diagnosis] = []
    private(set) var measures = JSONObject()
    /// In the order in which they came first.
    private(set) var eventNames: [String] = []
    private(set) var trace = Trace()

    enum Session: Sendable, Equatable {
        case none, conversation, transcription, ended
    }

    init(_ visit: DoctorVisit) {
        self.visit = visit
        target = visit.target
    }

    var step: Duration { visit.limits.step }

    /// Ours, in seconds since 1970.
    var clock: Double { visit.startedAt + Double(now.milliseconds) / 1_000 }

    /// Whether the credential stands in the address that it was called to.
    var hasCredentialInAddress: Bool {
        visit.credential != .none && visit.target.credential == visit.credential.text
    }

    /// What every request carries. One that stands in the address has no other header to be in.
    func headers() -> [DoctorHeader] { headers(at: target, swapped: swapsHeader && !hasCredentialInAddress) }

    /// What a WebSocket carries. Where the address has the credential, it goes with that alone, as its user's client
    /// does; swapped, in a header too.
    func socketHeaders(to target: DoctorTarget? = nil, swapped: Bool? = nil) -> [DoctorHeader] {
        let isSwapped = swapped ?? swapsHeader
        guard hasCredentialInAddress else { return headers(at: target ?? self.target, swapped: isSwapped) }
        return isSwapped ? headers(at: target ?? self.target, swapped: false) : [clientRequest]
    }

    private func headers(at target: DoctorTarget, swapped: Bool) -> [DoctorHeader] {
        let credential = visit.credential.header(at: target.flavour, swapped: swapped)
        return [credential, clientRequest].compactMap { $0 }
    }

    private var clientRequest: DoctorHeader { DoctorHeader("x-ms-client-request-id", visit.requestID) }

    static let betaHeader = DoctorHeader("OpenAI-Beta", "realtime=v1")

    mutating func set(_ examination: Examination, _ outcome: Examination.Outcome) {
        if case .fault = outcomes[examination] { return }
        outcomes[examination] = outcome
    }

    mutating func find(_ ailment: Ailment, _ evidence: String, at examination: Examination) {
        set(examination, .fault(ailment))
        add(ailment, evidence)
    }

    mutating func add(_ ailment: Ailment, _ evidence: String) {
        guard !diagnoses.contains(where: { $0.ailment == ailment }) else { return }
        diagnoses.append(Diagnosis(ailment: ailment, evidence: evidence))
    }

    mutating func measure(_ name: String, _ time: Duration) { measures[name] = .number(JSONNumber(time.milliseconds)) }

    private static let eventNamesMax = 200

    mutating func sawEvent(_ name: String) {
        guard eventNames.count < Self.eventNamesMax, !eventNames.contains(name) else { return }
        eventNames.append(name)
    }

    /// The clock of an answer, as good as seconds are. The first tells.
    mutating func sawTime(_ seconds: Int?) {
        guard let seconds, skew == nil else { return }
        let difference = Double(seconds) + 0.5 - clock
        skew = difference
        let text = "The server's clock is \(abs(difference).shownSpan) \(difference < 0 ? "behind" : "ahead")."
        if abs(difference) > Self.skewSecondsMax {
            find(.clockSkew, text, at: .clock)
        } else {
            set(.clock, .well(abs(difference) < 2 ? "the same as ours, within seconds" : text))
        }
    }

    static let skewSecondsMax = 60.0
}

// What is written down.
extension Chart {
    mutating func note(_ orders: [DoctorOrder]) { for order in orders { trace.add(order, at: now) } }

    mutating func note(_ observation: DoctorObservation) {
        trace.add(observation, at: now)
        switch observation {
        case .answered(let answer), .refused(let answer):
            sawTime(answer.serverTime)
            sawRegion(answer.headers)
        case .opened(let headers, let time):
            sawTime(time)
            sawRegion(headers)
        default: break
        }
    }

    private mutating func sawRegion(_ headers: [DoctorHeader]) {
        region = region ?? headers["x-ms-region"] ?? headers["openai-region"]
    }
}

extension Double {
    /// Seconds as `50 s`, `12 min`, `30 h` or `9 days`.
    var shownSpan: String {
        guard let whole = Int(exactly: rounded()) else { return "very long" }
        switch whole {
        case ..<120: return "\(whole) s"
        case ..<7_200: return "\(whole / 60) min"
        case ..<172_800: return "\(whole / 3_600) h"
        default: return "\(whole / 86_400) days"
        }
    }
}
