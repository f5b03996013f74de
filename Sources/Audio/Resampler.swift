internal import CSpeexDSP

/// Changes the rate of one stream of samples, with SpeexDSP's windowed sinc at quality 5.
///
/// The filter looks 2.5 to 10 ms ahead (5 ms between 8 and 24 kHz). So output lags by that much, but it is not late:
/// the filter's delay is taken off, and output sample `n` is the sound of input at the same moment. What lags behind
/// comes out by `flush`. Over a stream, from the first sample to its flush, `n` samples become exactly
/// `outputCount(of: n)`, wherever they were split, and the split changes none of them.
public final class Resampler {
    /// What a file may have: from a telephone's rate to a studio's.
    public static let hertz = 8_000...96_000

    private let inputHertz: Int
    private let outputHertz: Int
    private let state: OpaquePointer
    /// How far the filter looks ahead, in samples of the input.
    private let ahead: Int

    private static let quality: Int32 = 5
    /// So much goes to the library in one call, and so much grows the output at a time.
    private static let sliceMax = 2_048

    public convenience init(from input: SampleRate, to output: SampleRate) {
        self.init(unchecked: input.rawValue, to: output.rawValue)
    }

    /// From any rate that a file may have. Nil: it is none of `hertz`.
    public convenience init?(fromHertz input: Int, to output: SampleRate) {
        guard Self.hertz ~= input else { return nil }
        self.init(unchecked: input, to: output.rawValue)
    }

    private init(unchecked input: Int, to output: Int) {
        guard let state = speex_resampler_init(1, UInt32(input), UInt32(output), Self.quality, nil) else {
            // It refuses rates of zero, of which there are none.
            fatalError("no memory for a resampler")  // sound: without memory no Swift program goes on either
        }
        inputHertz = input
        outputHertz = output
        self.state = state
        ahead = Int(speex_resampler_get_input_latency(state))
        speex_resampler_skip_zeros(state)
    }

    deinit { speex_resampler_destroy(state) }

    /// How many samples `count` samples become, flush included: whatever begins before they end.
    public func outputCount(of count: Int) -> Int {
        let (whole, rest) = count.quotientAndRemainder(dividingBy: inputHertz)
        return whole * outputHertz + (rest * outputHertz + inputHertz - 1) / inputHertz
    }

    public func resample(_ samples: UnsafeBufferPointer<Int16>, appendingTo result: inout [Int16]) {
        var rest = samples[...]
        while !rest.isEmpty {
            let slice = UnsafeBufferPointer(rebasing: rest.prefix(Self.sliceMax))
            let read = resample(slice: slice, appendingTo: &result)
            guard read > 0 else { return }
            rest = rest.dropFirst(read)
        }
    }

    public func resample(_ samples: [Int16], appendingTo result: inout [Int16]) {
        samples.withUnsafeBufferPointer { resample($0, appendingTo: &result) }
    }

    /// Appends what lags behind, as if silence followed, and is ready for another stream.
    public func flush(appendingTo result: inout [Int16]) {
        withUnsafeTemporaryAllocation(of: Int16.self, capacity: ahead) { silence in
            silence.initialize(repeating: 0)
            resample(UnsafeBufferPointer(silence), appendingTo: &result)
        }
        reset()
    }

    /// Forgets the stream, and what lags behind of it.
    public func reset() {
        speex_resampler_reset_mem(state)
        speex_resampler_skip_zeros(state)
    }

    /// Returns how many were read: all of them, since there is place for all that they can become.
    private func resample(slice: UnsafeBufferPointer<Int16>, appendingTo result: inout [Int16]) -> Int {
        var read = UInt32(slice.count)
        result.append(addingCapacity: outputCount(of: slice.count) + 1) { output in
            output.withUnsafeMutableBufferPointer { storage, written in
                var count = UInt32(storage.count)
                speex_resampler_process_int(state, 0, slice.baseAddress, &read, storage.baseAddress, &count)
                written = Int(count)
            }
        }
        return Int(read)
    }
}
