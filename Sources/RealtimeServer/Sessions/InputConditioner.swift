internal import Audio
internal import RealtimeAPI
package import RealtimeEngine
package import Speech

/// Turns a client's audio into the engine's: decodes the format, takes out the noise if the session wants that, and
/// lets a detector judge what is speech.
///
/// It belongs to the driver, so that all samples of an append reach the engine at once, before any later input. What a
/// filter holds back (5 ms of G.711; up to 24 ms with noise reduction) comes with the next append, or with the flush;
/// positions are those of the client's samples all the same. Only base64 that is good as a whole comes here, so that
/// nothing is ever to be taken back.
package struct InputConditioner {
    private var conditioning: Conditioning?
    private var decoder = InputDecoder(.pcm16)
    private var reducer: NoiseReducer?
    private var detector: any SpeechDetector

    package init(detector: any SpeechDetector) { self.detector = detector }

    /// How to listen from now on. The answer: audio that was conditioned as before and still held back.
    package mutating func use(_ conditioning: Conditioning) -> IncomingAudio? {
        let old = self.conditioning
        let isSameFormat = conditioning.format.type == old?.format.type
        let isSameNoise = conditioning.noiseReduction?.type == old?.noiseReduction?.type
        let rest = isSameFormat && isSameNoise ? nil : flush()
        if !isSameFormat { decoder = InputDecoder(AudioCoding(conditioning.format)) }
        if !isSameNoise { reducer = conditioning.noiseReduction.map { NoiseReducer(.init($0)) } }
        reducer?.share = Float(conditioning.noiseReduction?.strength ?? 1)
        if !conditioning.detectsSpeech { detector.reset() }
        self.conditioning = conditioning
        return rest
    }

    package mutating func condition(_ bytes: ArraySlice<UInt8>) -> IncomingAudio {
        var samples: Samples = []
        decoder.append(bytes, to: &samples)
        return judged(reduced(samples))
    }

    /// How many bytes of the client's format last so long.
    package func bytes(of length: Ticks) -> Int {
        let format = conditioning?.format ?? .pcm
        return length.count / format.ticksPerSample * format.bytesPerSample
    }

    /// What is held back: a commit wants all that was appended. Nil: nothing.
    package mutating func flush() -> IncomingAudio? {
        var samples: Samples = []
        decoder.flush(to: &samples)
        samples = reduced(samples)
        reducer?.flush(to: &samples)
        return samples.isEmpty ? nil : judged(samples)
    }

    /// The client cleared its buffer.
    package mutating func reset() {
        decoder.reset()
        reducer?.reset()
        detector.reset()
    }

    /// Audio that a client put into an item: as long as it is, in one piece, and nobody judges it.
    package func decode(_ bytes: [UInt8]) -> Samples {
        var samples: Samples = []
        let decoder = InputDecoder(AudioCoding(conditioning?.format ?? .pcm))
        decoder.append(bytes[...], to: &samples)
        decoder.flush(to: &samples)
        return samples
    }

    private func reduced(_ samples: Samples) -> Samples {
        guard let reducer else { return samples }
        var quiet: Samples = []
        quiet.reserveCapacity(samples.count)
        reducer.append(samples, to: &quiet)
        return quiet
    }

    private mutating func judged(_ samples: Samples) -> IncomingAudio {
        let detects = conditioning?.detectsSpeech ?? false
        return IncomingAudio(samples: samples, frames: detects ? detector.judge(samples) : [])
    }
}

extension NoiseReducer.Strength {
    /// A microphone at the mouth hears little of the room, and one in the room hears much of it.
    init(_ reduction: NoiseReduction) { self = reduction.type == .farField ? .strong : .moderate }
}
