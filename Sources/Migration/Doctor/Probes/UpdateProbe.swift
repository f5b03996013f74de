import Bytes

/// `session.update`: as GA refuses it, as a client says it, as it should be.
struct UpdateProbe: Probe {
    private enum Stage: String {
        case withoutType = "doctor_update_without_type"
        case ofClient = "doctor_update_of_client"
        case proper = "doctor_update"

        var row: Examination { self == .ofClient ? .yourSession : .update }
    }

    private var stage = Stage.withoutType
    private var refusedWithoutType = ""

    mutating func begin(_ chart: inout Chart) -> Step {
        if chart.visit.session == nil { chart.set(.yourSession, .skipped("--session FILE names none")) }
        guard chart.session == .conversation || chart.session == .transcription else { return .done([]) }
        // A field that both dialects have, in sessions of each kind.
        let session: JSON = chart.session == .transcription ? ["include": []] : ["instructions": "Answer shortly."]
        return send(.withoutType, session, chart)
    }

    private mutating func send(_ stage: Stage, _ session: JSON, _ chart: Chart) -> Step {
        self.stage = stage
        let event: JSON = ["type": "session.update", "event_id": .string(stage.rawValue), "session": session]
        return .next([.send(event.text)], within: chart.step)
    }

    mutating func handle(_ observation: DoctorObservation, _ chart: inout Chart) -> Step {
        switch News(observation, &chart) {
        case .event(let event):
            switch event.type {
            case "error": return refused(event.json["error"], &chart)
            case "session.updated", "transcription_session.updated": return updated(&chart)
            default: return .wait
            }
        case .ended(let how):
            chart.find(.updateCloses, "\(how) The update was \(described).", at: stage.row)
            return .done([])
        case .silence:
            chart.find(
                .updateUnanswered,
                "Nothing came within \(chart.step.shown). The update was \(described).",
                at: stage.row
            )
            return .done([])
        case .damaged(let what):
            chart.find(.notJSON, what, at: .session)
            return .done([])
        case .nothing: return .wait
        }
    }

    private var described: String {
        switch stage {
        case .withoutType: "one without type"
        case .ofClient: "yours"
        case .proper: "a proper one"
        }
    }

    private mutating func refused(_ error: JSON?, _ chart: inout Chart) -> Step {
        let refusal = DoctorRefusal(error)
        let place = error?["param"]?.string
        switch stage {
        case .withoutType:
            refusedWithoutType = "without type it is refused (\(refusal.code ?? "no code")), "
            return afterTypeless(&chart)
        case .ofClient:
            let isType = place == "session.type" && refusal.code == "missing_required_parameter"
            let at = place.map { " Place: \(DoctorRefusal.line($0))." } ?? ""
            chart.find(isType ? .sessionTypeMissing : .sessionRefused, refusal.evidence + at, at: .yourSession)
            return proper(chart)
        case .proper:
            chart.find(.updateRefused, refusal.evidence, at: .update)
            return .done([])
        }
    }

    private mutating func updated(_ chart: inout Chart) -> Step {
        switch stage {
        case .withoutType: return afterTypeless(&chart)
        case .ofClient:
            chart.set(.yourSession, .well("it is taken"))
            return proper(chart)
        case .proper:
            chart.set(
                .update,
                refusedWithoutType.isEmpty
                    ? .remark("it is taken without type, too; GA refuses that")
                    : .well("\(refusedWithoutType)with type taken")
            )
            return .done([])
        }
    }

    private mutating func afterTypeless(_ chart: inout Chart) -> Step {
        guard let session = chart.visit.session else { return proper(chart) }
        return send(.ofClient, session, chart)
    }

    /// Turns begin and end when we say so, the instructions are short, and nothing of a client's own update is left
    /// that makes answers other than words and PCM16.
    private mutating func proper(_ chart: Chart) -> Step {
        let format: JSON = ["type": "audio/pcm", "rate": 24_000]
        let input: JSON = ["format": format, "turn_detection": nil]
        let session: JSON =
            chart.session == .transcription
            ? ["type": "transcription", "audio": ["input": input]]
            : [
                "type": "realtime", "instructions": "Answer in one short sentence.", "tools": [],
                "tool_choice": "none", "audio": ["input": input, "output": ["format": format]],
            ]
        return send(.proper, session, chart)
    }
}
