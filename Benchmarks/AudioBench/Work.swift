import Audio
import BenchSupport
import Foundation

/// A path of audio, in the steady state: its arrays have their size.
struct Work {
    let name: String
    let run: () -> Int

    func microseconds(checksum: inout Int) -> Double {
        Stopwatch.microseconds(run, checksum: &checksum)
    }
}

extension Work {
    static var all: [Work] {
        AudioCoding.allCases.map(decode) + AudioCoding.allCases.map(encode)
            + G711.allCases.map(expand) + G711.allCases.map(compress)
            + [
                resample(.hertz8000, .hertz24000), resample(.hertz24000, .hertz8000),
                resample(.hertz24000, .hertz16000), readWAV, open,
            ]
    }

    private static func tone(_ rate: Int) -> [Int16] {
        (0..<rate / 10).map { Int16(8_000 * sin(Double($0) * 2_765 / Double(rate))) }
    }

    private static func decode(_ coding: AudioCoding) -> Work {
        let bytes = (0..<(coding == .pcm16 ? 4_800 : 800)).map { UInt8(truncatingIfNeeded: $0 &* 73) }
        let decoder = InputDecoder(coding)
        var samples: [Int16] = []
        return Work(name: "decode \(coding) to 24 kHz") {
            samples.removeAll(keepingCapacity: true)
            decoder.append(bytes, to: &samples)
            return Int(samples[samples.count / 2])
        }
    }

    private static func encode(_ coding: AudioCoding) -> Work {
        let samples = tone(24_000)
        let encoder = OutputEncoder(coding)
        var bytes: [UInt8] = []
        return Work(name: "encode \(coding) from 24 kHz") {
            bytes.removeAll(keepingCapacity: true)
            encoder.encode(samples, to: &bytes)
            return Int(bytes[bytes.count / 2])
        }
    }

    private static func expand(_ law: G711) -> Work {
        let codes = (0..<800).map { UInt8(truncatingIfNeeded: $0 &* 73) }
        var samples: [Int16] = []
        return Work(name: "\(law), codes to samples alone") {
            samples.removeAll(keepingCapacity: true)
            codes.withUnsafeBytes { law.decode($0, appendingTo: &samples) }
            return Int(samples[samples.count / 2])
        }
    }

    private static func compress(_ law: G711) -> Work {
        let samples = tone(8_000)
        var codes: [UInt8] = []
        return Work(name: "\(law), samples to codes alone") {
            codes.removeAll(keepingCapacity: true)
            samples.withUnsafeBufferPointer { law.encode($0, appendingTo: &codes) }
            return Int(codes[codes.count / 2])
        }
    }

    private static func resample(_ input: SampleRate, _ output: SampleRate) -> Work {
        let samples = tone(input.rawValue)
        let resampler = Resampler(from: input, to: output)
        var result: [Int16] = []
        return Work(name: "resample \(input.rawValue) to \(output.rawValue)") {
            result.removeAll(keepingCapacity: true)
            resampler.resample(samples, appendingTo: &result)
            return Int(result[result.count / 2])
        }
    }

    /// Stereo at 44.1 kHz, as music programs write it.
    private static var readWAV: Work {
        var file = WAVWriter.head(sampleCount: nil)
        file.replaceSubrange(22..<36, with: [2, 0, 0x44, 0xAC, 0, 0, 0x10, 0xB1, 2, 0, 4, 0, 16, 0])
        let reader = WAVReader()
        var samples: [Int16] = []
        try? reader.append(file, to: &samples)
        let bytes = (0..<4_410 * 4).map { UInt8(truncatingIfNeeded: $0 &* 73) }
        return Work(name: "read WAV, stereo at 44.1 kHz") {
            samples.removeAll(keepingCapacity: true)
            try? reader.append(bytes, to: &samples)
            return Int(samples[samples.count / 2])
        }
    }

    /// Once a part, not once a tenth of a second.
    private static var open: Work {
        Work(name: "open an encoder of µ-law") {
            var bytes: [UInt8] = []
            OutputEncoder(.pcmu).encode([], to: &bytes)
            return bytes.count
        }
    }
}
