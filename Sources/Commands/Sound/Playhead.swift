package import RealtimeAPI

/// How much of an answer was heard, by the clock: what was handed to a player is played in real time, one piece after
/// the other, from when the first came.
package struct Playhead: Sendable, Equatable {
    package struct Heard: Sendable, Equatable {
        package var item: ItemID
        package var contentIndex: Int
        package var milliseconds: Int
    }

    private struct Piece: Sendable, Equatable {
        var item: ItemID
        var contentIndex: Int
        /// What was heard of the same part before the player had to wait for more.
        var before = Duration.zero
        var length: Duration
    }

    /// When the first of the pieces begins to be heard.
    private var start = Duration.zero
    /// What is not yet heard, in whole or in part.
    private var pieces: [Piece] = []
    /// What was heard last, to its end.
    private var heard: Piece?

    package init() {}

    /// Samples at 24 kHz of a part of an answer went to the player.
    package mutating func add(_ item: ItemID, _ contentIndex: Int, samples: Int, at now: Duration) {
        forgetHeard(at: now)
        if pieces.isEmpty { start = now }
        let length = Duration.seconds(samples) / 24_000
        if let last = pieces.indices.last, pieces[last].item == item, pieces[last].contentIndex == contentIndex {
            pieces[last].length += length
            return
        }
        var piece = Piece(item: item, contentIndex: contentIndex, length: length)
        if let heard, heard.item == item, heard.contentIndex == contentIndex {
            piece.before = heard.before + heard.length
        }
        pieces.append(piece)
    }

    /// Nothing more is heard: what was, of the part that was played. Nil where all was played.
    package mutating func stop(at now: Duration) -> Heard? {
        forgetHeard(at: now)
        defer { pieces = [] }
        return pieces.first.map { piece in
            let (seconds, attoseconds) = (piece.before + max(now - start, .zero)).components
            let milliseconds = Int(seconds) * 1_000 + Int(attoseconds / 1_000_000_000_000_000)
            return Heard(item: piece.item, contentIndex: piece.contentIndex, milliseconds: milliseconds)
        }
    }

    private mutating func forgetHeard(at now: Duration) {
        while let first = pieces.first, start + first.length <= now {
            start += first.length
            heard = pieces.removeFirst()
        }
    }
}
