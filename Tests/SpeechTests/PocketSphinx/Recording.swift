import Audio
import Foundation
import RealtimeEngine

/// Speech whose words are known.
struct Recording: Sendable, CustomStringConvertible {
    let name: String
    let text: String
    /// At 24 kHz.
    let samples: Samples

    var description: String { name }

    private static let data = "/usr/share/pocketsphinx/test/data"

    /// People: what PocketSphinx itself is tested with.
    static let people: [Recording] =
        [Recording(raw: "goforward", text: "go forward ten meters")]
        + [
            ("001", "ten of clubs"), ("002", "four queen of clubs"), ("003", "seven of clubs"), ("004", "five five"),
            ("005", "eight of spades four of clubs seven of hearts"),
        ].map { Recording(file: "\(data)/cards/\($0.0).wav", text: $0.1) }
        + [
            (
                "0870",
                "and mister john dashwood had then leisure to consider how much there might be prudently in his power"
                    + " to do for them"
            ), ("0880", "he was not an ill disposed young man"),
            ("0890", "unless to be rather cold hearted and rather selfish is to be ill disposed"),
            (
                "0920",
                "had he married a more amiable woman he might have been made still more respectable than he was"
            ), ("0930", "he might even have been made amiable himself"),
        ].map { Recording(file: "\(data)/librivox/sense_and_sensibility_01_austen_64kb-\($0.0).wav", text: $0.1) }

    /// A machine that speaks clearly: `flite`.
    static func flite(_ text: String, voice: String) throws -> Recording {
        let folder = FileManager.default.temporaryDirectory
        let file = folder.appending(path: "antiphon-\(ProcessInfo.processInfo.globallyUniqueString).wav")
        defer { try? FileManager.default.removeItem(at: file) }
        let flite = Process()
        flite.executableURL = URL(filePath: "/usr/bin/flite")
        flite.arguments = ["-voice", voice, "-t", text, "-o", file.path]
        try flite.run()
        flite.waitUntilExit()
        return Recording(file: file.path, text: text)
    }

    private init(raw name: String, text: String) {
        self.init(name: name, text: text, bytes: FileManager.default.contents(atPath: "\(Self.data)/\(name).raw"))
    }

    private init(file: String, text: String) {
        let bytes = FileManager.default.contents(atPath: file)
        // What stands before the samples of a plain file.
        self.init(name: String(file.suffix(8)), text: text, bytes: bytes?.dropFirst(44))
    }

    private init(name: String, text: String, bytes: Data?) {
        self.name = name
        self.text = text
        let bytes = Array(bytes ?? Data())
        let samples = stride(from: 0, to: bytes.count - 1, by: 2).map {
            Int16(bitPattern: UInt16(bytes[$0]) | UInt16(bytes[$0 + 1]) << 8)
        }
        let resampler = Resampler(from: .hertz16000, to: .hertz24000)
        var result: Samples = []
        resampler.resample(samples, appendingTo: &result)
        resampler.flush(appendingTo: &result)
        self.samples = result
    }
}
