import Bytes
public import RealtimeAPI
public import RealtimeEngine

/// A driver without a socket: it reads what clients send, conditions their audio, and gives both to an engine.
///
/// It is what a server does between its socket and the engine, with a detector that calls whatever is loud speech. Time
/// is an argument; the actions come back to the caller.
public struct SimulatedDriver: Sendable {
    public private(set) var engine: any SessionEngine
    public let session: SessionKind
    public let transport: Transport
    /// How all who are attached say it.
    public var dialect: Dialect
    private var conditioner = SimulatedConditioner()

    public init(_ engine: any SessionEngine, session: SessionKind, transport: Transport, dialect: Dialect = .ga) {
        self.engine = engine
        self.dialect = dialect
        self.session = session
        self.transport = transport
    }

    public var deadline: Moment? { engine.deadline }

    public mutating func handle(_ input: SessionInput, at now: Moment) -> [SessionAction] {
        let actions = engine.handle(input, at: now)
        for case .condition(let conditioning) in actions { conditioner.conditioning = conditioning }
        return actions
    }

    /// A text message of a client's.
    public mutating func receive(_ text: [UInt8], from attachment: AttachmentID, at now: Moment) -> [SessionAction] {
        handle(input(text, from: attachment), at: now)
    }

    /// What the engine is given for a message. Every message has an answer: an input, or a refusal.
    private mutating func input(_ text: [UInt8], from attachment: AttachmentID) -> SessionInput {
        do throws(RefusedEvent) {
            switch try ClientFrame.read(text, in: session, transport, dialect: &dialect) {
            case .append(let append):
                let sender = Sender(attachment, eventID: append.eventID)
                return try self.append(Array(text[append.audio]), sender)
            case .event(let identified):
                return try input(identified.event, Sender(attachment, eventID: identified.eventID))
            }
        } catch {
            return .refused(error.error, from: Sender(attachment, eventID: error.eventID))
        }
    }

    private mutating func input(_ event: ClientEvent, _ sender: Sender) throws(RefusedEvent) -> SessionInput {
        switch event {
        case .inputAudioAppend(let body), .translationAppend(let body):
            return try append(Array(body.audio.utf8), sender)
        case .inputAudioClear: conditioner.reset()
        default: break
        }
        var audio: [Samples] = []
        for (param, characters) in event.audioParts {
            let bytes = try decode(Array(characters.utf8), param, sender)
            audio.append(SimulatedConditioner.samples(bytes, conditioner.conditioning.format))
        }
        return .event(event, from: sender, audio: audio)
    }

    private mutating func append(_ characters: [UInt8], _ sender: Sender) throws(RefusedEvent) -> SessionInput {
        let bytes = try decode(characters, "audio", sender)
        guard bytes.count <= AudioAppend.bytesMax else {
            throw RefusedEvent(.appendTooLarge(limit: AudioAppend.bytesMax), sender.eventID)
        }
        return .audio(conditioner.condition(bytes), from: sender)
    }

    private func decode(_ characters: [UInt8], _ param: String, _ sender: Sender) throws(RefusedEvent) -> [UInt8] {
        do {
            return try Base64.decode(characters)
        } catch {
            throw RefusedEvent(.invalidBase64(error, param: param), sender.eventID)
        }
    }
}
