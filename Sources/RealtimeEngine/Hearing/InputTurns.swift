import RealtimeAPI

/// The user's side of a session: the buffer, the turns found in it, and which item the audio will become.
struct InputTurns: Sendable, Equatable {
    enum Event: Sendable, Equatable {
        case opened(ItemID, start: Ticks)
        /// Audio that belongs to an item that is not committed yet.
        case fed(ItemID, Samples)
        case closed(ItemID, end: Ticks, by: TurnEnd)
        case committed(ItemID, Samples)
        /// What was to become this item will not.
        case discarded(ItemID)
    }

    /// What the buffered audio is, if anything is known of it.
    private enum Pending: Sendable, Equatable {
        case nothing
        /// It will be this item, which has been fed up to a position.
        case item(ItemID, fedUpTo: Ticks)
    }

    /// nil: the client takes the turns.
    private(set) var rules: TurnRules?
    private(set) var buffer = InputBuffer()
    private var detector = TurnDetector()
    private var pending = Pending.nothing

    /// In a transcription session words are shown while they are said, also where the client commits.
    let listensBeforeCommit: Bool
    let bufferBytesMax: Int

    /// The contract's least commit.
    static let commitMinimum = Ticks.milliseconds(100)
    /// While nobody speaks, this much is kept besides the padding: for a client that commits by hand all the same.
    static let silenceKept = Ticks.milliseconds(5_000)

    init(rules: TurnRules?, bufferBytesMax: Int, listensBeforeCommit: Bool) {
        self.rules = rules
        self.bufferBytesMax = bufferBytesMax
        self.listensBeforeCommit = listensBeforeCommit
    }

    var isSpeaking: Bool { detector.state != .idle }

    // MARK: Audio

    mutating func append(_ audio: IncomingAudio, ids: inout IDSource) throws(APIError) -> [Event] {
        let size = audio.samples.count * 2
        var events: [Event] = []
        // Ending the turn empties the buffer, which helps unless the append is too large even for that.
        if buffer.byteCount + size > bufferBytesMax, size <= bufferBytesMax, let rules {
            events += perform(detector.handle(.full(at: buffer.end), rules), &ids)
        }
        guard buffer.byteCount + size <= bufferBytesMax else { throw .bufferFull(limit: bufferBytesMax) }
        buffer.append(audio.samples)
        for frame in audio.frames { events += judge(frame, &ids) }
        events += feedPending(upTo: buffer.end, &ids)
        trimSilence()
        return events
    }

    private mutating func judge(_ frame: SpeechFrame, _ ids: inout IDSource) -> [Event] {
        guard let rules else { return [] }
        let isSpeech = Double(frame.probability) >= rules.threshold
        return perform(detector.handle(.frame(speech: isSpeech, end: buffer.end - frame.age), rules), &ids)
    }

    mutating func score(_ score: Double, of item: ItemID, ids: inout IDSource) -> [Event] {
        guard let rules, case .item(item, _) = pending else { return [] }
        return perform(detector.handle(.score(score, at: buffer.end), rules), &ids)
    }

    private mutating func perform(_ action: TurnDetector.Action?, _ ids: inout IDSource) -> [Event] {
        switch action {
        case nil: return []
        case .open(let position):
            let item = ids.item()
            // Silence before the padding is in no turn.
            buffer.trim(before: position)
            pending = .item(item, fedUpTo: buffer.start)
            return [.opened(item, start: buffer.start)]
        case .close(let end, let reason):
            guard case .item(let item, _) = pending else { return [] }
            let rest = feedPending(upTo: end, &ids)
            return rest + [.closed(item, end: end, by: reason), take(item, upTo: end)]
        }
    }

    private mutating func feedPending(upTo end: Ticks, _ ids: inout IDSource) -> [Event] {
        if case .nothing = pending, rules == nil, listensBeforeCommit, buffer.length > .zero {
            pending = .item(ids.item(), fedUpTo: buffer.start)
        }
        guard case .item(let item, let fedUpTo) = pending, end > fedUpTo else { return [] }
        let samples = buffer.samples(from: fedUpTo, to: end)
        pending = .item(item, fedUpTo: end)
        return samples.isEmpty ? [] : [.fed(item, samples)]
    }

    private mutating func take(_ item: ItemID, upTo end: Ticks) -> Event {
        pending = .nothing
        return .committed(item, buffer.commit(upTo: end))
    }

    private mutating func trimSilence() {
        guard let rules, !isSpeaking else { return }
        buffer.trim(before: buffer.end - rules.prefixPadding - Self.silenceKept)
    }

    // MARK: The client's hand

    mutating func commit(ids: inout IDSource) throws(APIError) -> [Event] {
        guard buffer.length >= Self.commitMinimum else {
            throw .bufferTooSmall(milliseconds: buffer.length.seconds * 1_000)
        }
        var events = feedPending(upTo: buffer.end, &ids)
        if let rules { _ = detector.handle(.taken, rules) }
        events.append(take(announced ?? ids.item(), upTo: buffer.end))
        return events
    }

    /// The item that buffered audio was said to become.
    var announced: ItemID? { if case .item(let item, _) = pending { item } else { nil } }

    /// Takes the silence that an idle timeout is about; the caller knows that nobody speaks.
    mutating func takeSilence(last length: Ticks) -> (start: Ticks, samples: Samples) {
        buffer.trim(before: buffer.end - length)
        let start = buffer.start
        return (start, buffer.commit(upTo: buffer.end))
    }

    mutating func clear() -> [Event] {
        buffer.clear()
        return abandonPending()
    }

    /// Changes how turns are found. A turn that is open goes on under other rules, but ends without a trace when the
    /// client takes turns into its own hands; the audio stays.
    mutating func follow(_ rules: TurnRules?) -> [Event] {
        defer { self.rules = rules }
        guard rules == nil || self.rules == nil else { return [] }
        return abandonPending()
    }

    private mutating func abandonPending() -> [Event] {
        if let rules { _ = detector.handle(.taken, rules) }
        guard case .item(let item, _) = pending else { return [] }
        pending = .nothing
        return [.discarded(item)]
    }
}
