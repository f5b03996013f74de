internal import CWebRTCAudio

/// Takes noise out of one stream of samples at 24 kHz, with WebRTC's suppressor.
///
/// It works at 16 kHz, so that what is above 8 kHz goes with the noise. Samples are where they belong: from a `flush`
/// or `reset` to the next flush as many come out as went in, in the same places. Until the flush the last 14 to 24 ms
/// are held back: the frame of 10 ms that is not full yet, what the suppressor overlaps, what the resamplers look
/// ahead.
public final class NoiseReducer {
    public enum Strength: Sendable, Hashable {
        /// Headsets: 10 dB at most.
        case moderate
        /// Rooms: 15 dB at most.
        case strong

        fileprivate var policy: Int32 {
            switch self {
            case .moderate: 1
            case .strong: 2
            }
        }
    }

    /// 0 leaves the sound as it was, 1 is all that the suppressor takes out, and in between both are heard.
    public var share: Float {
        get { heardShare }
        set { heardShare = newValue > 0 ? min(newValue, 1) : 0 }
    }
    private var heardShare: Float = 1

    private let core: SuppressorCore
    private let down = Resampler(from: .hertz24000, to: .hertz16000)
    private let up = Resampler(from: .hertz16000, to: .hertz24000)
    /// At 16 kHz: what is not 10 ms yet, and what comes back from the suppressor.
    private var narrow: [Int16] = []
    private var quiet: [Int16] = []
    private var wide: [Int16] = []
    /// What went in and has not come out.
    private var held: [Int16] = []
    /// So much of what comes back was never sent: the suppressor begins with its overlap.
    private var late = SuppressorCore.delay

    private static let sliceMax = 2_400

    public init(_ strength: Strength) { core = SuppressorCore(policy: strength.policy) }

    public func append(_ samples: UnsafeBufferPointer<Int16>, to result: inout [Int16]) {
        var rest = samples[...]
        while !rest.isEmpty {
            let slice = UnsafeBufferPointer(rebasing: rest.prefix(Self.sliceMax))
            held.append(contentsOf: slice)
            push(slice)
            emit(to: &result)
            rest = rest.dropFirst(Self.sliceMax)
        }
    }

    public func append(_ samples: [Int16], to result: inout [Int16]) {
        samples.withUnsafeBufferPointer { append($0, to: &result) }
    }

    /// The buffer is committed: appends what was held back.
    public func flush(to result: inout [Int16]) {
        pushSilence()
        emit(to: &result)
        begin()
    }

    /// The buffer is cleared: what was held back is forgotten. What the noise sounds like is not, as the room is the
    /// same.
    public func reset() {
        pushSilence()
        held.removeAll(keepingCapacity: true)
        begin()
    }

    /// Pushes all sound out of every filter, the suppressor's overlap too.
    private func pushSilence() {
        withUnsafeTemporaryAllocation(of: Int16.self, capacity: 960) { silence in
            silence.initialize(repeating: 0)
            push(UnsafeBufferPointer(silence))
        }
    }

    private func begin() {
        wide.removeAll(keepingCapacity: true)
        narrow.removeAll(keepingCapacity: true)
        down.reset()
        up.reset()
        late = SuppressorCore.delay
    }

    private func push(_ samples: UnsafeBufferPointer<Int16>) {
        down.resample(samples, appendingTo: &narrow)
        let whole = narrow.count / SuppressorCore.frame * SuppressorCore.frame
        narrow.withUnsafeBufferPointer { narrow in
            for start in stride(from: 0, to: whole, by: SuppressorCore.frame) {
                core.suppress(UnsafeBufferPointer(rebasing: narrow[start..<start + SuppressorCore.frame]), to: &quiet)
            }
        }
        narrow.removeFirst(whole)
        let early = min(late, quiet.count)
        late -= early
        quiet.withUnsafeBufferPointer { up.resample(UnsafeBufferPointer(rebasing: $0[early...]), appendingTo: &wide) }
        quiet.removeAll(keepingCapacity: true)
    }

    /// No more comes out than went in.
    private func emit(to result: inout [Int16]) {
        let count = min(wide.count, held.count)
        let share = heardShare
        if share == 1 {
            result.append(contentsOf: wide[..<count])
        } else {
            for (wet, dry) in zip(wide[..<count], held[..<count]) {
                result.append(Int16(saturating: Float(dry) + (Float(wet) - Float(dry)) * share))
            }
        }
        wide.removeFirst(count)
        held.removeFirst(count)
    }
}

/// The library's suppressor, at 16 kHz.
private final class SuppressorCore {
    /// 10 ms.
    static let frame = 160
    /// It works on 256 samples at a time, 96 of them overlapping.
    static let delay = 96

    private let core: OpaquePointer
    private var input = InlineArray<160, Float>(repeating: 0)
    private var output = InlineArray<160, Float>(repeating: 0)

    init(policy: Int32) {
        guard let core = WebRtcNs_Create() else {
            fatalError("no memory for a suppressor")  // sound: without memory no Swift program goes on either
        }
        self.core = core
        WebRtcNs_Init(core, 16_000)
        WebRtcNs_set_policy(core, policy)
    }

    deinit { WebRtcNs_Free(core) }

    /// 160 samples, in the range of 16 bits.
    func suppress(_ samples: UnsafeBufferPointer<Int16>, to result: inout [Int16]) {
        for (index, sample) in samples.enumerated() { input[index] = Float(sample) }
        withUnsafeMutablePointer(to: &input) { input in
            withUnsafeMutablePointer(to: &output) { output in
                let input = UnsafeRawPointer(input).assumingMemoryBound(to: Float.self)
                let output = UnsafeMutableRawPointer(output).assumingMemoryBound(to: Float.self)
                WebRtcNs_Analyze(core, input)
                var (from, to): (UnsafePointer<Float>?, UnsafeMutablePointer<Float>?) = (input, output)
                WebRtcNs_Process(core, &from, 1, &to)
            }
        }
        for index in 0..<Self.frame { result.append(Int16(saturating: output[index])) }
    }
}
