internal import Audio
internal import Bytes
internal import RealtimeEngine

/// Bytes of PCM to samples at 24 kHz: half samples are kept until their other half comes, channels are averaged, the
/// rate is changed.
///
/// Not a value, as a resampler is none: it belongs to one answer.
final class SampleStream {
    static let hertz = Resampler.hertz

    private let channels: Int
    private let resampler: Resampler?
    /// What of a frame, a sample of each channel, has come.
    private var rest: [UInt8] = []

    init(channels: Int, hertz: Int) throws(BackEndFault) {
        self.channels = channels
        if hertz == Ticks.perSecond {
            resampler = nil
        } else if let resampler = Resampler(fromHertz: hertz, to: .hertz24000) {
            self.resampler = resampler
        } else {
            throw .misunderstood("answered with audio of \(hertz) samples a second")
        }
    }

    func read(_ bytes: UnsafeRawBufferPointer, into samples: inout Samples) {
        guard !bytes.isEmpty else { return }
        let frame = 2 * channels
        var whole = rest
        whole.append(contentsOf: bytes)
        let used = whole.count / frame * frame
        rest = Array(whole[used...])
        var raw: Samples = []
        whole.span.withUnsafeBytes { whole in
            _ = PCM16.samples(from: UnsafeRawBufferPointer(rebasing: whole[..<used]), appendingTo: &raw)
        }
        let mono = channels == 1 ? raw : averaged(raw)
        if let resampler { resampler.resample(mono, appendingTo: &samples) } else { samples += mono }
    }

    /// What lags behind. Half a sample at the end is nothing.
    func flush(into samples: inout Samples) {
        rest = []
        resampler?.flush(appendingTo: &samples)
    }

    private func averaged(_ raw: Samples) -> Samples {
        stride(from: 0, to: raw.count, by: channels).map { start in
            let sum = raw[start..<min(start + channels, raw.count)].reduce(0) { $0 + Int($1) }
            return Int16(clamping: sum / channels)
        }
    }
}
