import Bytes

/// One chunk as it should be, and one that is none; after each the buffer is cleared, so nothing is spent.
struct AudioProbe: Probe {
    private enum Stage {
        case good, bad
    }

    private var stage = Stage.good
    private var complaint: DoctorRefusal?

    mutating func begin(_ chart: inout Chart) -> Step {
        guard chart.session == .conversation || chart.session == .transcription else { return .done([]) }
        return send(chart.visit.chunks.first.map { Base64.encode($0) } ?? "", chart)
    }

    private func send(_ audio: String, _ chart: Chart) -> Step {
        let append: JSON = ["type": "input_audio_buffer.append", "event_id": "doctor_audio", "audio": .string(audio)]
        let clear: JSON = ["type": "input_audio_buffer.clear", "event_id": "doctor_clear"]
        return .next([.send(append.text), .send(clear.text)], within: chart.step)
    }

    mutating func handle(_ observation: DoctorObservation, _ chart: inout Chart) -> Step {
        let isGood = stage == .good
        let row: Examination = isGood ? .audio : .badAudio
        switch News(observation, &chart) {
        case .event(let event):
            if event.type == "error" { complaint = DoctorRefusal(event.json["error"]) }
            guard event.type == "input_audio_buffer.cleared" else { return .wait }
            return isGood ? goodIsOver(&chart) : badIsOver(&chart)
        case .ended(let how):
            chart.find(isGood ? .closedAtAudio : .badAudioCloses, how, at: row)
        case .silence:
            let evidence = complaint.map(\.evidence) ?? "Nothing came within \(chart.step.shown)."
            chart.find(complaint == nil ? .audioUnanswered : .audioRefused, evidence, at: row)
        case .damaged(let what): chart.find(.notJSON, what, at: .session)
        case .nothing: return .wait
        }
        return .done([])
    }

    private mutating func goodIsOver(_ chart: inout Chart) -> Step {
        if let complaint {
            chart.find(.audioRefused, complaint.evidence, at: .audio)
        } else {
            chart.set(.audio, .well("a chunk of 100 ms is taken"))
        }
        stage = .bad
        complaint = nil
        return send("this is no base64!", chart)
    }

    private func badIsOver(_ chart: inout Chart) -> Step {
        let outcome: Examination.Outcome =
            complaint.map { .well("an error answers (\($0.code ?? "no code")), and the session goes on") }
            ?? .remark("a chunk that is no base64 is taken without a word")
        chart.set(.badAudio, outcome)
        return .done([])
    }
}

/// A chunk beyond the limit of 15 MiB, on a connection of its own: it may end it.
struct LongAudioProbe: Probe {
    private var opening = Opening()
    private var isOpen = false

    /// Decoded; the limit is 15 MiB (15,728,640 bytes).
    private static let byteCount = 15_728_640 + 4_800

    mutating func begin(_ chart: inout Chart) -> Step {
        guard chart.visit.triesOversized else {
            chart.set(.longAudio, .skipped("--oversized was not given"))
            return .done([])
        }
        guard chart.session != .none else { return .done([]) }
        return opening.begin(chart.target, chart.socketHeaders(), chart)
    }

    mutating func handle(_ observation: DoctorObservation, _ chart: inout Chart) -> Step {
        guard isOpen else { return openings(observation, &chart) }
        switch News(observation, &chart) {
        case .event(let event) where event.type == "error":
            let code = DoctorRefusal(event.json["error"]).code ?? "no code"
            chart.set(.longAudio, .well("an error answers (\(code)), and the session goes on"))
        case .event(let event) where event.type == "input_audio_buffer.cleared":
            chart.set(.longAudio, .remark("it is taken; the service refuses more than 15 MiB"))
        case .ended(let how): chart.set(.longAudio, .remark("it ends the session. \(how)"))
        case .silence: chart.set(.longAudio, .remark("nothing came within \(chart.visit.limits.response.shown)"))
        case .event, .damaged, .nothing: return .wait
        }
        return .done([.leave])
    }

    private mutating func openings(_ observation: DoctorObservation, _ chart: inout Chart) -> Step {
        switch opening.handle(observation, &chart) {
        case .pending(let step): return step
        case .greeted:
            isOpen = true
            let audio = Base64.encode([UInt8](repeating: 0, count: Self.byteCount))
            let append: JSON = ["type": "input_audio_buffer.append", "audio": .string(audio)]
            return .next(
                [.send(append.text), .send(#"{"type":"input_audio_buffer.clear"}"#)],
                within: chart.visit.limits.response
            )
        case .refused(let refusal): chart.set(.longAudio, .remark("a second session: \(refusal.evidence)"))
        case .trouble(_, let evidence): chart.set(.longAudio, .remark("a second session: \(evidence)"))
        }
        return .done([.leave])
    }
}
