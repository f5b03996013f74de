internal import Bytes
internal import RealtimeAPI

extension Talk {
    /// What the server says. What a terminal need not show is passed over.
    mutating func receive(_ event: ServerEvent, at now: Duration) {
        lastNews = now
        switch event {
        case .sessionCreated: if state == .opening { configure() }
        case .sessionUpdated: updated(at: now)
        case .error(let event): receive(event.error)
        case .speechStarted(let event): speechStarted(event, at: now)
        case .speechStopped(let event): speechStopped(event, at: now)
        case .inputAudioCommitted: committed()
        case .transcriptionDelta(let event): heard(event.delta ?? "", of: event.itemID)
        case .transcriptionCompleted(let event): heardAll(event)
        case .transcriptionFailed(let event): note("What you said could not be written: \(event.error.message ?? "")")
        case .responseCreated: began()
        case .textDelta(let event), .audioTranscriptDelta(let event): print(page.say(event.delta, by: .model))
        case .audioDelta(let event): play(event, at: now)
        case .responseDone(let event): done(event.response, at: now)
        default: break
        }
    }

    // MARK: The beginning

    private mutating func configure() {
        state = .configuring
        let session = RealtimeSession {
            $0.outputModalities = [setup.wantsSound ? .audio : .text]
            $0.instructions = setup.instructions
            $0.audio = SessionAudio {
                if setup.wantsSound {
                    $0.output = AudioOutput {
                        $0.format = .pcm
                        $0.voice = setup.voice.map { .named($0) }
                    }
                }
                if case .lines = setup.source { return }
                $0.input = AudioInput {
                    $0.format = .pcm
                    $0.transcription = .value(TranscriptionSettings { $0.model = Self.transcriptionModel })
                    $0.turnDetection = .value(.server(ServerVAD()))
                }
            }
        }
        actions.append(.send(.sessionUpdate(SessionUpdate { $0.session = .realtime(session) })))
    }

    private mutating func updated(at now: Duration) {
        switch (state, sending) {
        case (.configuring, _):
            state = .going
            begin(at: now)
        case (_, .fenced): fenceCameBack(at: now)
        default: break
        }
    }

    private mutating func begin(at now: Duration) {
        soundStarted = now
        switch setup.source {
        case .lines(let fromTerminal):
            if fromTerminal { note("Write something and press Return. Control-D ends.") }
            readLine()
        case .file: actions.append(.sendSound)
        case .microphone:
            note("Speak; with headphones, or it hears itself. Control-C ends.")
            actions.append(.sendSound)
        }
    }

    /// Before the conversation goes on, an error is its end; later the session goes on, and so do we.
    private mutating func receive(_ error: ErrorEvent.Details) {
        let text = "The server says: \(error.message)"
        guard state == .going else {
            return end(error.code.value == "invalid_api_key" ? .refused(error.message) : .failed(text))
        }
        hasTrouble = true
        note(text)
        // What was asked for by writing is not answered then.
        if active == 0, owed > 0, case .lines = setup.source {
            owed = 0
            readLine()
        }
    }

    // MARK: The user

    private mutating func speechStarted(_ event: SpeechStarted, at now: Duration) {
        isTurnOpen = true
        hasHeardSpeech = true
        tell("speech started, at \(Self.seconds(.milliseconds(event.audioStartMilliseconds))) of the sound", at: now)
        interrupt(at: now)
    }

    private mutating func speechStopped(_ event: SpeechStopped, at now: Duration) {
        isTurnOpen = false
        speechStopped = now
        tell("speech stopped, at \(Self.seconds(.milliseconds(event.audioEndMilliseconds))) of the sound", at: now)
    }

    private mutating func committed() {
        isTurnOpen = false
        owed += 1
    }

    /// Whoever speaks does not want to hear the answer before: it ends where it was heard, and the server is told.
    private mutating func interrupt(at now: Duration) {
        guard plays, let heard = playhead.stop(at: now) else { return }
        silenced = heard.item
        actions.append(.stopPlaying)
        let truncation = ItemTruncate {
            $0.itemID = heard.item
            $0.contentIndex = heard.contentIndex
            $0.audioEndMilliseconds = heard.milliseconds
        }
        actions.append(.send(.itemTruncate(truncation)))
    }

    private mutating func heard(_ words: String, of item: ItemID) {
        shown = item
        print(page.say(words, by: .user))
    }

    private mutating func heardAll(_ event: TranscriptionCompleted) {
        if shown != event.itemID { print(page.say(event.transcript, by: .user)) }
        shown = nil
        endLine()
    }

    // MARK: The answer

    private mutating func began() {
        owed = max(0, owed - 1)
        active += 1
        hasSound = false
    }

    private mutating func play(_ event: PartDelta, at now: Duration) {
        guard event.place.itemID != silenced else { return }
        let sound: [UInt8]
        do throws(Base64Error) { sound = try Base64.decode(event.delta) } catch {
            return note("The server sent sound that is none; it is left out.")
        }
        if !hasSound {
            hasSound = true
            let after = speechStopped.map { ", \(Self.seconds(now - $0)) after speech stopped" } ?? ""
            tell("first sound of the answer\(after)", at: now, inMidst: true)
        }
        playhead.add(event.place.itemID, event.place.contentIndex, samples: sound.count / 2, at: now)
        actions.append(.play(sound))
    }

    private mutating func done(_ response: ResponseObject, at now: Duration) {
        active = max(0, active - 1)
        answered += 1
        speechStopped = nil
        endLine()
        actions.append(.answerEnded)
        tell("answer \(Self.word(response.status))", at: now)
        explain(response)
        if case .lines = setup.source, active == 0 { readLine() }
        finishIfAnswered()
    }

    private mutating func explain(_ response: ResponseObject) {
        let details = response.statusDetails.value
        switch response.status {
        case .failed?:
            let why = details?.error?.message ?? "the server does not say why."
            hasTrouble = true
            note("The answer failed: \(why)")
        case .incomplete?:
            note("The answer is incomplete: \(details?.reason?.rawValue ?? "the server does not say why").")
        default: break
        }
    }

    // MARK: Times

    /// Where one speaks, what happens when is worth a line. What happens in the middle of the answer waits for its end.
    private mutating func tell(_ what: String, at now: Duration, inMidst: Bool = false) {
        if case .lines = setup.source { return }
        let time = Self.seconds(now - soundStarted)
        let line = String(repeating: " ", count: max(0, 10 - time.utf8.count)) + time + "  " + what
        if inMidst { held.append(line) } else { note(line) }
    }

    private static func word(_ status: ResponseStatus?) -> String {
        status == .cancelled ? "interrupted" : status == .completed ? "done" : "ended"
    }

    static func seconds(_ duration: Duration) -> String {
        let (seconds, attoseconds) = duration.components
        let milliseconds = String(attoseconds / 1_000_000_000_000_000)
        return "\(seconds).\(String(repeating: "0", count: max(0, 3 - milliseconds.utf8.count)))\(milliseconds) s"
    }
}
