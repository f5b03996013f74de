internal import Bytes

/// Makes samples of 16 bits of a WAV file's frames: the mean of their channels. Bytes may be split anywhere.
struct WAVFrames {
    let format: WAVFormat
    /// The beginning of a frame whose end has not come.
    private var partial: [UInt8] = []
    /// What a law's codes become, on their way to the mean.
    private var expanded: [Int16] = []

    init(_ format: WAVFormat) { self.format = format }

    mutating func append(_ bytes: UnsafeRawBufferPointer, to samples: inout [Int16]) {
        var rest = bytes[...]
        if !partial.isEmpty {
            let missing = rest.prefix(format.frameBytes - partial.count)
            partial += missing
            rest = rest.dropFirst(missing.count)
            guard partial.count == format.frameBytes else { return }
            let frame = partial
            partial = []
            frame.withUnsafeBytes { decode($0, &samples) }
        }
        let whole = rest.count - rest.count % format.frameBytes
        decode(UnsafeRawBufferPointer(rebasing: rest.prefix(whole)), &samples)
        partial += rest.dropFirst(whole)
    }

    private mutating func decode(_ frames: UnsafeRawBufferPointer, _ samples: inout [Int16]) {
        switch format.encoding {
        case .pcm(bytes: 1): mean(frames, 1, &samples) { frames, at in (Int32(frames[at]) - 128) << 8 }
        // Of 24 and 32 bits the upper 16 count.
        case .pcm(let bytes): mean(frames, bytes, &samples) { frames, at in Self.sample(frames, at + bytes - 2) }
        case .float32: mean(frames, 4, &samples, Self.float)
        case .law(let law):
            expanded.removeAll(keepingCapacity: true)
            law.decode(frames, appendingTo: &expanded)
            expanded.withUnsafeBytes { mean($0, 2, &samples, Self.sample) }
        }
    }

    /// `sample` reads one at a place, which lies within the frames.
    @inline(__always)
    private func mean(
        _ frames: UnsafeRawBufferPointer,
        _ sampleBytes: Int,
        _ samples: inout [Int16],
        _ sample: (UnsafeRawBufferPointer, Int) -> Int32
    ) {
        let frameBytes = sampleBytes * format.channels
        let count = frames.count / frameBytes
        guard count > 0 else { return }
        samples.append(addingCapacity: count) { output in
            output.withUnsafeMutableBufferPointer { storage, written in
                for frame in 0..<count {
                    var sum: Int32 = 0
                    for channel in 0..<format.channels {
                        sum += sample(frames, frame * frameBytes + channel * sampleBytes)
                    }
                    let mean = format.channels == 1 ? sum : sum / Int32(format.channels)
                    storage.initializeElement(at: frame, to: Int16(truncatingIfNeeded: mean))
                }
                written = count
            }
        }
    }

    @inline(__always)
    private static func sample(_ bytes: UnsafeRawBufferPointer, _ at: Int) -> Int32 {
        Int32(Int16(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: Int16.self)))
    }

    /// What is louder than full scale is clipped; what is no number is silence.
    @inline(__always)
    private static func float(_ bytes: UnsafeRawBufferPointer, _ at: Int) -> Int32 {
        let bits = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt32.self))
        let value = Float(bitPattern: bits)
        guard !value.isNaN else { return 0 }
        return Int32(max(-32_768, min(32_767, (value * 32_768).rounded())))
    }
}
