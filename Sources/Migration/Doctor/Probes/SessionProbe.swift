import Bytes

/// Opens the session. Where it is refused, tries what a refusal of this kind is mostly about: the address without its
/// leftovers, the other header, the other service's path.
struct SessionProbe: Probe {
    /// What is tried, and what it proves if it opens a session.
    private enum Attempt: CaseIterable {
        case asGiven, migrated, otherHeader, elsewhere
    }

    private var opening = Opening()
    private var attempt = Attempt.asGiven
    private var refusal: (ailment: Ailment, evidence: String)?

    mutating func begin(_ chart: inout Chart) -> Step { open(chart.target, swapped: false, chart) }

    private mutating func open(_ target: DoctorTarget, swapped: Bool, _ chart: Chart) -> Step {
        let beta = chart.visit.sendsBeta ? [Chart.betaHeader] : []
        return opening.begin(target, chart.socketHeaders(to: target, swapped: swapped) + beta, chart)
    }

    mutating func handle(_ observation: DoctorObservation, _ chart: inout Chart) -> Step {
        switch opening.handle(observation, &chart) {
        case .pending(let step): return step
        case .greeted(let session): return greeted(session, &chart)
        case .refused(let refusal):
            let isFirst = self.refusal == nil
            if isFirst { self.refusal = (refusal.ailment(of: chart), refusal.evidence) }
            return next(&chart)
        case .trouble(let ailment, let evidence):
            if refusal == nil { refusal = (ailment, evidence) }
            return next(&chart)
        }
    }

    /// The next attempt that makes sense, after a word with the server that leads to none.
    private mutating func next(_ chart: inout Chart) -> Step {
        while let place = Attempt.allCases.firstIndex(of: attempt), place + 1 < Attempt.allCases.count {
            attempt = Attempt.allCases[place + 1]  // sound: within bounds
            guard makesSense(chart) else { continue }
            let target =
                switch attempt {
                case .asGiven, .otherHeader: chart.target
                case .migrated: chart.target.migrated
                case .elsewhere: chart.target.elsewhere
                }
            guard case .next(let orders, let limit) = open(target, swapped: attempt == .otherHeader, chart) else {
                break
            }
            return .next([.leave] + orders, within: limit)
        }
        let found = refusal ?? (.refusedOtherwise, "")
        chart.find(found.ailment, found.evidence, at: found.ailment.rowOfRefusal)
        return .stop
    }

    private func makesSense(_ chart: Chart) -> Bool {
        guard let ailment = refusal?.ailment else { return false }
        switch attempt {
        case .asGiven: return false
        case .migrated: return chart.target.migrated != chart.target && !Self.isOfServer.contains(ailment)
        case .otherHeader:
            if chart.hasCredentialInAddress { return ailment.rowOfRefusal == .credential }
            guard case .key = chart.visit.credential else { return false }
            return ailment == .keyRefused || ailment == .credentialMissing
        case .elsewhere: return ailment == .pathUnknown
        }
    }

    /// Troubles that no other address on the same server cures.
    private static let isOfServer: Set<Ailment> = [
        .noAnswer, .quotaExhausted, .rateLimited, .overloaded, .networkRules, .notHTTP,
    ]

    private mutating func greeted(_ session: JSON, _ chart: inout Chart) -> Step {
        prove(&chart)
        if let time = opening.upgrade { chart.measure("upgrade_ms", time) }
        if let time = opening.greeting { chart.measure("greeting_ms", time) }
        chart.set(.credential, .well(chart.visit.credential.kind))
        chart.model = session["model"]?.string
        lifetime(session["expires_at"]?.double, &chart)
        if session.isPreviewSession {
            return greetedInPreview(session, &chart)
        }
        let isTranscription = session["type"]?.string == "transcription"
        chart.session = isTranscription ? .transcription : .conversation
        let times = "open after \(opening.upgrade?.shown ?? "?"), greeted \(opening.greeting?.shown ?? "?") later"
        let model = chart.model.map { ", model '\(DoctorRefusal.line($0))'" } ?? ""
        chart.set(.session, .well("\(isTranscription ? "transcription" : "conversation")\(model), \(times)"))
        return .done([])
    }

