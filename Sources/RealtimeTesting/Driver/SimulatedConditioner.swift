import Bytes
import RealtimeAPI
import RealtimeEngine

/// Bytes of a client's format to samples, and an opinion of each frame: loud is speech.
///
/// G.711 becomes PCM by repeating each sample three times: the length is right, and nobody listens.
struct SimulatedConditioner: Sendable {
    static let loudness = 1_000

    var conditioning = Conditioning(format: .pcm, noiseReduction: nil, detectsSpeech: true)
    /// Half a sample that waits for the other half.
    private var odd: UInt8?
    /// Samples of a frame that is not complete.
    private var partial: Samples = []

    mutating func reset() {
        odd = nil
        partial = []
    }

    mutating func condition(_ bytes: [UInt8]) -> IncomingAudio {
        let whole = odd.map { [$0] + bytes } ?? bytes
        let isPCM = conditioning.format.type == .pcm
        odd = isPCM && !whole.count.isMultiple(of: 2) ? whole.last : nil
        let samples = Self.samples(whole, conditioning.format)
        return IncomingAudio(samples: samples, frames: conditioning.detectsSpeech ? judge(samples) : [])
    }

    private mutating func judge(_ samples: Samples) -> [SpeechFrame] {
        let length = SpeechFrame.length.count
        let all = partial + samples
        let whole = all.count / length
        partial = Samples(all[(whole * length)...])
        return (0..<whole).map { index in
            let frame = all[(index * length)..<((index + 1) * length)]
            let sum = frame.reduce(0) { $0 + Int($1.magnitude) }
            let age = Ticks(all.count - (index + 1) * length)
            return SpeechFrame(probability: sum / length > Self.loudness ? 0.9 : 0.05, age: age)
        }
    }

    static func samples(_ bytes: [UInt8], _ format: AudioFormat) -> Samples {
        guard format.type == .pcm else {
            return bytes.flatMap { byte in
                let sample = format.type == .pcmu ? G711.decode(ulaw: byte) : G711.decode(alaw: byte)
                return [sample, sample, sample]
            }
        }
        var samples: Samples = []
        _ = PCM16.samples(from: bytes, appendingTo: &samples)
        return samples
    }
}

/// ITU-T G.711, decoding only.
enum G711 {
    static func decode(ulaw byte: UInt8) -> Int16 {
        let code = ~byte
        let magnitude = ((Int16(code & 0x0f) << 3) + 0x84) << Int16((code & 0x70) >> 4)
        return code & 0x80 != 0 ? 0x84 - magnitude : magnitude - 0x84
    }

    static func decode(alaw byte: UInt8) -> Int16 {
        let code = byte ^ 0x55
        let segment = Int16((code & 0x70) >> 4)
        let step = Int16(code & 0x0f) << 4
        let magnitude = segment == 0 ? step + 8 : (step + 0x108) << (segment - 1)
        return code & 0x80 != 0 ? magnitude : -magnitude
    }
}
