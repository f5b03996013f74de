import Bytes
import NetIO
import RealtimeAPI
import RealtimeEngine
import Speech

/// What a caller's microphone gives: flite speaks, and there is silence after it.
enum Microphone {
    /// PCM16 of 24 kHz.
    static func says(_ text: String, voice: String = "ash") async -> [UInt8] {
        let loop = EventLoop.start()
        let samples = Lock<Samples>([])
        let kept = Lock<(any Speaking)?>(nil)
        let speaker = FliteSpeaker(threads: 1)
        await withCheckedContinuation { done in
            loop.post {
                let manner = SpeakingManner(voice: .named(voice))
                let speaking = speaker.speak(text, manner: manner, on: loop) { report in
                    if case .audio(let piece, _) = report { return samples.withLock { $0 += piece } }
                    done.resume()
                }
                kept.withLock { $0 = speaking }
            }
        }
        await loop.stop()
        var bytes: [UInt8] = []
        PCM16.bytes(from: samples.withLock { $0 } + Samples(repeating: 0, count: 24_000), appendingTo: &bytes)
        return bytes
    }
}
