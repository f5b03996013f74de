/// Audio in the pieces in which it came. Kept for long and read seldom: adding to it copies nothing.
public struct Sound: Sendable {
    /// None is empty.
    public private(set) var pieces: [Samples]
    /// Samples in all.
    public private(set) var count: Int

    public init(_ samples: Samples = []) {
        pieces = samples.isEmpty ? [] : [samples]
        count = samples.count
    }

    public var isEmpty: Bool { count == 0 }

    /// All of it in one piece.
    public var samples: Samples {
        if let only = pieces.first, pieces.count == 1 { return only }
        var samples: Samples = []
        samples.reserveCapacity(count)
        for piece in pieces { samples += piece }
        return samples
    }

    mutating func append(_ samples: Samples) {
        guard !samples.isEmpty else { return }
        pieces.append(samples)
        count += samples.count
    }

    /// Keeps what comes before a sample.
    mutating func cut(at end: Int) {
        while count > end, let last = pieces.popLast() {
            count -= last.count
            append(Samples(last.prefix(max(0, end - count))))
        }
    }
}

extension Sound: Equatable {
    /// The same samples, in whatever pieces.
    public static func == (left: Self, right: Self) -> Bool {
        left.count == right.count && (left.pieces == right.pieces || left.samples == right.samples)
    }
}
