import RealtimeEngine

/// Audio in which every sample tells where it stands, so that a lost, doubled or moved one is seen.
enum Tape {
    /// A prime, so that no round number of samples looks like another.
    private static let loop: Samples = (0..<65_521).map { Int16(truncatingIfNeeded: $0 &* 40_503) }

    static func samples(from start: Int, count: Int) -> Samples {
        var samples: Samples = []
        samples.reserveCapacity(count)
        while samples.count < count {
            let position = (start + samples.count) % loop.count
            samples += loop[position..<min(loop.count, position + count - samples.count)]
        }
        return samples
    }

    static func samples(from start: Ticks, to end: Ticks) -> Samples {
        samples(from: start.count, count: (end - start).count)
    }
}
