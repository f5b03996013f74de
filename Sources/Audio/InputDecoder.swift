internal import Bytes

/// Makes samples at 24 kHz of the bytes of one client, as they come.
///
/// Bytes may be split anywhere. From a `flush` or `reset` to the next flush, two bytes of PCM16 are one sample and a
/// byte of G.711 is three, exactly; until the flush the last 5 ms of G.711 are held back, since the resampler looks
/// ahead. Samples are where they belong: sound of the client's position `n` is at `3 n`.
public final class InputDecoder {
    public let coding: AudioCoding

    /// The first half of a sample whose second half has not come.
    private var odd: UInt8?
    /// What G.711 takes, and PCM16 does not.
    private let telephone: (law: G711, resampler: Resampler)?
    /// A slice of a telephone's samples, on its way to the resampler.
    private var narrow: [Int16] = []

    private static let sliceMax = 2_048

    public init(_ coding: AudioCoding) {
        self.coding = coding
        telephone = coding.law.map { ($0, Resampler(from: .hertz8000, to: .hertz24000)) }
    }

    public func append(_ bytes: UnsafeRawBufferPointer, to samples: inout [Int16]) {
        guard let telephone else { return appendPCM16(bytes, to: &samples) }
        var rest = bytes[...]
        while !rest.isEmpty {
            narrow.removeAll(keepingCapacity: true)
            telephone.law.decode(UnsafeRawBufferPointer(rebasing: rest.prefix(Self.sliceMax)), appendingTo: &narrow)
            telephone.resampler.resample(narrow, appendingTo: &samples)
            rest = rest.dropFirst(Self.sliceMax)
        }
    }

    public func append(_ bytes: some Sequence<UInt8>, to samples: inout [Int16]) {
        bytes.withContiguousStorageIfAvailable { append(UnsafeRawBufferPointer($0), to: &samples) }
            ?? Array(bytes).withUnsafeBytes { append($0, to: &samples) }
    }

    /// The buffer is committed: appends what was held back. Half a sample at its end is no sample, and forgotten, so
    /// that it does not make noise of all that follows.
    public func flush(to samples: inout [Int16]) {
        telephone?.resampler.flush(appendingTo: &samples)
        odd = nil
    }

    /// The buffer is cleared: what was held back is forgotten.
    public func reset() {
        telephone?.resampler.reset()
        odd = nil
    }

    private func appendPCM16(_ bytes: UnsafeRawBufferPointer, to samples: inout [Int16]) {
        guard let low = odd else {
            odd = PCM16.samples(from: bytes, appendingTo: &samples)
            return
        }
        guard let high = bytes.first else { return }
        samples.append(Int16(bitPattern: UInt16(high) << 8 | UInt16(low)))
        odd = PCM16.samples(from: UnsafeRawBufferPointer(rebasing: bytes.dropFirst()), appendingTo: &samples)
    }
}