    /// What follows asks for a session of GA.
    private func greetedInPreview(_ session: JSON, _ chart: inout Chart) -> Step {
        chart.session = .none
        guard chart.visit.sendsBeta else {
            chart.find(.previewDialect, "The greeting's session has '\(session.previewField)'.", at: .session)
            return .done([.leave])
        }
        chart.set(.session, .remark("it is one of Preview, as --beta asks for"))
        for row in [Examination.update, .audio, .badAudio, .textTurn, .audioTurn, .events] {
            chart.set(row, .skipped("the session is one of Preview"))
        }
        return .done([.leave])
    }

    /// A session where another attempt than the first opened one: that is the fault, and the rest goes on there.
    private func prove(_ chart: inout Chart) {
        guard let refusal else {
            if let version = chart.target.apiVersion, !chart.target.isPreviewPath {
                chart.set(.address, .remark("this server ignores the api-version '\(version)'; GA refuses it"))
            }
            return
        }
        switch attempt {
        case .asGiven: return
        case .migrated:
            let ailment: Ailment = chart.target.isPreviewPath ? .previewPathRetired : .apiVersionLeftover
            let better = chart.target.migrated
            let evidence = "\(refusal.evidence) Without it, \(better.shownURL) opens a session."
            chart.target = better
            chart.find(ailment, evidence, at: .address)
        case .otherHeader:
            chart.swapsHeader = true
            let name = chart.headers().first?.name ?? ""
            chart.find(.credentialHeader, "\(refusal.evidence) In '\(name)' it opens a session.", at: .credential)
        case .elsewhere:
            let better = chart.target.elsewhere
            chart.find(.pathUnknown, "\(refusal.evidence) \(better.shownURL) opens a session.", at: .address)
            chart.target = better
        }
    }

    private func lifetime(_ end: Double?, _ chart: inout Chart) {
        guard let end, end > 0 else {
            chart.set(.lifetime, .remark("the session does not say when it ends"))
            return
        }
        let left = end - chart.clock - (chart.skew ?? 0)
        guard left > 0 else {
            return chart.find(.sessionExpired, "It ended \((-left).shownSpan) ago.", at: .lifetime)
        }
        chart.set(.lifetime, .well("\(left.shownSpan)"))
    }
}

extension JSON {
    /// A field that only the flat sessions of Preview have.
    var previewField: String {
        ["modalities", "input_audio_format", "output_audio_format", "temperature"].first { self[$0] != nil } ?? ""
    }

    /// Without `type`, and flat.
    var isPreviewSession: Bool { self["type"] == nil && self["audio"] == nil && !previewField.isEmpty }
}

/// What comes in an open session.
enum News {
    case event(DoctorEvent)
    case ended(String)
    case silence
    case damaged(String)
    case nothing

    init(_ observation: DoctorObservation, _ chart: inout Chart) {
        switch observation {
        case .text(let bytes):
            guard let event = DoctorEvent(bytes) else {
                self = .damaged(
                    "A message is no event: \(DoctorRefusal.line(String(decoding: bytes.prefix(120), as: UTF8.self)))"
                )
                return
            }
            chart.sawEvent(event.type)
            self = .event(event)
        case .binary(let count): self = .damaged("A message is binary, \(count) bytes.")
        case .closed(let code, let reason):
            chart.session = .ended
            self = .ended(Opening.told(code, reason))
        case .lost(let why):
            chart.session = .ended
            self = .ended("The connection broke: \(why).")
        case .timeout: self = .silence
        case .inspected, .answered, .requestFailed, .opened, .refused, .openFailed: self = .nothing
        }
    }
}

/// Lets go of the session, and looks back at the names of the events that came.
struct Farewell: Probe {
    mutating func begin(_ chart: inout Chart) -> Step {
        // Without a session of GA there is nothing to be said of its events.
        guard chart.session != .none else { return .done([.leave]) }
        let old = chart.eventNames.filter { Vocabulary.serverEvents[$0] != nil }
        if old.isEmpty {
            if !chart.eventNames.isEmpty { chart.set(.events, .well("\(chart.eventNames.count) names, all of GA")) }
        } else {
            let pairs = old.prefix(3).map { "'\($0)' for '\((Vocabulary.serverEvents[$0] ?? nil) ?? "nothing")'" }
            chart.find(.previewEvents, "The server says \(pairs.joined(separator: ", ")).", at: .events)
        }
        return .done([.leave])
    }

    mutating func handle(_ observation: DoctorObservation, _ chart: inout Chart) -> Step { .wait }
}
