import RealtimeAPI
import RealtimeEngine
import Testing

/// Input turns with a tape that is played into them, and an account of what came out.
struct TurnsStand {
    typealias Event = InputTurns.Event

    var turns: InputTurns
    var ids = IDSource.numbered
    /// All that each item's listeners were given.
    var fed: [ItemID: Samples] = [:]

    init(_ rules: TurnRules?, bufferBytesMax: Int = 100_000_000, listensBeforeCommit: Bool = false) {
        turns = InputTurns(rules: rules, bufferBytesMax: bufferBytesMax, listensBeforeCommit: listensBeforeCommit)
    }

    /// Appends the next of the tape. `speech`: what was judged, the last frame `age` before the end.
    mutating func append(_ length: Ticks, _ speech: [Bool] = [], age: Ticks = .zero) throws(APIError) -> [Event] {
        let samples = Tape.samples(from: turns.buffer.end, to: turns.buffer.end + length)
        let frames = speech.indices.map { index in
            let later = Ticks((speech.count - 1 - index) * SpeechFrame.length.count)
            return SpeechFrame(probability: speech[index] ? 0.9 : 0.1, age: age + later)
        }
        return note(try turns.append(IncomingAudio(samples: samples, frames: frames), ids: &ids))
    }

    /// Appends frames of 32 ms, one by one.
    mutating func append(frames: Int, speech: Bool) throws(APIError) -> [Event] {
        var events: [Event] = []
        for _ in 0..<frames { events += try append(SpeechFrame.length, [speech]) }
        return events
    }

    mutating func commit() throws(APIError) -> [Event] { note(try turns.commit(ids: &ids)) }

    mutating func score(_ score: Double) -> [Event] {
        note(turns.score(score, of: turns.announced ?? "none", ids: &ids))
    }

    private mutating func note(_ events: [Event]) -> [Event] {
        for case .fed(let item, let samples) in events { fed[item, default: []] += samples }
        return events
    }
}

extension [InputTurns.Event] {
    /// Without what listeners were fed.
    var spoken: [InputTurns.Event] { filter { if case .fed = $0 { false } else { true } } }

    var committed: [(item: ItemID, samples: Samples)] {
        compactMap { if case .committed(let item, let samples) = $0 { (item, samples) } else { nil } }
    }
}

@Suite("InputTurns")
struct InputTurnsTests {
    /// A threshold of 0.5, 300 ms of padding, 480 ms (15 frames) of silence.
    static let rules = TurnRules(.server(ServerVAD { $0.silenceDurationMilliseconds = 480 }))

    private func milliseconds(_ milliseconds: Int) -> Ticks { .milliseconds(milliseconds) }

    // MARK: A turn

