import Bytes

/// One response, from `response.create` to `response.done`.
struct ResponseWatch: Sendable {
    private(set) var startedAt = Duration.zero
    private(set) var firstAt: Duration?
    /// Of text, or decoded of audio.
    private(set) var byteCount = 0
    private(set) var isDamaged = false
    private let kind: Kind

    enum Kind: Sendable {
        case text, audio

        /// The Preview names count too: that they are old is another fault.
        var deltas: Set<String> {
            switch self {
            case .text: ["response.output_text.delta", "response.text.delta"]
            case .audio: ["response.output_audio.delta", "response.audio.delta"]
            }
        }
    }

    enum Outcome: Sendable, Equatable {
        case running
        case done
        /// The limit of tokens was reached before anything was said.
        case cutShort
        case failed(Ailment, String)
    }

    init(_ kind: Kind, at now: Duration) {
        self.kind = kind
        startedAt = now
    }

    mutating func handle(_ event: DoctorEvent, at now: Duration) -> Outcome {
        if kind.deltas.contains(event.type) {
            firstAt = firstAt ?? now
            let delta = event.json["delta"]?.string ?? ""
            switch kind {
            case .text: byteCount += delta.utf8.count
            case .audio: take(delta)
            }
            return .running
        }
        guard event.type == "response.done" else { return .running }
        let response = event.json["response"]
        switch response?["status"]?.string {
        case "incomplete" where byteCount == 0 && !isDamaged && response?["status_details"]?["reason"] == Self.limit:
            return .cutShort
        case "completed", "incomplete": return ended()
        case let status:
            let refusal = DoctorRefusal(response?["status_details"]?["error"])
            let words = refusal.message ?? refusal.code ?? "no reason"
            return .failed(Self.ailment(of: refusal), "Its status is '\(status ?? "")': \(DoctorRefusal.line(words)).")
        }
    }

    private static let limit: JSON = "max_output_tokens"

    /// A limit or a budget is named before the failure that it causes.
    private static func ailment(of refusal: DoctorRefusal) -> Ailment {
        switch refusal.code {
        case "rate_limit_exceeded"?: .rateLimited
        case "insufficient_quota"?: .quotaExhausted
        default: .responseFailed
        }
    }

    private mutating func take(_ delta: String) {
        do throws(Base64Error) {
            let count = try Base64.decode(delta).count
            byteCount += count
            if count % 2 != 0 { isDamaged = true }
        } catch { isDamaged = true }
    }

    private func ended() -> Outcome {
        if isDamaged { return .failed(.damagedAudio, "A delta is no base64 of whole PCM16 samples.") }
        guard byteCount > 0 else {
            let ailment: Ailment = kind == .text ? .noText : .noAudio
            return .failed(ailment, "'response.done' came, and no \(kind == .text ? "text" : "audio") before it.")
        }
        return .done
    }
}

/// What both turns do alike.
struct Turn: Sendable {
    private let row: Examination
    private let kind: ResponseWatch.Kind
    private(set) var watch: ResponseWatch

    init(_ row: Examination, _ kind: ResponseWatch.Kind) {
        self.row = row
        self.kind = kind
        watch = ResponseWatch(kind, at: .zero)
    }

    /// Why there is none, if there is none.
    static func isSkipped(_ row: Examination, _ chart: inout Chart) -> Bool {
        guard chart.visit.takesTurns else {
            chart.set(row, .skipped("it costs tokens, and --yes was not given"))
            return true
        }
        if chart.session == .transcription {
            chart.set(row, .skipped("a transcription session does not answer"))
        }
        return chart.session != .conversation
    }

    mutating func start(_ events: [JSON], _ chart: Chart) -> Step {
        watch = ResponseWatch(kind, at: chart.now)
        return .next(events.map { .send($0.text) }, within: chart.visit.limits.response)
    }

