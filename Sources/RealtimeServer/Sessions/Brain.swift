internal import RealtimeAPI
internal import RealtimeEngine

/// What decides in a session. Fronts do not know which one they serve.
///
/// Contract: as `SessionEngine`'s. Call `handle`, perform every action in order, then wait until `deadline` or the next
/// input; an effect never answers synchronously.
protocol Brain: Sendable {
    /// What it hears of a client's audio.
    var hearing: BrainHearing { get }
    mutating func handle(_ input: BrainInput, at now: Moment) -> [SessionAction]
    var deadline: Moment? { get }
}

enum BrainHearing: Sendable, Equatable {
    /// The driver reads the client's events, decodes and conditions their audio, and gives both.
    case conditioned(SessionKind)
}

enum BrainInput: Sendable {
    /// A client's message; for who hears conditioned audio it has been read, and is no append. `audio` holds, decoded,
    /// what its `input_audio` parts brought.
    case frame(Frame, from: AttachmentID, audio: [Samples])
    case input(SessionInput)
}

/// A brain of our own: a session engine.
struct LocalBrain: Brain {
    let kind: SessionKind
    private var engine: any SessionEngine

    init(_ engine: any SessionEngine, kind: SessionKind) {
        self.engine = engine
        self.kind = kind
    }

    var hearing: BrainHearing { .conditioned(kind) }
    var deadline: Moment? { engine.deadline }

    mutating func handle(_ input: BrainInput, at now: Moment) -> [SessionAction] {
        switch input {
        case .input(let input): return engine.handle(input, at: now)
        case .frame(let frame, let attachment, let audio):
            switch frame.content {
            case .failure(let refused):
                return engine.handle(
                    .refused(refused.error, from: Sender(attachment, eventID: refused.eventID)),
                    at: now
                )
            case .success(.event(let event)):
                let sender = Sender(attachment, eventID: event.eventID)
                return engine.handle(.event(event.event, from: sender, audio: audio), at: now)
            // The contract of the input: neither reaches a brain that hears.
            case .success(.append), nil: return []
            }
        }
    }
}
