package import RealtimeAPI

/// What a response has made and may not send yet.
package struct OutputQueue: Sendable, Equatable {
    package enum Piece: Sendable, Equatable {
        case text(String)
        case speech(Speech)
        case close(ItemStatus)
    }

    package struct Speech: Sendable, Equatable {
        package var samples: Samples
        package var saying: String
        /// How much of both has gone out.
        package var sentSamples = 0
        package var sentBytes = 0

        package init(samples: Samples, saying: String) {
            self.samples = samples
            self.saying = saying
        }

        package var remaining: Ticks { Ticks(samples.count - sentSamples) }

        /// The next so many samples, and the words that are spoken in them.
        package mutating func take(_ length: Ticks) -> (samples: Samples, text: String) {
            let upper = min(samples.count, sentSamples + max(0, length.count))
            let slice = Samples(samples[sentSamples..<upper])
            let end = saying.wordBoundary(atMost: upper, of: samples.count)
            let start = saying.utf8.index(saying.startIndex, offsetBy: sentBytes)
            let text = start < end ? String(saying[start..<end]) : ""
            sentSamples = upper
            sentBytes += text.utf8.count
            return (slice, text)
        }
    }

    package struct Entry: Sendable, Equatable {
        /// The output index of the item that the piece belongs to.
        package var item: Int
        package var piece: Piece

        package init(item: Int, piece: Piece) {
            self.item = item
            self.piece = piece
        }
    }

    package private(set) var entries: [Entry] = []
    package private(set) var waiting = Ticks.zero

    package init() {}

    package var isEmpty: Bool { entries.isEmpty }
    package var first: Entry? { entries.first }
    package var byteCount: Int { waiting.count * 2 }

    package func holds(_ item: Int) -> Bool { entries.contains { $0.item == item } }

    package mutating func append(_ piece: Piece, to item: Int) {
        entries.append(Entry(item: item, piece: piece))
        if case .speech(let speech) = piece { waiting += speech.remaining }
    }

    package mutating func removeFirst() {
        guard let entry = entries.first else { return }
        if case .speech(let speech) = entry.piece { waiting -= speech.remaining }
        entries.removeFirst()
    }

    /// Takes a slice of the first piece, which the caller knows to be speech.
    package mutating func takeSpeech(_ length: Ticks) -> (samples: Samples, text: String)? {
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

    package mutating func removeAll() { self = OutputQueue() }
}
