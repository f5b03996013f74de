/// What Silero VAD v6.2 makes of one stream of audio at 16 kHz: of each frame of 32 ms, how likely it is speech.
///
/// The published model, without its runtime: a spectrum, four convolutions and a memory of 128 cells. A value: the
/// state is here, and what a frame needs besides lies on the stack. Nothing is allocated.
public struct SileroStream: Sendable {
    /// 512 samples, -1 to 1.
    public typealias Frame = InlineArray<512, Float>

    /// The end of the frame before, which the spectrum of the next begins with.
    private var context = InlineArray<64, Float>(repeating: 0)
    private var hidden = InlineArray<128, Float>(repeating: 0)
    private var cells = InlineArray<128, Float>(repeating: 0)

    public init() {}

    package static var weightsAreWhole: Bool { SileroWeights.shared.isWhole }

    /// The probability that the next frame is speech.
    public mutating func probability(of frame: Frame) -> Float {
        var scratch = SileroScratch()
        return withUnsafeMutablePointer(to: &scratch) { scratch in
            let places = SileroScratch.Places(scratch)
            lay(frame, places.samples)
            Self.encode(places)
            return remember(places)
        }
    }

    /// The end of the frame before, the frame, and its end in a mirror. By pointers, since an element of an inline
    /// array is read by copying all of it.
    private mutating func lay(_ frame: Frame, _ samples: UnsafeMutablePointer<Float>) {
        withUnsafeMutablePointer(to: &context) { context in
            let context = UnsafeMutableRawPointer(context).assumingMemoryBound(to: Float.self)
            samples.update(from: context, count: 64)
            frame.span.withUnsafeBufferPointer { frame in
                for index in 0..<512 { samples[64 &+ index] = frame[index] }
            }
            context.update(from: samples + 512, count: 64)
            for index in 0..<64 { samples[576 &+ index] = samples[574 &- index] }
        }
    }

    /// 128 numbers that say what the frame sounds like. The rows before and after the first spectrum, and before the
    /// first convolution's, are zero and stay it.
    private static func encode(_ places: SileroScratch.Places) {
        let weights = SileroWeights.shared
        let bins = SileroWeights.bins
        SileroTransform.magnitudes(of: places.samples, rows: places.spectrum + bins, work: places.transform, weights)
        weights.convolutions.0.rectifiedProducts4(places.spectrum, step: bins, places.first + 128)
        weights.convolutions.1.rectifiedProducts2(places.first, step: 2 * 128, places.second)
        weights.convolutions.2.rectifiedProducts(places.second, places.third)
        weights.convolutions.3.rectifiedProducts(places.third, places.sound)
    }

    /// What is heard now and was heard before, weighed into what is remembered, and that into the probability.
    private mutating func remember(_ places: SileroScratch.Places) -> Float {
        withUnsafeMutablePointer(to: &hidden) { hidden in
            withUnsafeMutablePointer(to: &cells) { cells in
                Self.remember(places, .init(hidden), .init(cells))
            }
        }
    }

    private static func remember(
        _ places: SileroScratch.Places,
        _ hidden: UnsafeMutableRawPointer,
        _ cells: UnsafeMutableRawPointer
    ) -> Float {
        let weights = SileroWeights.shared
        UnsafeMutableRawPointer(places.sound + 128).copyMemory(from: hidden, byteCount: 128 * 4)
        weights.memory.products(places.sound, places.gates)
        var sum = Lanes()
        for start in stride(from: 0, to: 128, by: 4) {
            let (cell, output) = (cells + start &* 4, hidden + start &* 4)
            let gate = UnsafeRawPointer(places.gates + start)
            let kept = SileroCurves.sigmoid(gate.load(512)) * UnsafeRawPointer(cell).load()
            let new = kept + SileroCurves.sigmoid(gate.load()) * SileroCurves.hyperbolicTangent(gate.load(1_024))
            let said = SileroCurves.sigmoid(gate.load(1_536)) * SileroCurves.hyperbolicTangent(new)
            cell.storeBytes(of: new, as: Lanes.self)
            output.storeBytes(of: said, as: Lanes.self)
            let positive = said.replacing(with: 0, where: said .< 0)
            sum += positive * UnsafeRawPointer(weights.output.weights + start).load()
        }
        return SileroCurves.sigmoid(Lanes(repeating: sum.sum() + weights.output.bias[0]))[0]
    }

    private typealias Lanes = SIMD4<Float>
}

extension UnsafeRawPointer {
    @inline(__always)
    fileprivate func load(_ offset: Int = 0) -> SIMD4<Float> {
        loadUnaligned(fromByteOffset: offset, as: SIMD4<Float>.self)
    }
}

/// Where a frame is worked on: 17 kB of zeros on the stack.
private struct SileroScratch {
    var transform = InlineArray<256, SIMD4<Float>>(repeating: .zero)
    var numbers = InlineArray<3_056, Float>(repeating: 0)

    struct Places {
        let transform: UnsafeMutablePointer<SIMD4<Float>>
        let samples: UnsafeMutablePointer<Float>
        /// Six rows.
        let spectrum: UnsafeMutablePointer<Float>
        /// Five rows.
        let first: UnsafeMutablePointer<Float>
        let second: UnsafeMutablePointer<Float>
        let third: UnsafeMutablePointer<Float>
        /// What is heard, then what was remembered.
        let sound: UnsafeMutablePointer<Float>
        let gates: UnsafeMutablePointer<Float>

        init(_ scratch: UnsafeMutablePointer<SileroScratch>) {
            let start = UnsafeMutableRawPointer(scratch)
            transform = start.assumingMemoryBound(to: SIMD4<Float>.self)
            samples = (start + 256 * MemoryLayout<SIMD4<Float>>.stride).assumingMemoryBound(to: Float.self)
            spectrum = samples + 640
            first = spectrum + 6 * SileroWeights.bins
            second = first + 5 * 128
            third = second + 2 * 64
            sound = third + 64
            gates = sound + 2 * SileroWeights.memorySize
        }
    }
}
