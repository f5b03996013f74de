package import RealtimeAPI

/// A transcription session as its client sees it: what the server says goes in, what to send comes out, and at the end
/// the transcript. It has no clock and no I/O.
package struct Dictation: Sendable, Equatable {
    package enum Input: Sendable, Equatable {
        case event(ServerEvent)
        case damaged
        /// The file was sent, so many milliseconds of it and of the silence after it.
        case soundEnded(milliseconds: Int)
        case connectionEnded(String)
        case interrupted
        case tick
    }

    package enum Action: Sendable, Equatable {
        case send(ClientEvent)
        case sendSound
        /// To standard error, a line.
        case note(String)
        case end(Result<Transcript, Failure>)
    }

    package enum Failure: Error, Sendable, Equatable {
        case failed(String)
        case refused(String)
    }

    private enum State: Sendable, Equatable {
        case opening
        case configuring
        case sending
        /// All was sent; when this is answered, all was listened to.
        case fenced
        /// What is left is written down.
        case writing
        case ended
    }

    /// One turn of the sound.
    private struct Turn: Sendable, Equatable {
        let item: ItemID
        var start: Int
        var end: Int?
        /// What was heard, once that is known.
        var text: String?
    }

    private let model: String
    private let language: String?
    private var state = State.opening
    private var turns: [Turn] = []
    private var length = 0
    private var failure: String?
    private var lastNews = Duration.zero
    private var actions: [Action] = []

    package init(model: String, language: String?) {
        self.model = model
        self.language = language
    }

    package mutating func handle(_ input: Input, at now: Duration) -> [Action] {
        guard state != .ended else { return [] }
        if input != .tick { lastNews = now }
        switch input {
        case .event(let event): receive(event)
        case .damaged: actions.append(.note("The server said something that is no event; it is left out."))
        case .soundEnded(let milliseconds):
            length = milliseconds
            state = .fenced
            update(TranscriptionSession())
        case .connectionEnded(let how): fail(how)
        case .interrupted: fail("Interrupted.")
        case .tick: lookForSilence(at: now)
        }
        defer { actions = [] }
        return actions
    }

    private mutating func receive(_ event: ServerEvent) {
        switch event {
        case .sessionCreated: if state == .opening { configure() }
        case .sessionUpdated: updated()
        case .error(let event): receive(event.error)
        case .speechStarted(let event): change(event.itemID) { $0.start = event.audioStartMilliseconds }
        case .speechStopped(let event): change(event.itemID) { $0.end = event.audioEndMilliseconds }
        case .inputAudioCommitted(let event): change(event.itemID) { [length] in $0.end = $0.end ?? length }
        case .transcriptionCompleted(let event):
            change(event.itemID) { $0.text = event.transcript }
            finishIfWritten()
        case .transcriptionFailed(let event):
            let message = event.error.message ?? "the server does not say why."
            change(event.itemID) { $0.text = "" }
            failure = "A turn could not be written: \(message)"
            finishIfWritten()
        default: break
        }
    }

    private mutating func configure() {
        state = .configuring
        let input = AudioInput {
            $0.format = .pcm
            $0.transcription = .value(
                TranscriptionSettings {
                    $0.model = model
                    if let language { $0.language = .value(language) }
                }
            )
            $0.turnDetection = .value(.server(ServerVAD()))
        }
        update(TranscriptionSession { $0.audio = TranscriptionSession.Audio { $0.input = input } })
    }

    private mutating func update(_ session: TranscriptionSession) {
        actions.append(.send(.sessionUpdate(SessionUpdate { $0.session = .transcription(session) })))
    }

    private mutating func updated() {
        switch state {
        case .configuring:
            state = .sending
            actions.append(.sendSound)
        case .fenced:
            state = .writing
            // A turn that no silence ended is ended here.
            if turns.contains(where: { $0.end == nil }) { actions.append(.send(.inputAudioCommit(NoFields()))) }
            finishIfWritten()
        case .opening, .sending, .writing, .ended: break
        }
    }

    private mutating func receive(_ error: ErrorEvent.Details) {
        if error.code.value == "invalid_api_key" { return end(.failure(.refused(error.message))) }
        fail("The server says: \(error.message)")
    }

    /// What is told of an item before its beginning is, began with the sound.
    private mutating func change(_ item: ItemID, _ change: (inout Turn) -> Void) {
        let index = turns.lastIndex { $0.item == item } ?? turns.count
        if index == turns.count { turns.append(Turn(item: item, start: 0)) }
        change(&turns[index])
    }

    private mutating func finishIfWritten() {
        guard state == .writing, turns.allSatisfy({ $0.end != nil && $0.text != nil }) else { return }
        if let failure { return fail(failure) }
        let segments = turns.map { Transcript.Segment(start: $0.start, end: $0.end ?? length, text: $0.text ?? "") }
        end(.success(Transcript(segments)))
    }

    private mutating func lookForSilence(at now: Duration) {
        guard state != .sending, now - lastNews > Talk.patience else { return }
        fail("The server has said nothing for \(Talk.patience.components.seconds) seconds.")
    }

    private mutating func fail(_ why: String) { end(.failure(.failed(why))) }

    private mutating func end(_ result: Result<Transcript, Failure>) {
        state = .ended
        actions.append(.end(result))
    }
}