    /// Each event gives the response time for the next: it must go on, and need not be quick.
    mutating func handle(_ observation: DoctorObservation, _ chart: inout Chart) -> Step {
        switch News(observation, &chart) {
        case .event(let event) where event.type == "error":
            let refusal = DoctorRefusal(event.json["error"])
            let found = refusal.ailment(of: chart)
            chart.find(found == .refusedOtherwise ? .responseRefused : found, refusal.evidence, at: row)
            return .done([])
        case .event(let event):
            switch watch.handle(event, at: chart.now) {
            case .running: return .next([], within: chart.visit.limits.response)
            case .done: return done(&chart)
            case .cutShort:
                let count = kind == .text ? DoctorVisit.textTokensMax : DoctorVisit.audioTokensMax
                let name = kind == .text ? "text" : "audio"
                chart.set(row, .remark("its limit of \(count) tokens came before any \(name): a model that reasons"))
            case .failed(let ailment, let evidence): chart.find(ailment, evidence, at: row)
            }
        case .ended(let how):
            let hadBegun = watch.firstAt != nil
            chart.find(kind == .audio && !hadBegun ? .closedAtAudio : .closedInTurn, how, at: row)
        case .silence:
            let last = chart.eventNames.last ?? "nothing"
            let limit = chart.visit.limits.response.shown
            chart.find(.responseStalled, "Nothing came for \(limit); the newest name was '\(last)'.", at: row)
        case .damaged(let what): chart.find(.notJSON, what, at: row)
        case .nothing: return .wait
        }
        return .done([])
    }

    private func done(_ chart: inout Chart) -> Step {
        let whole = chart.now - watch.startedAt
        let first = (watch.firstAt ?? chart.now) - watch.startedAt
        let name = kind == .text ? "text" : "audio"
        chart.measure("first_\(name)_ms", first)
        chart.measure("\(name)_turn_ms", whole)
        let amount =
            kind == .text
            ? "\(watch.byteCount) bytes" : Duration.milliseconds(watch.byteCount * 1_000 / 48_000).shown
        chart.set(row, .well("first \(name) after \(first.shown), \(amount) of it after \(whole.shown)"))
        return .done([])
    }
}

/// Text in, text out.
struct TextTurn: Probe {
    private var turn = Turn(.textTurn, .text)

    mutating func begin(_ chart: inout Chart) -> Step {
        if Turn.isSkipped(.textTurn, &chart) { return .done([]) }
        let item: JSON = [
            "type": "message", "role": "user", "content": [["type": "input_text", "text": "Say hello."]],
        ]
        let limit = JSON.number(JSONNumber(DoctorVisit.textTokensMax))
        return turn.start(
            [
                ["type": "conversation.item.create", "event_id": "doctor_item", "item": item],
                [
                    "type": "response.create", "event_id": "doctor_text",
                    "response": ["output_modalities": ["text"], "max_output_tokens": limit],
                ],
            ],
            chart
        )
    }

    mutating func handle(_ observation: DoctorObservation, _ chart: inout Chart) -> Step {
        turn.handle(observation, &chart)
    }
}

/// Sound in, in chunks of 100 ms, and sound out.
struct AudioTurn: Probe {
    private var turn = Turn(.audioTurn, .audio)

    mutating func begin(_ chart: inout Chart) -> Step {
        if Turn.isSkipped(.audioTurn, &chart) { return .done([]) }
        if case .fault? = chart.outcomes[.audio] {
            chart.set(.audioTurn, .skipped("a single chunk of audio is not taken"))
            return .done([])
        }
        let chunks = chart.visit.chunks.map { chunk -> JSON in
            ["type": "input_audio_buffer.append", "audio": .string(Base64.encode(chunk))]
        }
        let limit = JSON.number(JSONNumber(DoctorVisit.audioTokensMax))
        let answer: JSON = [
            "type": "response.create", "event_id": "doctor_speech",
            "response": [
                "output_modalities": ["audio"], "max_output_tokens": limit, "instructions": "Say hello in three words.",
            ],
        ]
        let commit: JSON = ["type": "input_audio_buffer.commit", "event_id": "doctor_commit"]
        return turn.start(chunks + [commit, answer], chart)
    }

    mutating func handle(_ observation: DoctorObservation, _ chart: inout Chart) -> Step {
        turn.handle(observation, &chart)
    }
}
