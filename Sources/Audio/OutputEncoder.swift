internal import Bytes

/// Makes bytes of one part of an answer from its samples at 24 kHz, as they come.
///
/// Over a part, from the first sample to its `flush`, a sample is two bytes of PCM16; `n` samples are `n / 3` bytes
/// of G.711, rounded up, so that nothing is lost at the end. Until the flush the last 5 ms of G.711 are held back.
public final class OutputEncoder {
    public let coding: AudioCoding

    /// What G.711 takes, and PCM16 does not.
    private let telephone: (law: G711, resampler: Resampler)?
    /// A slice of samples, on its way from the resampler to the law.
    private var narrow: [Int16] = []

    private static let sliceMax = 6_144

    public init(_ coding: AudioCoding) {
        self.coding = coding
        telephone = coding.law.map { ($0, Resampler(from: .hertz24000, to: .hertz8000)) }
    }

    public func encode(_ samples: UnsafeBufferPointer<Int16>, to bytes: inout [UInt8]) {
        guard let telephone else { return PCM16.bytes(from: samples, appendingTo: &bytes) }
        var rest = samples[...]
        while !rest.isEmpty {
            let slice = UnsafeBufferPointer(rebasing: rest.prefix(Self.sliceMax))
            telephone.resampler.resample(slice, appendingTo: &narrow)
            write(by: telephone.law, to: &bytes)
            rest = rest.dropFirst(Self.sliceMax)
        }
    }

    public func encode(_ samples: some Sequence<Int16>, to bytes: inout [UInt8]) {
        samples.withContiguousStorageIfAvailable { encode($0, to: &bytes) }
            ?? Array(samples).withUnsafeBufferPointer { encode($0, to: &bytes) }
    }

    /// The part is at its end: appends what was held back. The next part may follow.
    public func flush(to bytes: inout [UInt8]) {
        guard let telephone else { return }
        telephone.resampler.flush(appendingTo: &narrow)
        write(by: telephone.law, to: &bytes)
    }

    /// The part was cut off: what was held back is forgotten.
    public func reset() { telephone?.resampler.reset() }

    private func write(by law: G711, to bytes: inout [UInt8]) {
        narrow.withUnsafeBufferPointer { law.encode($0, appendingTo: &bytes) }
        narrow.removeAll(keepingCapacity: true)
    }
}
