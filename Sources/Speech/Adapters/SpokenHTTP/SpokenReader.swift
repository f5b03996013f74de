internal import Audio
package import HTTP
internal import RealtimeAPI
internal import RealtimeEngine

/// Reads the audio that a voice's server answers with, as it comes.
package struct SpokenReader: AnswerReader {
    private enum Body {
        case wav(WAVReader)
        case samples(SampleStream)
    }

    private let pcmHertz: Int
    private let samplesMax: Int
    private var isWAV: Bool
    private var body: Body
    private var text: SpokenText
    private var samplesCount = 0
    package private(set) var progress = 0
    package private(set) var isOver = false

    package init(_ text: String, speed: Double, _ options: SpeechOptions) {
        self.text = SpokenText(text, speed: speed)
        pcmHertz = options.pcmHertz
        samplesMax = Ticks(options.clauseMax).count
        body = .wav(WAVReader())
        isWAV = options.format == .wav
    }

    package var isComplete: Bool { false }

    package mutating func begin(_ head: ResponseHead) throws(BackEndFault) {
        let type = head.headers["Content-Type"].flatMap { MediaType($0) }
        let essence = type?.essence ?? "application/octet-stream"
        switch essence {
        case "audio/wav", "audio/x-wav", "audio/wave", "audio/vnd.wave": isWAV = true
        case "audio/pcm", "audio/l16", "audio/x-pcm", "audio/raw", "application/octet-stream", "binary/octet-stream":
            break
        default: throw .misunderstood("answered with \(essence.prefix(60)) instead of samples")
        }
        guard !isWAV else { return }
        let hertz = type?["rate"].flatMap { Int($0) } ?? pcmHertz
        if let bytes = head.headers["Content-Length"].flatMap({ Int($0) }) {
            text.length = Self.length(frames: bytes / 2, hertz: hertz)
        }
        body = .samples(try SampleStream(hertz: hertz))
    }

    package mutating func read(
        _ bytes: UnsafeRawBufferPointer,
        into parts: inout [SpeakingReport]
    ) throws(BackEndFault) {
        guard !bytes.isEmpty else { return }
        progress += 1
        var samples: Samples = []
        switch body {
        case .samples(let stream): stream.read(bytes, into: &samples)
        case .wav(let reader):
            try understood { () throws(WAVError) in try reader.append(bytes, to: &samples) }
            if text.length == nil, let format = reader.format, let frames = reader.frameCount {
                text.length = Self.length(frames: frames, hertz: format.rate)
            }
        }
        samplesCount += samples.count
        guard samplesCount <= samplesMax else {
            throw .misunderstood("goes on speaking for longer than a clause can be")
        }
        if let report = text.take(samples) { parts.append(report) }
    }

    private func understood(_ body: () throws(WAVError) -> Void) throws(BackEndFault) {
        do throws(WAVError) {
            try body()
        } catch {
            throw .misunderstood("answered with a WAV file that cannot be read: \(error.description.dropLast())")
        }
    }

    package mutating func end(into parts: inout [SpeakingReport]) throws(BackEndFault) {
        guard samplesCount > 0 else { throw .misunderstood("answered without samples") }
        var samples: Samples = []
        switch body {
        case .samples(let stream): stream.flush(into: &samples)
        case .wav(let reader): try understood { () throws(WAVError) in try reader.finish(to: &samples) }
        }
        if let report = text.take(samples) { parts.append(report) }
        if let report = text.end() { parts.append(report) }
        isOver = true
        parts.append(.finished)
    }

    package mutating func fail(_ fault: BackEndFault, into parts: inout [SpeakingReport]) {
        guard !isOver else { return }
        isOver = true
        parts.append(.failed(.modelFailed(fault.sentence(about: "voice"))))
    }

    /// Whatever a server says its length is, nothing here overflows. Streams say any great number.
    private static func length(frames: Int, hertz: Int) -> Ticks? {
        guard 1..<1 << 29 ~= frames, SampleStream.hertz ~= hertz else { return nil }
        return Ticks(max(1, frames * Ticks.perSecond / hertz))
    }
}
