public import Audio
public import RealtimeEngine

/// A detector that judges by what a voice sounds like.
///
/// What it says of a frame comes with the frame's last sample, so ages are less than 32 ms. The threshold is the
/// session's, and not here.
public struct VoiceDetector<VAD: VoiceActivityDetector>: SpeechDetector {
    private var vad = VAD()

    public init() {}

    public mutating func judge(_ samples: Samples) -> [SpeechFrame] {
        var frames: [SpeechFrame] = []
        samples.withUnsafeBufferPointer { samples in
            vad.judge(samples) { probability, left in
                frames.append(SpeechFrame(probability: probability, age: Ticks(left)))
            }
        }
        return frames
    }

    public mutating func reset() { vad = VAD() }
}

/// By the Silero model: what an engine that listens should use.
public typealias SileroDetector = VoiceDetector<SileroVAD>

/// Without a model, for a twentieth of the time: for machines with more sessions than they can listen to.
public typealias WebRTCDetector = VoiceDetector<WebRTCVAD>
