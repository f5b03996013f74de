internal import Audio
internal import Bytes
internal import RealtimeEngine

/// Bytes of PCM to samples at 24 kHz: half a sample is kept until its other half comes, and the rate is changed.
///
/// Not a value, as a resampler is none: it belongs to one answer.
final class SampleStream {
    static let hertz = Resampler.hertz

    private let resampler: Resampler?
    private var rest: [UInt8] = []

    init(hertz: Int) throws(BackEndFault) {
        if hertz == Ticks.perSecond {
            resampler = nil
        } else if let resampler = Resampler(fromHertz: hertz, to: .hertz24000) {
            self.resampler = resampler
        } else {
            throw .misunderstood("answered with audio of \(hertz) samples a second")
        }
    }

    func read(_ bytes: UnsafeRawBufferPointer, into samples: inout Samples) {
        var raw: Samples = []
        rest = PCM16.samples(from: rest + bytes, appendingTo: &raw).map { [$0] } ?? []
        if let resampler { resampler.resample(raw, appendingTo: &samples) } else { samples += raw }
    }

    /// What lags behind. Half a sample at the end is nothing.
    func flush(into samples: inout Samples) {
        rest = []
        resampler?.flush(appendingTo: &samples)
    }
}
