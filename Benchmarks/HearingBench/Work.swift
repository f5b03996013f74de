import Audio
import BenchSupport
import Bytes
import Foundation
import RealtimeEngine
import Speech

/// Something that is done with 32 ms of audio, in the steady state.
struct Work {
    let name: String
    /// One 32 ms after the other.
    let run: () -> Int

    func microseconds(checksum: inout Int) -> Double {
        Stopwatch.microseconds(run, filling: 40e6, checksum: &checksum)
    }
}

extension Work {
    static func all(_ speech: Speech) -> [Work] {
        [
            silero(speech), vad("Silero, from 24 kHz", SileroVAD(), speech),
            vad("WebRTC's detector, from 24 kHz", WebRTCVAD(), speech), decimate(speech), resample(speech),
            reduce("noise reduction, near field", .moderate, speech),
            reduce("noise reduction, far field", .strong, speech),
            listen("append of base64 to frames, Silero", SileroDetector(), nil, speech),
            listen("the same, and noise reduction", SileroDetector(), NoiseReducer(.strong), speech),
            listen("append of base64 to frames, WebRTC", WebRTCDetector(), nil, speech),
        ]
    }

    private static func silero(_ speech: Speech) -> Work {
        var decimator = Decimator()
        let frames = speech.stretches.map { stretch in
            var frame = SileroStream.Frame(repeating: 0)
            decimator.decimate(stretch, to: &frame)
            return frame
        }
        var (stream, index) = (SileroStream(), 0)
        return Work(name: "Silero alone, at 16 kHz") {
            index = (index + 1) % frames.count
            return Int(stream.probability(of: frames[index]) * 1_000)
        }
    }

    private static func vad(_ name: String, _ vad: some VoiceActivityDetector, _ speech: Speech) -> Work {
        var (vad, place) = (vad, 0)
        return Work(name: name) {
            var sum = 0
            speech.next(&place).withUnsafeBufferPointer { samples in
                vad.judge(samples) { probability, _ in sum += Int(probability * 1_000) }
            }
            return sum
        }
    }

    private static func decimate(_ speech: Speech) -> Work {
        var (decimator, index) = (Decimator(), 0)
        var output = Decimator.Output(repeating: 0)
        let stretches = speech.stretches
        return Work(name: "24 to 16 kHz, our decimator") {
            index = (index + 1) % stretches.count
            decimator.decimate(stretches[index], to: &output)
            return Int(output[100] * 1_000)
        }
    }

    private static func resample(_ speech: Speech) -> Work {
        let resampler = Resampler(from: .hertz24000, to: .hertz16000)
        var (place, result): (Int, [Int16]) = (0, [])
        return Work(name: "24 to 16 kHz, SpeexDSP") {
            result.removeAll(keepingCapacity: true)
            resampler.resample(speech.next(&place), appendingTo: &result)
            return result.count
        }
    }

    private static func reduce(_ name: String, _ strength: NoiseReducer.Strength, _ speech: Speech) -> Work {
        let reducer = NoiseReducer(strength)
        var (place, result): (Int, [Int16]) = (0, [])
        return Work(name: name) {
            result.removeAll(keepingCapacity: true)
            reducer.append(speech.next(&place), to: &result)
            return result.count
        }
    }

    /// What the server does with an append before its engine hears of it.
    private static func listen(
        _ name: String,
        _ detector: some SpeechDetector,
        _ reducer: NoiseReducer?,
        _ speech: Speech
    ) -> Work {
        let appends = speech.appends
        let decoder = InputDecoder(.pcm16)
        var (detector, index) = (detector, 0)
        return Work(name: name) {
            index = (index + 1) % appends.count
            guard let bytes = try? Base64.decode(appends[index]) else { return 0 }
            var samples: [Int16] = []
            decoder.append(bytes, to: &samples)
            if let reducer {
                var quiet: [Int16] = []
                reducer.append(samples, to: &quiet)
                samples = quiet
            }
            return detector.judge(samples).count
        }
    }
}
