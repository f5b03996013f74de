import Bytes
import HTTP
import RealtimeAPI
import RealtimeEngine
import Speech
import TestSupport
import Testing

@Suite("Audio from a voice's server")
struct SpokenReaderTests {
    private static let text = "The table is booked for two, at seven."

    struct File: Sendable, CustomTestStringConvertible {
        var hertz = 24_000
        var channels = 1
        var dataSize: UInt32?
        var extra: [UInt8] = []
        var bits = 16
        var coding = 1

        var testDescription: String { "\(hertz) Hz, \(channels) channels, \(extra.count) bytes before" }

        func bytes(_ samples: [Int16]) -> [UInt8] {
            func word(_ value: Int) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }
            func half(_ value: Int) -> [UInt8] { Array(word(value)[..<2]) }
            var data: [UInt8] = []
            PCM16.bytes(from: samples.flatMap { Array(repeating: $0, count: channels) }, appendingTo: &data)
            let format = half(coding) + half(channels) + word(hertz) + word(2 * hertz) + half(2 * channels) + half(bits)
            return Array("RIFF".utf8) + word(-1) + Array("WAVEfmt ".utf8) + word(16) + format + extra
                + Array("data".utf8) + word(dataSize.map { Int($0) } ?? data.count) + data
        }
    }

    /// What is reported of a body that comes in pieces of so many bytes.
    private func reports(
        _ body: [UInt8],
        piece: Int = 1 << 20,
        type: String = "audio/wav",
        length: Bool = false,
        _ change: (inout SpeechOptions) -> Void = { _ in }
    ) throws -> [SpeakingReport] {
        var options = SpeechOptions(address: BackEndAddress(url: "http://localhost/v1"), model: "tiny")
        change(&options)
        var reader = SpokenReader(Self.text, speed: 1, options)
        var head = ResponseHead(status: 200, headers: ["Content-Type": type])
        if length { head.headers.add("Content-Length", String(body.count)) }
        try reader.begin(head)
        var parts: [SpeakingReport] = []
        for start in stride(from: 0, to: body.count, by: piece) {
            try Array(body[start..<min(start + piece, body.count)]).withUnsafeBytes {
                try reader.read($0, into: &parts)
            }
        }
        try reader.end(into: &parts)
        #expect(parts.last == .finished)
        #expect(parts.said == Self.text)
        return parts
    }

    private func tone(_ count: Int) -> [Int16] { (0..<count).map { Int16($0 * 37 % 20_000 - 10_000) } }

    private func pcm(_ samples: [Int16]) -> [UInt8] {
        var bytes: [UInt8] = []
        PCM16.bytes(from: samples, appendingTo: &bytes)
        return bytes
    }

    @Test("Samples come as they are, wherever they were cut", arguments: [1, 2, 3, 7, 480, 1_001, 1 << 20])
    func pcm(_ piece: Int) throws {
        let samples = tone(4_800)
        let reports = try reports(pcm(samples) + [9], piece: piece, type: "audio/pcm")
        #expect(reports.samples == samples)
    }

    @Test("Words are told as they sound, and the rest at the end")
    func words() throws {
        let samples = tone(48_000)
        for length in [true, false] {
            let reports = try reports(pcm(samples), piece: 4_800, type: "audio/pcm", length: length)
            #expect(reports.samples == samples)
            let texts = reports.compactMap { if case .audio(_, let text) = $0 { text } else { nil } }
            #expect(texts.filter { !$0.isEmpty }.count > 4, "\(texts)")
            // Half of the audio is about half of the text, where it is known how long it is.
            let half = texts[..<(texts.count / 2)].joined()
            if length { #expect(Self.text.count * 3 / 10...Self.text.count * 6 / 10 ~= half.count, "\(half)") }
        }
    }

    @Test("Audio that is shorter or longer than it should be says the whole text all the same")
    func odd() throws {
        for count in [1, 100, 240, 241, 1_000, 200_000] {
            #expect(try reports(pcm(tone(count)), piece: 1_000, type: "audio/pcm").samples.count == count)
        }
    }

    private static let list = Array("LIST".utf8) + [5, 0, 0, 0] + Array("INFO!".utf8) + [0]
    private static let files = [
        File(), File(dataSize: 0xFFFF_FFFF), File(dataSize: 0), File(extra: list), File(channels: 2),
        File(hertz: 8_000), File(hertz: 16_000), File(hertz: 22_050), File(hertz: 44_100, channels: 2),
        File(hertz: 48_000, dataSize: 0xFFFF_FFFF, extra: list),
    ]

    @Test("WAV files of any rate and length, cut anywhere", arguments: files, [1, 5, 1 << 20])
    func wav(_ file: File, _ piece: Int) throws {
        let samples = tone(file.hertz / 10)
        let reports = try reports(file.bytes(samples), piece: piece)
        #expect(reports.samples.count == 2_400)
        if file.hertz == 24_000 { #expect(reports.samples == samples) }
    }

    @Test("Two channels are their average")
    func stereo() throws {
        var body = File(channels: 2, dataSize: 0xFFFF_FFFF).bytes([])
        body += pcm((0..<1_000).flatMap { _ in [100, -300] as [Int16] } + [.max, .max, .min, .min])
        let samples = try reports(body).samples
        #expect(samples.prefix(1_000).allSatisfy { $0 == -100 })
        #expect(samples.suffix(2) == [.max, .min])
    }

    @Test("The rate of plain samples is the header's or the operator's")
    func rates() throws {
        #expect(try reports(pcm(tone(1_600)), type: "audio/pcm;rate=16000").samples.count == 2_400)
        #expect(
            try reports(pcm(tone(800)), type: "application/octet-stream") { $0.pcmHertz = 8_000 }.samples.count == 2_400
        )
    }

    @Test("What is no audio of ours is a fault, by name")
    func faults() {
        let cases: [([UInt8], String, String)] = [
            (File(bits: 4, coding: 2).bytes(tone(9)), "audio/wav", "ADPCM with 4 bits"),
            (File(channels: 9).bytes(tone(9)), "audio/wav", "9 channels"),
            (File(channels: 0).bytes([]), "audio/wav", "0 channels"),
            (File(hertz: 192_000).bytes(tone(9)), "audio/wav", "192000 samples a second"),
            (File(hertz: 0).bytes(tone(9)), "audio/wav", "0 samples a second"),
            (Array("ID3 and an mp3".utf8), "audio/wav", "no WAV file"),
            (Array(File().bytes([])[..<20]), "audio/wav", "without samples"),
            (File().bytes([]), "audio/wav", "without samples"),
            (
                File(extra: Array("LIST".utf8) + [255, 255, 255, 255]).bytes(tone(300_000)), "audio/wav",
                "without samples"
            ),
            ([], "audio/pcm", "without samples"), ([1], "audio/pcm", "without samples"),
            (Array("{}".utf8), "application/json", "application/json"),
            (Array("xxxx".utf8), "audio/mpeg", "audio/mpeg instead of samples"),
            (pcm(tone(30_000)), "audio/pcm", "longer than a clause"),
        ]
        for (body, type, expected) in cases {
            do {
                _ = try reports(body, piece: 1_000, type: type) { $0.clauseMax = .seconds(1) }
                Issue.record("\(expected) was understood")
            } catch let fault as BackEndFault {
                #expect(fault.sentence(about: "voice").contains(expected), "\(fault)")
            } catch {
                Issue.record(error)
            }
        }
    }

    @Test("Damaged files trap nothing", arguments: Seed.some(5))
    func damaged(_ seed: Seed) {
        var random = seed.generator
        for _ in 0..<300 {
            guard let file = Self.files.randomElement(using: &random) else { return }
            let count = Int.random(in: 0...2_000, using: &random)
            var body = file.bytes(tone(count))
            var head = Array(body.prefix(60))
            head.mutate(using: &random, alphabet: Array("RIFFWAVEfmt data".utf8) + [0, 1, 2, 255])
            body = head + body.dropFirst(60)
            var options = SpeechOptions(address: BackEndAddress(url: ""), model: nil)
            options.clauseMax = .seconds(5)
            var reader = SpokenReader(Self.text, speed: 1, options)
            var parts: [SpeakingReport] = []
            do throws(BackEndFault) {
                try reader.begin(ResponseHead(status: 200, headers: ["Content-Type": "audio/wav"]))
                var rest = body[...]
                while !rest.isEmpty {
                    let piece = Array(rest.prefix(Int.random(in: 1...500, using: &random)))
                    rest = rest.dropFirst(piece.count)
                    try piece.span.withUnsafeBytes { (bytes) throws(BackEndFault) in
                        try reader.read(bytes, into: &parts)
                    }
                }
                try reader.end(into: &parts)
                #expect(parts.said == Self.text)
            } catch {
                reader.fail(error, into: &parts)
            }
            #expect(parts.count { $0 == .finished || $0.isFailure } == 1)
        }
    }
}

extension SpeakingReport {
    var isFailure: Bool { if case .failed = self { true } else { false } }
    var isLast: Bool { self == .finished || isFailure }
}

extension Sequence where Element == SpeakingReport {
    var said: String { reduce(into: "") { said, report in if case .audio(_, let text) = report { said += text } } }
    var samples: Samples {
        reduce(into: []) { all, report in if case .audio(let samples, _) = report { all += samples } }
    }
}
