package import RealtimeAPI

/// The listeners that are at work, each opened once and ended once.
package struct Listeners: Sendable, Equatable {
    private enum State: Sendable, Equatable {
        case feeding
        /// It ended before it was asked to: it is asked again, for all of the audio, when there is no more to come.
        case over
        case finishing
    }

    private struct Entry: Sendable, Equatable {
        var id: ListenerID
        var state: State
    }

    /// In the order in which they were opened, so that what is done to all is done in the same order every time.
    private var entries: [Entry] = []

    package struct Settings: Sendable, Equatable {
        package var transcription: TranscriptionSettings?
        package var wantsLogprobs = false

        package init(transcription: TranscriptionSettings? = nil, wantsLogprobs: Bool = false) {
            self.transcription = transcription
            self.wantsLogprobs = wantsLogprobs
        }
    }

    package init() {}

    var count: Int { entries.count { $0.state != .over } }

    package func isAtWork(_ id: ListenerID) -> Bool { entries.contains { $0.id == id && $0.state != .over } }

    package mutating func feed(_ id: ListenerID, _ samples: Samples, _ settings: Settings, _ outbox: inout Outbox) {
        switch entries.first(where: { $0.id == id })?.state {
        // Told that there is no more, it takes no more; without the beginning, it would be of no use.
        case .finishing, .over: return
        case .feeding: break
        case nil:
            entries.append(Entry(id: id, state: .feeding))
            outbox.perform(.listen(id, .open(settings.transcription, wantsLogprobs: settings.wantsLogprobs)))
        }
        outbox.perform(.listen(id, .feed(samples)))
    }

    /// The item is committed: the listener has had it all, or gets it now.
    package mutating func finish(_ id: ListenerID, all samples: Samples, _ settings: Settings, _ outbox: inout Outbox) {
        entries.removeAll { $0.id == id && $0.state == .over }
        if !isAtWork(id) { feed(id, samples, settings, &outbox) }
        guard let index = entries.firstIndex(where: { $0.id == id && $0.state == .feeding }) else { return }
        entries[index].state = .finishing
        outbox.perform(.listen(id, .finish))
    }

    /// False: it was cancelled, or has ended, and what it says is late; or it ended too early, and nobody is told.
    package mutating func accept(_ report: ListenerReport, from id: ListenerID) -> Bool {
        guard let index = entries.firstIndex(where: { $0.id == id && $0.state != .over }) else { return false }
        switch report {
        case .delta, .segment, .endOfTurn: break
        case .final, .failed:
            guard entries[index].state == .finishing else {
                entries[index].state = .over
                return false
            }
            entries.remove(at: index)
        }
        return true
    }

    package mutating func cancel(_ outbox: inout Outbox, where matches: (ListenerID) -> Bool = { _ in true }) {
        for entry in entries where entry.state != .over && matches(entry.id) {
            outbox.perform(.listen(entry.id, .cancel))
        }
        entries.removeAll { matches($0.id) }
    }
}
