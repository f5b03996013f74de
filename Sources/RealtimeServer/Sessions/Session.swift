internal import Bytes
internal import HTTP
internal import NetIO
internal import RealtimeAPI
internal import RealtimeEngine
internal import Speech

/// One live session: a brain, those who are connected to it, and the loop on which it lives. It decides nothing; it
/// carries.
///
/// Everything happens on its loop. What one input leads to is carried out before the next is taken, so an effect that
/// can be answered at once is answered as an input of its own.
actor Session: LoopActor {
    nonisolated let loop: EventLoop
    nonisolated let id: String
    nonisolated let kind: SessionKind
    let terms: SessionTerms
    var journal: SessionJournal
    var brain: any Brain
    var attachments: [any Attachment] = []
    var conditioner: InputConditioner
    var longAppend: LongAppend?
    let speech: any SpeechSession
    let effects: Effects
    let mcp: MCPConnections?
    var items = ListenedItems()
    var timer: LoopTimer?
    /// When the timer fires; it may be early, and is not set back when its deadline moves away.
    var timerDue: Moment?
    var inbox: [BrainInput] = []
    var isHandling = false
    var hasEnded = false
    var lastActivity: Moment

    init(
        _ id: String,
        _ brain: any Brain,
        kind: SessionKind,
        terms: SessionTerms,
        journal: SessionJournal,
        on loop: EventLoop
    ) {
        self.id = id
        self.brain = brain
        self.kind = kind
        self.terms = terms
        self.journal = journal
        self.loop = loop
        speech = terms.speech.session(model: terms.model, on: loop)
        conditioner = InputConditioner(detector: speech.detector())
        effects = Effects(patience: terms.effectPatience)
        mcp = terms.mcp.map { MCPConnections($0, on: loop) }
        lastActivity = Self.now
    }

    static var now: Moment { Moment(EventLoop.now) }

    // MARK: Attachments

    func attach(_ attachment: any Attachment) {
        attachments.append(attachment)
        handle(.attached(attachment.id))
    }

    func left(_ id: AttachmentID, _ end: WebSocketEnd) {
        guard !hasEnded else { return }
        journal.left(end)
        attachments.removeAll { $0.id == id }
        if longAppend?.sender.attachment == id { longAppend = nil }
        handle(.detached(id))
    }

    func attachment(fellBehind change: AttachmentQueue.Change) {
        switch change {
        case .none: break
        case .stall: handle(.outputStalled(true))
        case .resume: handle(.outputStalled(false))
        case .close: end(.tooSlow)
        }
    }

    func attachment(noticed notice: Interpreter.Notice) {
        switch notice {
        case .turnedToGA: journal.turnedToGA()
        case .lost(let losses): journal.lost(losses)
        }
    }

    /// Something outside ends the session.
    func end(_ reason: EndReason) { handle(.end(reason)) }

    // MARK: What clients say

    func received(_ message: WebSocketMessage, from attachment: any Attachment) {
        guard !hasEnded else { return }
        lastActivity = Self.now
        journal.received()
        switch message.kind {
        case .binary: handle(.refused(.binaryFrame, from: Sender(attachment.id)))
        case .text: receive(Frame(message.bytes), from: attachment)
        }
    }

    private func receive(_ frame: Frame, from attachment: any Attachment) {
        var frame = frame
        guard case .conditioned(let kind) = brain.hearing else {
            return think(.frame(frame, from: attachment.id, audio: []))
        }
        switch frame.read(by: attachment, in: kind) {
        case .failure: think(.frame(frame, from: attachment.id, audio: []))
        case .success(.append(let append)):
            self.append(append.audio, of: frame, from: Sender(attachment.id, eventID: append.eventID))
        case .success(.event(let identified)):
            hear(identified.event, of: frame, from: Sender(attachment.id, eventID: identified.eventID))
        }
    }

    /// What a client's event means for those who listen, before the brain has it.
    private func hear(_ event: ClientEvent, of frame: Frame, from sender: Sender) {
        switch event {
        case .inputAudioAppend(let body), .translationAppend(let body):
            // An append that was written in an unusual way. Its audio is cut out of a frame like any other's.
            let bytes = Array(body.audio.utf8)
            return append(bytes.indices, of: Frame(bytes), from: sender)
        case .inputAudioCommit:
            if let rest = conditioner.flush() { handle(.audio(rest, from: sender)) }
        case .inputAudioClear: conditioner.reset()
        default: break
        }
        var audio: [Samples] = []
        for (param, characters) in event.audioParts {
            do throws(Base64Error) {
                audio.append(conditioner.decode(try Base64.decode(characters)))
            } catch {
                return handle(.refused(.invalidBase64(error, param: param), from: sender))
            }
        }
        think(.frame(frame, from: sender.attachment, audio: audio))
    }

    private func append(_ characters: Range<Int>, of frame: Frame, from sender: Sender) {
        var append = LongAppend(frame, characters, sliceBytes: conditioner.bytes(of: terms.slice), sender: sender)
        guard !append.isShort else {
            while !advance(&append) {}
            return
        }
        longAppend = append
        attachments.first { $0.id == sender.attachment }?.pause()
        continueSoon()
    }

    /// Takes one step; true once the append has been dealt with.
    private func advance(_ append: inout LongAppend) -> Bool {
        switch append.step(&conditioner) {
        case .more: return false
        case .refused(let error): handle(.refused(error, from: append.sender))
        case .done(let audio):
            journal.heard(Ticks(audio.samples.count))
            handle(.audio(audio, from: append.sender))
        }
        return true
    }

    /// In the loop's next turn, after the sockets had theirs.
    private func continueSoon() {
        loop.soon { [weak self] in self?.assumeIsolated { $0.continueAppend() } }
    }

    private func continueAppend() {
        guard var append = longAppend, !hasEnded else { return }
        // Not copied: the array of what was decoded so far has one owner.
        longAppend = nil
        guard advance(&append) else {
            longAppend = append
            return continueSoon()
        }
        attachments.first { $0.id == append.sender.attachment }?.resume()
    }
}
