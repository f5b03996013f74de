import Bytes
import NetIO
import RealtimeAPI
import RealtimeEngine
import Speech

/// A session over the scripted engine, on a loop, without a socket: what a server does with the seam, at its shortest.
final class ScriptedConversation: @unchecked Sendable {
    private let speech: any SpeechSession
    private let loop: EventLoop
    private let client = AttachmentID(1)
    private let kind: SessionKind
    private var engine: any SessionEngine
    private var detector: any SpeechDetector
    private var items = ListenedItems()
    private var listeners: [ListenerID: any Listener] = [:]
    private var answerers: [ResponseID: any Answerer] = [:]
    private var translator: (any Translator)?
    private var now = Moment()
    private(set) var events: [ServerEvent] = []
    private(set) var audio: Samples = []
    private var until: @Sendable (ServerEvent) -> Bool = { _ in false }
    private var spoken: @Sendable () -> Void = {}
    private var done: @Sendable () -> Void = {}

    private init(_ kind: SessionKind, _ script: Script, _ loop: EventLoop) throws {
        let engine = ScriptedEngine(script)
        speech = engine.session(model: "gpt-realtime", on: loop)
        self.kind = kind
        self.loop = loop
        var configuration = SessionConfiguration(id: "sess_1", model: "gpt-realtime", startedAt: 0)
        configuration.offer = engine.offer(model: "gpt-realtime")
        configuration.limits.outputLead = nil
        self.engine =
            switch kind {
            case .transcription: try TranscriptionEngine(configuration, ids: .numbered)
            case .translation: try TranslationEngine(configuration, ids: .numbered)
            default: try ConversationEngine(configuration, ids: .numbered)
            }
        detector = speech.detector()
    }

    /// What a client was told, from the beginning up to an event, when it did this.
    static func run(
        _ kind: SessionKind = .realtime,
        _ script: Script = Script(),
        until: @escaping @Sendable (ServerEvent) -> Bool,
        _ body: @escaping @Sendable (ScriptedConversation) -> Void
    ) async throws -> (events: [ServerEvent], audio: Samples) {
        let loop = EventLoop.start()
        let session = try ScriptedConversation(kind, script, loop)
        await withCheckedContinuation { continuation in
            loop.post {
                session.until = until
                session.done = { continuation.resume() }
                session.give(.attached(session.client))
                body(session)
            }
        }
        loop.post { session.give(.detached(session.client)) }
        await loop.stop()
        return (session.events, session.audio)
    }

    // MARK: The client

    func send(_ text: String) {
        do {
            guard case .event(let event) = try ClientFrame.read(Array(text.utf8), in: kind, .webSocket) else { return }
            give(.event(event.event, from: Sender(client, eventID: event.eventID)))
        } catch {
            give(.refused(error.error, from: Sender(client)))
        }
    }

    /// As a microphone does: 20 ms at a time, each in a turn of the loop.
    func speak(_ samples: Samples) {
        guard !samples.isEmpty else { return spoken() }
        let piece = Samples(samples.prefix(480))
        now = now + .milliseconds(20)
        give(.audio(IncomingAudio(samples: piece, frames: detector.judge(piece)), from: Sender(client)))
        loop.post { [self] in speak(Samples(samples.dropFirst(480))) }
    }

    func whenSpoken(_ body: @escaping @Sendable () -> Void) { spoken = body }

    // MARK: The driver

    private func give(_ input: SessionInput) {
        for action in engine.handle(input, at: now) { perform(action) }
    }

    private func perform(_ action: SessionAction) {
        switch action {
        case .send(let event, _, _):
            events.append(event)
            if until(event) {
                done()
                until = { _ in false }
            }
        case .audio(let piece): audio += piece.samples
        case .listen(let id, let order): perform(order, id)
        case .respond(let id, let order): perform(order, id)
        case .translate(let order): perform(order)
        case .limit(let moment): loop.post { [self] in give(.limited(moment, .granted([]))) }
        case .expect, .dropAudio, .condition, .trace, .mcp, .note, .close: break
        }
    }

    private func perform(_ order: ListenerOrder, _ id: ListenerID) {
        switch order {
        case .open(let settings, let wantsLogprobs):
            let turn = items.turn(of: id.item)
            let assignment = ListeningAssignment(
                id.purpose,
                settings: settings,
                wantsLogprobs: wantsLogprobs,
                turn: turn
            )
            listeners[id] = speech.listen(assignment) { [self] in give(.listened(id, $0)) }
        case .feed(let samples): listeners[id]?.feed(samples)
        case .finish: listeners[id]?.finish()
        case .cancel: listeners[id]?.cancel()
        }
    }

    private func perform(_ order: ResponseOrder, _ id: ResponseID) {
        switch order {
        case .start(let request):
            answerers[id] = speech.answer(request) { [self] in give(.responded(id, $0)) }
        case .hold: answerers[id]?.hold()
        case .proceed: answerers[id]?.proceed()
        case .cancel: answerers[id]?.cancel()
        }
    }

    private func perform(_ order: TranslationOrder) {
        switch order {
        case .open(let model, let language, let transcription):
            let assignment = TranslationAssignment(model: model, language: language, transcription: transcription)
            translator = speech.translate(assignment) { [self] in give(.translated($0)) }
        case .retarget(let language, let transcription):
            translator?.retarget(language: language, transcription: transcription)
        case .feed(let samples): translator?.feed(samples)
        case .hold: translator?.hold()
        case .proceed: translator?.proceed()
        case .finish: translator?.finish()
        case .cancel: translator?.cancel()
        }
    }
}
