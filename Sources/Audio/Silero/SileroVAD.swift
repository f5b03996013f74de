/// Judges speech in samples at 24 kHz, as they come: Silero VAD v6.2 on every 32 ms.
///
/// A value of 3 kB. What it says of a frame, it says when the frame's last sample comes, of sound that is 1 ms older.
public struct SileroVAD: VoiceActivityDetector {
    /// What is not a frame yet.
    private var pending = PendingStretch()
    private var decimator = Decimator()
    private var stream = SileroStream()

    public init() {}

    public mutating func judge(_ samples: UnsafeBufferPointer<Int16>, each report: (Float, _ left: Int) -> Void) {
        var frame = SileroStream.Frame(repeating: 0)
        var rest = samples[...]
        while pending.fill(from: &rest) {
            decimator.decimate(pending.samples, to: &frame)
            report(stream.probability(of: frame), rest.count)
        }
    }
}