    @Test("A turn begins with its padding and ends with its silence; listeners get exactly what is committed")
    func turn() throws {
        var stand = TurnsStand(Self.rules)
        #expect(try stand.append(frames: 50, speech: false).isEmpty)
        let opened = try stand.append(frames: 1, speech: true)
        #expect(opened.first == .opened("item_1", start: milliseconds(50 * 32 - 300)))
        #expect(stand.turns.isSpeaking)
        #expect(try stand.append(frames: 14, speech: false).spoken.isEmpty)
        let closed = try stand.append(frames: 1, speech: false)
        let samples = Tape.samples(from: milliseconds(1_300), to: milliseconds(66 * 32))
        #expect(
            closed.spoken == [
                .closed("item_1", end: milliseconds(66 * 32), by: .silence), .committed("item_1", samples),
            ]
        )
        #expect(stand.fed["item_1"] == samples)
        #expect(!stand.turns.isSpeaking && stand.turns.announced == nil)
    }

    @Test("The padding begins no earlier than the session's first sample")
    func paddingAtTheStart() throws {
        var stand = TurnsStand(Self.rules)
        #expect(try stand.append(frames: 1, speech: true).spoken == [.opened("item_1", start: .zero)])
    }

    @Test("The padding begins no earlier than the end of the turn before", arguments: [0, 1, 5, 20])
    func paddingAtTheLastCommit(_ pause: Int) throws {
        var stand = TurnsStand(Self.rules)
        _ = try stand.append(frames: 10, speech: true)
        _ = try stand.append(frames: 15, speech: false)
        _ = try stand.append(frames: pause, speech: false)
        let start = max(25 * 32, (25 + pause) * 32 - 300)
        let events = try stand.append(frames: 1, speech: true)
        #expect(events.spoken == [.opened("item_2", start: milliseconds(start))])
    }

    @Test("A padding of nothing begins the turn with the frame that was speech")
    func noPadding() throws {
        var stand = TurnsStand(TurnRules(.server(ServerVAD { $0.prefixPaddingMilliseconds = 0 })))
        _ = try stand.append(frames: 10, speech: false)
        #expect(try stand.append(frames: 1, speech: true).spoken == [.opened("item_1", start: milliseconds(320))])
    }

    @Test("Whether a frame is speech, the threshold decides", arguments: [(0.49, false), (0.5, true), (.nan, false)])
    func threshold(_ probability: Float, _ isSpeech: Bool) throws {
        var turns = InputTurns(rules: Self.rules, bufferBytesMax: 1_000_000, listensBeforeCommit: false)
        var ids = IDSource.numbered
        let frame = SpeechFrame(probability: probability, age: .zero)
        _ = try turns.append(IncomingAudio(samples: Samples(repeating: 0, count: 768), frames: [frame]), ids: &ids)
        #expect(turns.isSpeaking == isSpeech)
    }

    @Test("A soft syllable begins no turn and ends none", arguments: [Float(0.36), 0.45, 0.49])
    func hysteresis(_ soft: Float) throws {
        var turns = InputTurns(rules: Self.rules, bufferBytesMax: 1_000_000, listensBeforeCommit: false)
        var ids = IDSource.numbered
        func append(_ probability: Float, frames: Int) throws {
            let frame = SpeechFrame(probability: probability, age: .zero)
            let audio = IncomingAudio(samples: Samples(repeating: 0, count: 768), frames: [frame])
            for _ in 0..<frames { _ = try turns.append(audio, ids: &ids) }
        }
        try append(soft, frames: 20)
        #expect(!turns.isSpeaking)
        try append(0.5, frames: 1)
        try append(soft, frames: 100)
        #expect(turns.isSpeaking)
        try append(0.34, frames: 15)
        #expect(!turns.isSpeaking)
    }

    @Test("A late frame places the turn where it was spoken")
    func lateFrame() throws {
        var stand = TurnsStand(Self.rules)
        _ = try stand.append(milliseconds(1_000))
        let events = try stand.append(milliseconds(20), [true], age: milliseconds(52))
        #expect(events.spoken == [.opened("item_1", start: milliseconds(1_020 - 52 - 32 - 300))])
    }

    @Test("What a late frame ends was fed already: the item has all that its listeners heard")
    func lateEnd() throws {
        var stand = TurnsStand(Self.rules)
        _ = try stand.append(milliseconds(32), [true])
        _ = try stand.append(milliseconds(600))
        // The frame ended 532 ms into the session, and 632 ms have been fed.
        let events = try stand.append(milliseconds(20), [false], age: milliseconds(120))
        let samples = Tape.samples(from: .zero, to: milliseconds(632))
        #expect(events.committed.map(\.samples) == [samples])
        #expect(stand.fed["item_1"] == samples)
        #expect(events.spoken.first == .closed("item_1", end: milliseconds(632), by: .silence))
    }

    @Test("A frame of audio that is committed already opens its turn at what is left")
    func frameBeforeTheCommit() throws {
        var stand = TurnsStand(Self.rules)
        _ = try stand.append(milliseconds(200))
        _ = try stand.commit()
        let events = try stand.append(milliseconds(10), [true], age: milliseconds(30))
        #expect(events.spoken == [.opened("item_2", start: milliseconds(200))])
    }

    @Test("Several turns within one append of 327 seconds are as many items")
    func hugeAppend() throws {
        var stand = TurnsStand(Self.rules)
        // 15 MiB of PCM: 10,240 frames; speech in the first 30 of each 1,024.
        let frames = (0..<10_240).map { $0 % 1_024 < 30 }
        let events = try stand.append(Ticks(15 * 1_024 * 1_024 / 2), frames)
        let committed = events.committed
        #expect(committed.map(\.item) == (1...10).map { ItemID("item_\($0)") })
        for (index, commit) in committed.enumerated() {
            let start = max(0, index * 1_024 * 32 - 300)
            let end = (index * 1_024 + 45) * 32
            #expect(events.contains(.opened(commit.item, start: milliseconds(start))))
            #expect(events.contains(.closed(commit.item, end: milliseconds(end), by: .silence)))
            #expect(commit.samples == Tape.samples(from: milliseconds(start), to: milliseconds(end)))
            #expect(stand.fed[commit.item] == commit.samples)
        }
        #expect(stand.turns.buffer.length == milliseconds(300) + InputTurns.silenceKept)
    }

    @Test("Ticks of G.711, three to a sample, add up to the same positions")
    func narrowband() throws {
        var stand = TurnsStand(Self.rules)
        // 20 ms of G.711 are 160 samples of three ticks; a frame of 32 ms is judged when it is full.
        var events: [InputTurns.Event] = []
        var judged = 0
        for packet in 1...200 {
            let end = packet * 480
            var speech: [Bool] = []
            while judged + 768 <= end {
                judged += 768
                speech.append((24_000..<48_000).contains(judged))
            }
            events += try stand.append(Ticks(480), speech, age: Ticks(end - judged))
        }
        let first = (24_000 + 767) / 768 * 768
        let last = 47_999 / 768 * 768
        let start = Ticks(first - 768 - 7_200)
        let end = Ticks(last + 15 * 768)
        #expect(events.spoken.first == .opened("item_1", start: start))
        #expect(events.contains(.closed("item_1", end: end, by: .silence)))
        #expect(stand.fed["item_1"] == Tape.samples(from: start, to: end))
        #expect(stand.turns.buffer.end == Ticks(96_000))
        #expect(stand.turns.buffer.ledger.appended.milliseconds == 4_000)
    }

    @Test("While nobody speaks, only the padding and five seconds are kept")
    func silence() throws {
        var stand = TurnsStand(Self.rules)
        for _ in 0..<10 { _ = try stand.append(milliseconds(1_000)) }
        #expect(stand.turns.buffer.start == milliseconds(4_700))
        #expect(stand.turns.buffer.ledger.cleared == milliseconds(4_700))
    }

    // MARK: Scores

    @Test("A score of the turn that is open may end it; one of another item means nothing")
    func scores() throws {
        var stand = TurnsStand(TurnRules(.semantic(SemanticVAD())))
        _ = try stand.append(frames: 10, speech: true)
        _ = try stand.append(frames: 14, speech: false)
        #expect(stand.turns.score(1, of: "item_9", ids: &stand.ids).isEmpty)
        let events = stand.score(1)
        #expect(events.spoken.first == .closed("item_1", end: milliseconds(24 * 32), by: .score))
        #expect(events.committed.map(\.samples) == [stand.fed["item_1"]])
        #expect(stand.score(1).isEmpty)
    }

    // MARK: The client's hand

    @Test("What the client commits in the middle of a turn becomes the item that was announced")
    func commitInTurn() throws {
        var stand = TurnsStand(Self.rules)
        _ = try stand.append(frames: 10, speech: true)
        #expect(stand.turns.announced == "item_1")
        let events = try stand.commit()
        let samples = Tape.samples(from: .zero, to: milliseconds(320))
        #expect(events == [.committed("item_1", samples)])
        #expect(stand.fed["item_1"] == samples)
        #expect(!stand.turns.isSpeaking)
        // Whoever goes on speaking begins another turn, without padding: that is committed.
        let next = try stand.append(frames: 1, speech: true)
        #expect(next.spoken == [.opened("item_2", start: milliseconds(320))])
    }

    @Test("What the client commits while nobody speaks is an item of its own")
    func commitInSilence() throws {
        var stand = TurnsStand(Self.rules)
        _ = try stand.append(frames: 10, speech: false)
        #expect(try stand.commit() == [.committed("item_1", Tape.samples(from: .zero, to: milliseconds(320)))])
        #expect(stand.fed.isEmpty)
    }

    @Test("What the client clears in the middle of a turn will not become the item that was announced")
    func clearInTurn() throws {
        var stand = TurnsStand(Self.rules)
        _ = try stand.append(frames: 10, speech: true)
        #expect(stand.turns.clear() == [.discarded("item_1")])
        #expect(!stand.turns.isSpeaking && stand.turns.buffer.length == .zero)
        #expect(try stand.append(frames: 1, speech: true).spoken == [.opened("item_2", start: milliseconds(320))])
    }

    @Test("A clear while nobody speaks has nothing to discard")
    func clearInSilence() throws {
        var stand = TurnsStand(Self.rules)
        _ = try stand.append(frames: 10, speech: false)
        #expect(stand.turns.clear().isEmpty)
        #expect(stand.turns.buffer.ledger.cleared == milliseconds(320))
    }

    typealias TooShort = (ticks: Int, told: String)

    @Test(
        "Less than 100 ms is not committed, and the client is told how much there is",
        arguments: [(0, "0.00"), (1, "0.04"), (480, "20.00"), (2_376, "99.00"), (2_399, "99.96")] as [TooShort]
    )
    func tooShort(_ row: TooShort) throws {
        var stand = TurnsStand(nil)
        _ = try stand.append(Ticks(row.ticks))
        let error = #expect(throws: APIError.self) { try stand.commit() }
        #expect(error?.code == "input_audio_buffer_commit_empty")
        #expect(error?.message.hasSuffix("but buffer only has \(row.told)ms of audio.") == true)
        #expect(stand.turns.buffer.length == Ticks(row.ticks), "and nothing is lost")
    }

    @Test("100 ms are committed")
    func justEnough() throws {
        var stand = TurnsStand(nil)
        _ = try stand.append(Ticks(2_400))
        #expect(try stand.commit() == [.committed("item_1", Tape.samples(from: 0, count: 2_400))])
        #expect(throws: APIError.self) { try stand.commit() }
    }

    // MARK: Other rules

    @Test("Rules that are switched off in the middle of a turn end it without a trace, and the audio stays")
    func switchedOff() throws {
        var stand = TurnsStand(Self.rules)
        _ = try stand.append(frames: 10, speech: true)
        #expect(stand.turns.follow(nil) == [.discarded("item_1")])
        #expect(!stand.turns.isSpeaking && stand.turns.rules == nil)
        #expect(try stand.append(frames: 10, speech: true).isEmpty, "nobody looks for turns")
        #expect(try stand.commit() == [.committed("item_2", Tape.samples(from: .zero, to: milliseconds(640)))])
    }

    @Test("Rules that are switched on find the turn whose beginning is buffered")
    func switchedOn() throws {
        var stand = TurnsStand(nil)
        _ = try stand.append(milliseconds(1_000))
        #expect(stand.turns.follow(Self.rules).isEmpty)
        #expect(try stand.append(frames: 1, speech: true).spoken == [.opened("item_1", start: milliseconds(700))])
    }

    @Test("Rules that are switched off and on in the middle of a turn find the rest of it")
    func switchedOffAndOn() throws {
        var stand = TurnsStand(Self.rules)
        _ = try stand.append(frames: 10, speech: true)
        _ = stand.turns.follow(nil)
        _ = stand.turns.follow(Self.rules)
        let events = try stand.append(frames: 1, speech: true)
        #expect(events.spoken == [.opened("item_2", start: milliseconds(20))])
        let closed = try stand.append(frames: 15, speech: false)
        #expect(closed.committed.map(\.samples) == [Tape.samples(from: milliseconds(20), to: milliseconds(26 * 32))])
    }

    @Test("A turn that is open goes on under other rules")
    func changed() throws {
        var stand = TurnsStand(Self.rules)
        _ = try stand.append(frames: 10, speech: true)
        #expect(stand.turns.follow(TurnRules(.server(ServerVAD { $0.silenceDurationMilliseconds = 32 }))).isEmpty)
        let events = try stand.append(frames: 1, speech: false)
        #expect(events.spoken.first == .closed("item_1", end: milliseconds(352), by: .silence))
    }

    // MARK: Listening before the commit

    @Test("Where words are shown while they are said, the client's audio is listened to before it commits")
    func listensBeforeCommit() throws {
        var stand = TurnsStand(nil, listensBeforeCommit: true)
        let first = Tape.samples(from: 0, count: 480)
        let second = Tape.samples(from: 480, count: 2_400)
        #expect(try stand.append(Ticks(480)) == [.fed("item_1", first)])
        #expect(try stand.append(Ticks(2_400)) == [.fed("item_1", second)])
        #expect(stand.turns.announced == "item_1")
        #expect(try stand.commit() == [.committed("item_1", first + second)])
        let next = Tape.samples(from: 2_880, count: 1)
        #expect(try stand.append(Ticks(1)) == [.fed("item_2", next)])
        #expect(stand.turns.clear() == [.discarded("item_2")])
    }

    @Test("An append of nothing begins nothing")
    func nothing() throws {
        var stand = TurnsStand(nil, listensBeforeCommit: true)
        #expect(try stand.append(.zero).isEmpty)
        #expect(stand.turns.announced == nil)
    }

    // MARK: The idle timeout

    @Test("The silence that nobody broke is taken as it was, as far as it is there", arguments: [5_000, 30_000])
    func takeSilence(_ wanted: Int) throws {
        var stand = TurnsStand(Self.rules)
        _ = try stand.append(milliseconds(5_200))
        let silence = stand.turns.takeSilence(last: milliseconds(wanted))
        let start = milliseconds(max(0, 5_200 - wanted))
        #expect(silence.start == start)
        #expect(silence.samples == Tape.samples(from: start, to: milliseconds(5_200)))
        #expect(stand.turns.buffer.length == .zero)
    }
}
