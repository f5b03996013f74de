import Audio
import Foundation

/// Speech whose words are known, as a file at 16 kHz and as samples at 24 kHz.
struct Spoken {
    let file: URL
    let text: String
    let samples: [Int16]
    var seconds: Double { Double(samples.count) / 24_000 }

    init(_ file: URL, _ text: String) throws {
        self.file = file
        self.text = text
        let bytes = [UInt8](try Data(contentsOf: file)).dropFirst(44)
        let samples = stride(from: bytes.startIndex, to: bytes.endIndex - 1, by: 2).map {
            Int16(bitPattern: UInt16(bytes[$0]) | UInt16(bytes[$0 + 1]) << 8)
        }
        let resampler = Resampler(from: .hertz16000, to: .hertz24000)
        var result: [Int16] = []
        resampler.resample(samples, appendingTo: &result)
        resampler.flush(appendingTo: &result)
        self.samples = result
    }
}

struct SpokenSet {
    let name: String
    /// Those of one speaker follow each other.
    let speakers: [[Spoken]]
    var all: [Spoken] { speakers.flatMap { $0 } }

    /// `flite` says every sentence with each of its better voices.
    static func flite(_ folder: URL, _ name: String = "flite", _ sentences: [String] = Sentences.all) throws
        -> SpokenSet
    {
        let speakers = try Sentences.voices.map { voice in
            try sentences.enumerated().map { number, sentence in
                let file = folder.appending(path: "\(name)-\(voice)-\(number).wav")
                if !FileManager.default.fileExists(atPath: file.path) {
                    let flite = Process()
                    flite.executableURL = URL(filePath: "/usr/bin/flite")
                    flite.arguments = ["-voice", voice, "-t", sentence, "-o", file.path]
                    try flite.run()
                    flite.waitUntilExit()
                }
                return try Spoken(file, sentence)
            }
        }
        return SpokenSet(name: name, speakers: speakers)
    }

    /// The recordings of people that PocketSphinx is tested with.
    static func people(_ folder: URL) throws -> SpokenSet {
        let data = URL(filePath: "/usr/share/pocketsphinx/test/data")
        let command = folder.appending(path: "goforward.wav")
        let raw = try Data(contentsOf: data.appending(path: "goforward.raw"))
        try (header(bytes: raw.count) + raw).write(to: command)
        let cards = [
            ("001", "ten of clubs"), ("002", "four queen of clubs"), ("003", "seven of clubs"), ("004", "five five"),
            ("005", "eight of spades four of clubs seven of hearts"),
        ]
        let chapters = [
            (
                "0870",
                "and mister john dashwood had then leisure to consider how much there might be prudently in his power"
                    + " to do for them"
            ),
            ("0880", "he was not an ill disposed young man"),
            ("0890", "unless to be rather cold hearted and rather selfish is to be ill disposed"),
            (
                "0920",
                "had he married a more amiable woman he might have been made still more respectable than he was"
            ),
            ("0930", "he might even have been made amiable himself"),
        ]
        return SpokenSet(
            name: "people",
            speakers: [
                [try Spoken(command, "go forward ten meters")],
                try cards.map { try Spoken(data.appending(path: "cards/\($0.0).wav"), $0.1) },
                try chapters.map { number, text in
                    let name = "librivox/sense_and_sensibility_01_austen_64kb-\(number).wav"
                    return try Spoken(data.appending(path: name), text)
                },
            ]
        )
    }

    /// What stands before the samples of a WAV file: one channel of 16 bits at 16 kHz.
    private static func header(bytes: Int) -> Data {
        func number(_ value: Int, _ count: Int) -> Data { Data((0..<count).map { UInt8(value >> (8 * $0) & 255) }) }
        let format = number(1, 2) + number(1, 2) + number(16_000, 4) + number(32_000, 4) + number(2, 2) + number(16, 2)
        let chunks = Data("WAVEfmt ".utf8) + number(16, 4) + format + Data("data".utf8) + number(bytes, 4)
        return Data("RIFF".utf8) + number(chunks.count + bytes, 4) + chunks
    }

    /// For recognisers of others: a file and its words a line.
    func writeManifest(_ folder: URL) throws -> URL {
        let manifest = folder.appending(path: "\(name).tsv")
        let lines = all.map { "\($0.file.path)\t\($0.text)\n" }
        try Data(lines.joined().utf8).write(to: manifest)
        return manifest
    }
}
