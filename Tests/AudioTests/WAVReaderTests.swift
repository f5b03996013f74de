import Audio
import Foundation
import TestSupport
import Testing

@Suite("Reading WAV")
struct WAVReaderTests {
    @Test("Every form that libsndfile writes is read as libsndfile reads it", arguments: WAVFixture.all)
    func foreign(_ fixture: WAVFixture) throws {
        #expect(try samples(of: try fixture.bytes()) == fixture.expected)
    }

    @Test("Where the bytes were split changes nothing", arguments: WAVFixture.all, Seed.some(3))
    func splits(_ fixture: WAVFixture, _ seed: Seed) throws {
        var random = seed.generator
        let reader = WAVReader()
        var heard: [Int16] = []
        for piece in Signal.pieces(try fixture.bytes(), &random) { try reader.append(Array(piece), to: &heard) }
        try reader.finish(to: &heard)
        #expect(heard == fixture.expected)
    }

    @Test("Any rate becomes 24 kHz: as many samples as the rates say, and the same sine", arguments: rates)
    func resamples(_ rate: Int) throws {
        let sine = Signal.sine(1_000, rate: rate, count: rate / 2 + 7)
        let heard = try samples(of: WAV(rate: rate).file(sine))
        #expect(heard.count == (sine.count * 24_000 + rate - 1) / rate)
        let ideal = Signal.sine(1_000, rate: 24_000, count: heard.count)
        let inside = 240..<heard.count - 240
        let ratio = Signal.noiseRatio(ideal[inside], heard[inside])
        #expect(ratio > 50, "\(ratio) dB")
    }

    static let rates = [8_000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 88_200, 96_000, 16_001]

    @Test("Chunks that nobody knows are skipped, filled up to an even length, before the format and after it")
    func otherChunks() throws {
        let strange =
            WAV.chunk("LIST", [1, 2, 3]) + WAV.chunk("junk", []) + WAV.chunk("bext", Array(repeating: 7, count: 700))
        var wav = WAV()
        wav.beforeFormat = strange
        wav.beforeData = strange
        wav.afterData = strange + WAV.chunk("id3 ", [1])
        #expect(try samples(of: wav.file([1, -2, 3])) == [1, -2, 3])
    }

    @Test("A format that is longer than it needs to be is one")
    func longFormat() throws {
        var wav = WAV()
        wav.formatTail = Array(repeating: 9, count: 101)
        #expect(try samples(of: wav.file([5, 6])) == [5, 6])
    }

    @Test("Without a length the sound goes on to the end", arguments: [0xFFFF_FFFF, 0, 0x7FFF_FFFF])
    func unknownLength(_ length: Int) throws {
        var wav = WAV()
        wav.length = length
        wav.fileLength = length
        let file = wav.file([1, 2, 3, 4])
        #expect(try samples(of: file) == [1, 2, 3, 4])
        // Cut within a sample: that one is lost, the others are not.
        #expect(try samples(of: Array(file.dropLast())) == [1, 2, 3])
    }

    @Test("No sound and then another chunk is no sound, and not that chunk's noise")
    func empty() throws {
        var wav = WAV()
        wav.afterData = WAV.chunk("LIST", [1, 2, 3, 4])
        let heard = WAVReader()
        var samples: [Int16] = []
        try heard.append(wav.file([]), to: &samples)
        #expect(samples.isEmpty)
        #expect(throws: WAVError.noSound) { try heard.finish(to: &samples) }
    }

