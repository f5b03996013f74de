/// Takes every stretch of 768 samples at 24 kHz to 512 at 16 kHz, for those who judge speech.
///
/// Unlike `Resampler` a value, as all that it remembers is 48 samples: whoever copies it can go back to it. What it
/// gives lags by 1 ms, so that a stretch is complete with its last sample, and nothing is to be flushed. Made for a
/// judge of voices: flat to 6 kHz, 2 dB down at 7.
public struct Decimator: Sendable {
    /// As it came.
    public typealias Input = InlineArray<768, Int16>
    /// -1 to 1, or a little beyond at full scale.
    public typealias Output = InlineArray<512, Float>

    typealias Samples = UnsafePointer<Float>
    private static let historyCount = 48
    /// The last samples of the stretch before.
    private var history = InlineArray<48, Float>(repeating: 0)

    public init() {}

    public mutating func decimate(_ input: Input, to output: inout Output) {
        var stretch = InlineArray<816, Float>(repeating: 0)
        withUnsafeMutablePointer(to: &stretch) { stretch in
            let samples = UnsafeMutableRawPointer(stretch).assumingMemoryBound(to: Float.self)
            lay(input, samples)
            withUnsafeMutablePointer(to: &output) { output in
                let places = UnsafeMutableRawPointer(output).assumingMemoryBound(to: Float.self)
                // Three samples become two: one that lies on the first, one between the second and the third.
                withUnsafePointer(to: Self.whole) { Self.filter(samples + 1, .init($0), places) }
                withUnsafePointer(to: Self.half) { Self.filter(samples + 2, .init($0), places + 1) }
            }
        }
    }

    /// What was before, and what comes. By pointers, since an element of an inline array is read by copying all of it.
    private mutating func lay(_ input: Input, _ samples: UnsafeMutablePointer<Float>) {
        withUnsafeMutablePointer(to: &history) { history in
            let history = UnsafeMutableRawPointer(history).assumingMemoryBound(to: Float.self)
            samples.update(from: history, count: Self.historyCount)
            input.span.withUnsafeBufferPointer { input in
                for index in 0..<768 { samples[Self.historyCount &+ index] = Float(input[index]) * (1 / 32_768) }
            }
            history.update(from: samples + 768, count: Self.historyCount)
        }
    }

    /// Every other output sample. Four at a time, as they have the taps in common.
    private static func filter(_ samples: Samples, _ taps: UnsafeRawPointer, _ output: UnsafeMutablePointer<Float>) {
        typealias Lanes = SIMD4<Float>
        var index = 0
        while index < 256 {
            let first = UnsafeRawPointer(samples + 3 &* index)
            var sums = (Lanes(), Lanes(), Lanes(), Lanes())
            var place = 0
            while place < 48 * 4 {
                let tap = taps.loadUnaligned(fromByteOffset: place, as: Lanes.self)
                sums.0 += tap * first.loadUnaligned(fromByteOffset: place, as: Lanes.self)
                sums.1 += tap * first.loadUnaligned(fromByteOffset: place &+ 12, as: Lanes.self)
                sums.2 += tap * first.loadUnaligned(fromByteOffset: place &+ 24, as: Lanes.self)
                sums.3 += tap * first.loadUnaligned(fromByteOffset: place &+ 36, as: Lanes.self)
                place &+= 16
            }
            output[2 &* index] = sums.0.sum()
            output[2 &* index &+ 2] = sums.1.sum()
            output[2 &* index &+ 4] = sums.2.sum()
            output[2 &* index &+ 6] = sums.3.sum()
            index &+= 4
        }
    }
}
