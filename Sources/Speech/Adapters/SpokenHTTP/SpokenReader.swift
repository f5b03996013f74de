package import HTTP
internal import RealtimeAPI
internal import RealtimeEngine

/// Reads the audio that a voice's server answers with, as it comes.
package struct SpokenReader: AnswerReader {
    private enum Body {
        case header(WAVHeader)
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
        body = .header(WAVHeader())
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
            text.length = Self.length(bytes: bytes, channels: 1, hertz: hertz)
        }
        body = .samples(try SampleStream(channels: 1, hertz: hertz))
    }

    package mutating func read(
        _ bytes: UnsafeRawBufferPointer,
        into parts: inout [SpeakingReport]
    ) throws(BackEndFault) {
        guard !bytes.isEmpty else { return }
        progress += 1
        switch body {
        case .samples(let stream): try take(bytes, stream, into: &parts)
        case .header(var header):
            switch try header.read(bytes) {
            case .needsMore: body = .header(header)
            case .format(let format, let used):
                let stream = try SampleStream(channels: format.channels, hertz: format.hertz)
                body = .samples(stream)
                if let data = format.dataBytes {
                    text.length = Self.length(bytes: data, channels: format.channels, hertz: format.hertz)
                }
                try take(UnsafeRawBufferPointer(rebasing: bytes[used...]), stream, into: &parts)
            }
        }
    }

    private mutating func take(
        _ bytes: UnsafeRawBufferPointer,
        _ stream: SampleStream,
        into parts: inout [SpeakingReport]
    ) throws(BackEndFault) {
        var samples: Samples = []
        stream.read(bytes, into: &samples)
        samplesCount += samples.count
        guard samplesCount <= samplesMax else {
            throw .misunderstood("goes on speaking for longer than a clause can be")
        }
        if let report = text.take(samples) { parts.append(report) }
    }

    package mutating func end(into parts: inout [SpeakingReport]) throws(BackEndFault) {
        guard case .samples(let stream) = body, samplesCount > 0 else {
            throw .misunderstood("answered without samples")
        }
        var samples: Samples = []
        stream.flush(into: &samples)
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

    /// Whatever a server says its length is, nothing here overflows.
    private static func length(bytes: Int, channels: Int, hertz: Int) -> Ticks? {
        guard 1..<1 << 40 ~= bytes, SampleStream.hertz ~= hertz else { return nil }
        return Ticks(max(1, bytes / (2 * channels) * Ticks.perSecond / hertz))
    }
}
