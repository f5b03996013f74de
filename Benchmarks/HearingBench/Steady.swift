import Audio

/// So many times 32 ms of one kind of work and nothing else, for a tool that counts what was allocated:
/// `scripts/allocations.sh`.
enum Steady: String, CaseIterable {
    case silero, webrtc, noise

    func run(_ count: Int, _ samples: [Int16]) -> Float {
        switch self {
        case .silero: Self.judge(SileroVAD(), count, samples)
        case .webrtc: Self.judge(WebRTCVAD(), count, samples)
        case .noise: Self.reduce(count, samples)
        }
    }

    private static func judge(_ vad: some VoiceActivityDetector, _ count: Int, _ samples: [Int16]) -> Float {
        var (vad, sum): (_, Float) = (vad, 0)
        samples.withUnsafeBufferPointer { samples in
            for _ in 0..<count { vad.judge(samples) { probability, _ in sum += probability } }
        }
        return sum
    }

    private static func reduce(_ count: Int, _ samples: [Int16]) -> Float {
        let reducer = NoiseReducer(.strong)
        var (result, sum): ([Int16], Float) = ([], 0)
        result.reserveCapacity(2 * samples.count)
        for _ in 0..<count {
            result.removeAll(keepingCapacity: true)
            reducer.append(samples, to: &result)
            sum += Float(result.count)
        }
        return sum
    }
}
