internal import Audio
internal import RealtimeAPI
internal import RealtimeEngine
internal import Speech

/// Turns a client's audio into the engine's: decodes the format, and lets a detector judge what is speech.
///
/// It belongs to the driver, so that all samples of an append reach the engine at once, before any later input.
struct InputConditioner {
    private var conditioning: Conditioning?
    private var decoder = InputDecoder(.pcm16)
    private var detector: any SpeechDetector

    init(detector: any SpeechDetector) { self.detector = detector }

    /// How to listen from now on. The answer: audio of the old format that the decoder still held.
    mutating func use(_ conditioning: Conditioning) -> IncomingAudio? {
        var rest: IncomingAudio?
        if conditioning.format.type != self.conditioning?.format.type {
            rest = flush()
            decoder = InputDecoder(AudioCoding(conditioning.format))
        }
        if !conditioning.detectsSpeech { detector.reset() }
        self.conditioning = conditioning
        return rest
    }

    mutating func condition(_ bytes: ArraySlice<UInt8>) -> IncomingAudio {
        var samples: Samples = []
        decoder.append(bytes, to: &samples)
        return judged(samples)
    }

    /// How many bytes of the client's format last so long.
    func bytes(of length: Ticks) -> Int {
        let format = conditioning?.format ?? .pcm
        return length.count / format.ticksPerSample * format.bytesPerSample
    }

    /// What the decoder holds back: a commit wants all that was appended. Nil: nothing.
    mutating func flush() -> IncomingAudio? {
        var samples: Samples = []
        decoder.flush(to: &samples)
        return samples.isEmpty ? nil : judged(samples)
    }

    /// The client cleared its buffer.
    mutating func reset() {
        decoder.reset()
        detector.reset()
    }

    /// Audio that a client put into an item: as long as it is, in one piece, and nobody judges it.
    func decode(_ bytes: [UInt8]) -> Samples {
        var samples: Samples = []
        let decoder = InputDecoder(AudioCoding(conditioning?.format ?? .pcm))
        decoder.append(bytes[...], to: &samples)
        decoder.flush(to: &samples)
        return samples
    }

    private mutating func judged(_ samples: Samples) -> IncomingAudio {
        let detects = conditioning?.detectsSpeech ?? false
        return IncomingAudio(samples: samples, frames: detects ? detector.judge(samples) : [])
    }
}
