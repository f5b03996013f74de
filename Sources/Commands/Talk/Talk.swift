package import RealtimeAPI

/// A conversation as the terminal sees it: what happens goes in with the time, what to print, play and send comes out.
///
/// Three ways to speak share it: lines that are typed, a file, a microphone. It has no clock and no I/O.
package struct Talk: Sendable, Equatable {
    package struct Setup: Sendable, Equatable {
        package enum Source: Sendable, Equatable {
            case lines(fromTerminal: Bool)
            case file
            case microphone
        }

        package var source: Source
        package var voice: String?
        package var instructions: String?
        /// Without it the model answers in writing.
        package var wantsSound = true
        /// Whether sound goes to a player, so that there is something to interrupt.
        package var plays = true

        package init(_ source: Source) { self.source = source }
    }

    package enum Input: Sendable, Equatable {
        case event(ServerEvent)
        /// What came is no event of the protocol.
        case damaged
        /// Somebody wrote a turn.
        case line(String)
        case linesEnded
        /// The file was sent, and the silence after it that ends a turn.
        case soundEnded
        /// The player cannot play, and why.
        case playerFailed(String)
        case microphoneFailed(String)
        /// Control-C.
        case interrupted
        case connectionEnded(String)
        /// Now and then, so that silence is noticed.
        case tick
    }

    package enum Action: Sendable, Equatable {
        case send(ClientEvent)
        case readLine
        /// Begin to send the file, or what the microphone hears.
        case sendSound
        /// To standard output, as it is.
        case print(String)
        /// To standard error, a line.
        case note(String)
        /// PCM16 at 24 kHz: to be played and kept.
        case play([UInt8])
        /// No more comes of this answer.
        case answerEnded
        /// Be silent at once.
        case stopPlaying
        case end(End)
    }

    package enum End: Sendable, Equatable {
        case done
        /// What went wrong was told when it did.
        case doneWithTrouble
        case failed(String)
        /// The server does not take the key.
        case refused(String)
    }

    enum State: Sendable, Equatable {
        /// The server has said nothing yet.
        case opening
        /// It was told how to listen and to answer.
        case configuring
        case going
        case ended
    }

    /// How far the sound of a file is.
    enum Sending: Sendable, Equatable {
        case going
        /// All was sent. What the server says until it has answered one more update is about that sound.
        case fenced
        case heard
    }

    let setup: Setup
    /// As long as there is something to interrupt.
    var plays: Bool
    var state = State.opening
    var page: Page
    var sending = Sending.going
    var playhead = Playhead()
    /// What is interrupted is not played, however much of it still comes.
    var silenced: ItemID?

    /// A line was asked for.
    var isReading = false

    /// Turns that were committed and have no answer yet, answers that go on, answers that ended.
    var owed = 0
    var active = 0
    var answered = 0
    var isTurnOpen = false
    var hasHeardSpeech = false
    /// What happened while the answer was being written, told when its line is done.
    var held: [String] = []
    /// Of which item words were shown before it was done.
    var shown: ItemID?
    /// Something went wrong on the way; it shows in the exit code.
    var hasTrouble = false

    var lastNews = Duration.zero
    var soundStarted = Duration.zero
    var speechStopped: Duration?
    /// The sound of the present answer has begun.
    var hasSound = false

    var actions: [Action] = []

    /// The server's own patience with what stands behind it is a minute.
    static let patience = Duration.seconds(90)
    static let transcriptionModel = "gpt-4o-transcribe"

    package init(_ setup: Setup) {
        self.setup = setup
        plays = setup.plays
        page = Page(hasNames: setup.source != .lines(fromTerminal: true) && setup.source != .lines(fromTerminal: false))
    }

    package mutating func handle(_ input: Input, at now: Duration) -> [Action] {
        guard state != .ended else { return [] }
        switch input {
        case .event(let event): receive(event, at: now)
        case .damaged: note("The server said something that is no event; it is left out.")
        case .line(let text):
            isReading = false
            write(text, at: now)
        case .linesEnded: end(hasTrouble && setup.source == .lines(fromTerminal: false) ? .doneWithTrouble : .done)
        case .soundEnded: fence(at: now)
        case .playerFailed(let why):
            plays = false
            note("The answer cannot be played: \(why)")
        case .microphoneFailed(let why): end(.failed(why))
        case .interrupted: end(setup.source == .file ? .failed("Interrupted.") : .done)
        case .connectionEnded(let how): end(.failed(how))
        case .tick: lookForSilence(at: now)
        }
        defer { actions = [] }
        return actions
    }

    // MARK: What is typed

    mutating func write(_ text: String, at now: Duration) {
        guard text.contains(where: { !$0.isWhitespace }) else { return readLine() }
        let item = Item.message(
            Message {
                $0.content = [
                    ContentPart {
                        $0.type = .inputText
                        $0.text = text
                    }
                ]
            }
        )
        actions += [.send(.itemCreate(ItemCreate { $0.item = item })), .send(.responseCreate(ResponseCreate()))]
        owed += 1
        lastNews = now
    }

    mutating func readLine() {
        guard !isReading else { return }
        isReading = true
        if case .lines(fromTerminal: true) = setup.source { print("> ") }
        actions.append(.readLine)
    }

    // MARK: What is spoken

    /// An update that changes nothing is answered in its turn: by then all that was sent before has been listened to.
    private mutating func fence(at now: Duration) {
        guard setup.source == .file, sending == .going else { return }
        sending = .fenced
        lastNews = now
        actions.append(.send(.sessionUpdate(SessionUpdate())))
    }

    /// All was listened to. A turn that no silence ended is ended here.
    mutating func fenceCameBack(at now: Duration) {
        sending = .heard
        guard isTurnOpen else { return finishIfAnswered() }
        isTurnOpen = false
        actions += [.send(.inputAudioCommit(NoFields())), .send(.responseCreate(ResponseCreate()))]
    }

    mutating func finishIfAnswered() {
        guard setup.source == .file, sending == .heard, owed == 0, active == 0, state == .going else { return }
        if answered > 0 {
            end(hasTrouble ? .doneWithTrouble : .done)
        } else if !hasHeardSpeech {
            end(.failed("The server heard no speech in the file."))
        }
    }

    // MARK: What is told

    mutating func print(_ text: String) { if !text.isEmpty { actions.append(.print(text)) } }

    mutating func note(_ text: String) {
        endLine()
        actions.append(.note(text))
    }

    mutating func endLine() {
        print(page.endLine())
        actions += held.map { .note($0) }
        held = []
    }

    mutating func end(_ end: End) {
        endLine()
        // The prompt's line has no end of its own.
        if isReading, setup.source == .lines(fromTerminal: true) { print("\n") }
        state = .ended
        actions.append(.end(end))
    }

    private mutating func lookForSilence(at now: Duration) {
        let isWaiting = state != .going || owed > 0 || active > 0 || sending != .going
        guard isWaiting, now - lastNews > Self.patience else { return }
        end(.failed("The server has said nothing for \(Self.patience.components.seconds) seconds."))
    }
}
