/// What a session holds, for tests that keep it to its limits and for metrics.
public struct Vitals: Sendable, Equatable {
    /// In ticks: what was appended is committed, cleared or buffered, exactly one of them.
    public var appended = 0
    public var committed = 0
    public var cleared = 0
    public var buffered = 0
    public var bufferedBytes = 0
    public var keptAudioBytes = 0
    public var items = 0
    public var contentBytes = 0
    public var queuedBytes = 0
    public var outOfBandResponses = 0
    public var openListeners = 0
}

extension SessionEngine {
    /// A translation holds less than a frame, and nothing else.
    public var vitals: Vitals { Vitals() }
}

extension ConversationEngine {
    public var vitals: Vitals {
        var vitals = Vitals(turns, stage, listeners)
        vitals.queuedBytes = responses.map(\.queue.byteCount).max() ?? 0
        vitals.outOfBandResponses = responses.count { !$0.plan.isDefault }
        return vitals
    }
}

extension TranscriptionEngine {
    public var vitals: Vitals { Vitals(turns, stage, listeners) }
}

extension Vitals {
    fileprivate init(_ turns: InputTurns, _ stage: Stage, _ listeners: Listeners) {
        let ledger = turns.buffer.ledger
        appended = ledger.appended.count
        committed = ledger.committed.count
        cleared = ledger.cleared.count
        buffered = turns.buffer.length.count
        bufferedBytes = turns.buffer.byteCount
        keptAudioBytes = stage.conversation.keptBytes
        items = stage.conversation.order.count
        contentBytes = stage.conversation.contentBytes
        openListeners = listeners.count
    }
}