    @Test(
        "Wherever a file is cut off, what was there of its sound is read",
        arguments: [WAVFixture.all[7], WAVFixture.all[8]]
    )
    func truncated(_ fixture: WAVFixture) throws {
        let whole = try fixture.bytes()
        for count in whole.indices {
            do throws(WAVError) {
                let heard = try samples(of: Array(whole[..<count]))
                #expect(heard.elementsEqual(fixture.expected.prefix(heard.count)))
            } catch { #expect(error == .noSound) }
        }
    }

    typealias Refusal = (wav: WAV, error: WAVError)

    static let refusals: [Refusal] = [
        (WAV(form: "RIFX"), .bigEndian),
        (WAV(form: "OggS"), .notWAVE),
        (WAV(kind: "AVI "), .notWAVE),
        (WAV(channels: 0), .unsupportedChannels(0)),
        (WAV(channels: 9), .unsupportedChannels(9)),
        (WAV(rate: 7_999), .unsupportedRate(7_999)),
        (WAV(rate: 96_001), .unsupportedRate(96_001)),
        (WAV(tag: 2, bits: 4), .unsupportedEncoding(tag: 2, bits: 4)),
        (WAV(tag: 3, bits: 64), .unsupportedEncoding(tag: 3, bits: 64)),
        (WAV(tag: 1, bits: 64), .unsupportedEncoding(tag: 1, bits: 64)),
        (WAV(tag: 1, bits: 0), .unsupportedEncoding(tag: 1, bits: 0)),
        (WAV(tag: 7, bits: 16), .unsupportedEncoding(tag: 7, bits: 16)),
        (WAV(tag: 0xFFFE), .damagedFormat),
        (WAV(frameBytes: 3, channels: 2), .damagedFormat),
        (WAV(beforeFormat: WAV.chunk("fmt ", [1, 0])), .damagedFormat),
        (WAV(beforeFormat: WAV.chunk("data", [1, 0])), .soundBeforeFormat),
    ]

    @Test("What cannot be read is refused by name", arguments: refusals.indices)
    func refuses(_ index: Int) {
        let (wav, error) = Self.refusals[index]
        #expect(throws: error) { try samples(of: wav.file([1, 2, 3, 4])) }
        #expect("\(error)".hasSuffix("."))
    }

    @Test("No file at all has no sound", arguments: [0, 11])
    func nothing(_ count: Int) {
        #expect(throws: WAVError.noSound) { try samples(of: Array(WAVWriter.file([1]).prefix(count))) }
    }

    @Test("What our own writer writes comes back, with its length and without")
    func ours() throws {
        var random = Seed.some(1)[0].generator
        let speech = Signal.samples(5_000, &random)
        #expect(try samples(of: WAVWriter.file(speech)) == speech)
        let body = WAVWriter.file(speech).dropFirst(44)
        #expect(try samples(of: WAVWriter.head(sampleCount: nil) + body) == speech)
        #expect(WAVWriter.head(sampleCount: nil).count == 44)
    }

    @Test("Damaged files are read or refused, and never more than they are", arguments: Seed.some(4))
    func mutations(_ seed: Seed) throws {
        var random = seed.generator
        let files = try WAVFixture.all.map { try $0.bytes() }
        let words = Array("RIFFWAVEfmt datads64LIST".utf8) + [0, 1, 2, 3, 8, 0xFE, 0xFF]
        for _ in 0..<Seed.scaled(3_000) {
            var file = files.randomElement(using: &random) ?? []
            file.mutate(using: &random, alphabet: words)
            let heard = (try? samples(of: file)) ?? []
            // A byte is a sample at most, and at 8 kHz three.
            #expect(heard.count <= 3 * file.count + 3)
        }
    }

    @Test("What is kept does not grow with the file")
    func bounded() throws {
        let reader = WAVReader()
        var samples: [Int16] = []
        try reader.append(WAVWriter.head(sampleCount: nil), to: &samples)
        let minute = [UInt8](repeating: 1, count: 48_000 * 60)
        for _ in 0..<10 {
            try reader.append(minute, to: &samples)
            #expect(samples.count == minute.count / 2)
            samples.removeAll(keepingCapacity: true)
        }
        try reader.finish(to: &samples)
        #expect(samples.isEmpty)
    }

    private func samples(of file: [UInt8]) throws(WAVError) -> [Int16] {
        let reader = WAVReader()
        var samples: [Int16] = []
        try reader.append(file, to: &samples)
        try reader.finish(to: &samples)
        return samples
    }
}

/// A file by libsndfile (`Fixtures/record_wav.py`), and what is in it.
struct WAVFixture: Sendable, CustomTestStringConvertible {
    let name: String
    let expected: [Int16]
    var testDescription: String { name }

    func bytes() throws -> [UInt8] { Array(try Data(contentsOf: Self.folder.appending(path: "\(name).wav"))) }

    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/wav")

    static let all: [WAVFixture] = {
        let text = (try? String(contentsOf: folder.appending(path: "expected.txt"), encoding: .utf8)) ?? ""
        return text.split(separator: "\n").map { line in
            let words = line.split(separator: " ")
            return WAVFixture(name: String(words[0]), expected: words.dropFirst(2).compactMap { Int16($0) })
        }
    }()

    @Suite("WAV fixtures")
    struct Complete {
        @Test("They are all there") func count() { #expect(WAVFixture.all.count == 11) }
    }
}

/// A file as a test wants it: right in everything that is not said.
struct WAV: Sendable {
    var form = "RIFF"
    var kind = "WAVE"
    var tag = 1
    var bits = 16
    var frameBytes: Int?
    var channels = 1
    var rate = 24_000
    var beforeFormat: [UInt8] = []
    var formatTail: [UInt8] = []
    var beforeData: [UInt8] = []
    var afterData: [UInt8] = []
    var length: Int?
    var fileLength: Int?

    static func chunk(_ name: String, _ bytes: [UInt8]) -> [UInt8] {
        Array(name.utf8) + number(bytes.count, 4) + bytes + (bytes.count.isMultiple(of: 2) ? [] : [0])
    }

    func file(_ samples: [Int16]) -> [UInt8] {
        let frame = frameBytes ?? (bits + 7) / 8 * channels
        let numbers = [(tag, 2), (channels, 2), (rate, 4), (rate * frame, 4), (frame, 2), (bits, 2)]
        let format = numbers.flatMap { Self.number($0.0, $0.1) } + formatTail
        let sound = samples.flatMap { Self.number(Int($0), 2) }
        var data = Self.chunk("data", sound)
        if let length { data.replaceSubrange(4..<8, with: Self.number(length, 4)) }
        let body = beforeFormat + Self.chunk("fmt ", format) + beforeData + data + afterData
        return Array(form.utf8) + Self.number(fileLength ?? body.count + 4, 4) + Array(kind.utf8) + body
    }

    private static func number(_ value: Int, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
}
