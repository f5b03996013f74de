import RealtimeAPI

/// What a response has made and may not send yet.
struct OutputQueue: Sendable, Equatable {
    enum Piece: Sendable, Equatable {
        case text(String)
        case speech(Speech)
        case close(ItemStatus)
    }

    struct Speech: Sendable, Equatable {
        var samples: Samples
        var saying: String
        /// How much of both has gone out.
        var sentSamples = 0
        var sentBytes = 0

        var remaining: Ticks { Ticks(samples.count - sentSamples) }

        /// The next so many samples, and the words that are spoken in them.
        mutating func take(_ length: Ticks) -> (samples: Samples, text: String) {
            let upper = min(samples.count, sentSamples + length.count)
            let slice = Samples(samples[sentSamples..<upper])
            let end = saying.wordBoundary(atMost: upper, of: samples.count)
            let start = saying.utf8.index(saying.startIndex, offsetBy: sentBytes)
            let text = start < end ? String(saying[start..<end]) : ""
            sentSamples = upper
            sentBytes += text.utf8.count
            return (slice, text)
        }
    }

    struct Entry: Sendable, Equatable {
        /// The output index of the item that the piece belongs to.
        var item: Int
        var piece: Piece
    }

    private(set) var entries: [Entry] = []
    private(set) var waiting = Ticks.zero

    var isEmpty: Bool { entries.isEmpty }
    var first: Entry? { entries.first }
    var byteCount: Int { waiting.count * 2 }

    func holds(_ item: Int) -> Bool { entries.contains { $0.item == item } }

    mutating func append(_ piece: Piece, to item: Int) {
        entries.append(Entry(item: item, piece: piece))
        if case .speech(let speech) = piece { waiting += speech.remaining }
    }

    mutating func removeFirst() {
        guard let entry = entries.first else { return }
        if case .speech(let speech) = entry.piece { waiting -= speech.remaining }
        entries.removeFirst()
    }

    /// Takes a slice of the first piece, which the caller knows to be speech.
    mutating func takeSpeech(_ length: Ticks) -> (samples: Samples, text: String)? {
        guard case .speech(var speech)? = entries.first?.piece else { return nil }
        let before = speech.remaining
        let slice = speech.take(length)
        waiting -= before - speech.remaining
        if speech.remaining == .zero {
            entries.removeFirst()
        } else {
            entries[0].piece = .speech(speech)
        }
        return slice
    }

    mutating func removeAll() { self = OutputQueue() }
}
