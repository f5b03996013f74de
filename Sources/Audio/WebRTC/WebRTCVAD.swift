internal import CWebRTCAudio

/// Judges speech without a model: WebRTC's detector in its strictest mode, behind a gate of loudness. A twentieth of
/// `SileroVAD`'s cost; good in quiet and in steady noise, and taken in by clicks and music.
///
/// The library says yes or no of each 10 ms. The probability is how many of the last twelve were speech: ten of them,
/// 100 ms in a row, make 0.5, and seven 0.35, where a turn that has begun goes on.
public struct WebRTCVAD: VoiceActivityDetector {
    private var pending = PendingStretch()
    private var decimator = Decimator()
    private var core = WebRTCVADCore()
    /// What is not 10 ms yet.
    private var rest = InlineArray<160, Int16>(repeating: 0)
    private var restCount = 0
    /// A bit for each of the last twelve, the newest the lowest.
    private var votes: UInt16 = 0

    private static let votesKept: UInt16 = 0xFFF
    /// -55 dBFS: a quieter 10 ms is no speech, whatever it sounds like. The sum of 160 squares.
    private static let gate = 160 * 32_768 * 32_768 * 3.162e-6

    public init() {}

    public mutating func judge(_ samples: UnsafeBufferPointer<Int16>, each report: (Float, _ left: Int) -> Void) {
        var frame = Decimator.Output(repeating: 0)
        var rest = samples[...]
        while pending.fill(from: &rest) {
            decimator.decimate(pending.samples, to: &frame)
            vote(on: frame)
            report(probability, rest.count)
        }
    }

    private mutating func vote(on frame: Decimator.Output) {
        core.makeOwn()
        for index in 0..<512 {
            rest[restCount] = Int16(saturating: frame[index] * 32_768)
            restCount += 1
            guard restCount == 160 else { continue }
            restCount = 0
            votes = (votes << 1 | (isSpeech ? 1 : 0)) & Self.votesKept
        }
    }

    private var isSpeech: Bool {
        var energy = 0
        for index in 0..<160 { energy &+= Int(rest[index]) &* Int(rest[index]) }
        return Double(energy) > Self.gate && core.isSpeech(rest)
    }

    private var probability: Float {
        let count = Float(votes.nonzeroBitCount)
        return count <= 10 ? count * 0.05 : 0.5 + (count - 10) * 0.25
    }
}

/// The library's state, copied when one of two owners is about to change it.
private struct WebRTCVADCore: @unchecked Sendable {
    private final class Handle {
        let core: OpaquePointer

        init(_ core: OpaquePointer?) {
            guard let core else {
                fatalError("no memory for a detector")  // sound: without memory no Swift program goes on either
            }
            self.core = core
        }

        deinit { WebRtcVad_Free(core) }
    }

    private var handle: Handle
    private static let strictest: Int32 = 3

    init() {
        handle = Handle(WebRtcVad_Create())
        WebRtcVad_Init(handle.core)
        WebRtcVad_set_mode(handle.core, Self.strictest)
    }

    mutating func makeOwn() {
        if !isKnownUniquelyReferenced(&handle) { handle = Handle(cwebrtc_vad_copy(handle.core)) }
    }

    func isSpeech(_ samples: InlineArray<160, Int16>) -> Bool {
        samples.span.withUnsafeBufferPointer { WebRtcVad_Process(handle.core, 16_000, $0.baseAddress, 160) == 1 }
    }
}
