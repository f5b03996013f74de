package import RealtimeAPI

/// The user's side of a session: the buffer, the turns found in it, and which item the audio will become.
package struct InputTurns: Sendable, Equatable {
    package enum Event: Sendable, Equatable {
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
    package private(set) var rules: TurnRules?
    package private(set) var buffer = InputBuffer()
    private var detector = TurnDetector()
    private var pending = Pending.nothing

    /// In a transcription session words are shown while they are said, also where the client commits.
    package let listensBeforeCommit: Bool
    package let bufferBytesMax: Int

    /// The contract's least commit.
    package static let commitMinimum = Ticks.milliseconds(100)
    /// While nobody speaks, this much is kept besides the padding: for a client that commits by hand all the same.
    package static let silenceKept = Ticks.milliseconds(5_000)

    package init(rules: TurnRules?, bufferBytesMax: Int, listensBeforeCommit: Bool) {
        self.rules = rules
        self.bufferBytesMax = bufferBytesMax
        self.listensBeforeCommit = listensBeforeCommit
    }

    package var isSpeaking: Bool { detector.state != .idle }

    // MARK: Audio

    package mutating func append(_ audio: IncomingAudio, ids: inout IDSource) throws(APIError) -> [Event] {
        var events = try makeRoom(audio.samples.count * 2, &ids)
        buffer.append(audio.samples)
        for frame in audio.frames { events += judge(frame, &ids) }
        events += feedPending(upTo: buffer.end, &ids)
        trimSilence()
        return events
    }

    /// A turn that fills the buffer becomes an item, and silence gives way; only what the client alone may take stays.
    private mutating func makeRoom(_ bytes: Int, _ ids: inout IDSource) throws(APIError) -> [Event] {
        guard buffer.byteCount + bytes > bufferBytesMax else { return [] }
        guard bytes <= bufferBytesMax, let rules else { throw .bufferFull(limit: bufferBytesMax) }
        let events = perform(detector.handle(.full(at: buffer.end), rules), &ids)
        buffer.trim(before: buffer.end - Ticks((bufferBytesMax - bytes) / 2))
        return events
    }

    private mutating func judge(_ frame: SpeechFrame, _ ids: inout IDSource) -> [Event] {
        guard let rules else { return [] }
        let isSpeech = Double(frame.probability) >= rules.threshold(whileSpeaking: isSpeaking)
        return perform(detector.handle(.frame(speech: isSpeech, end: buffer.end - frame.age), rules), &ids)
    }

    package mutating func score(_ score: Double, of item: ItemID, ids: inout IDSource) -> [Event] {
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
        case .close(let position, let reason):
            guard case .item(let item, let fedUpTo) = pending else { return [] }
            // A late frame may end the turn before what its listeners have had; the item is what they heard.
            let end = max(position, fedUpTo)
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

    package mutating func commit(ids: inout IDSource) throws(APIError) -> [Event] {
        guard buffer.length >= Self.commitMinimum else {
            throw .bufferTooSmall(milliseconds: buffer.length.seconds * 1_000)
        }
        var events = feedPending(upTo: buffer.end, &ids)
        if let rules { _ = detector.handle(.taken, rules) }
        events.append(take(announced ?? ids.item(), upTo: buffer.end))
        return events
    }

    /// The item that buffered audio was said to become.
    package var announced: ItemID? { if case .item(let item, _) = pending { item } else { nil } }

    /// Takes the silence that an idle timeout is about; the caller knows that nobody speaks.
    package mutating func takeSilence(last length: Ticks) -> (start: Ticks, samples: Samples) {
        buffer.trim(before: buffer.end - length)
        let start = buffer.start
        return (start, buffer.commit(upTo: buffer.end))
    }

    package mutating func clear() -> [Event] {
        buffer.clear()
        return abandonPending()
    }

    /// Changes how turns are found. A turn that is open goes on under other rules, but ends without a trace when the
    /// client takes turns into its own hands; the audio stays.
    package mutating func follow(_ rules: TurnRules?) -> [Event] {
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
