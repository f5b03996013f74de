import Foundation

/// A tree of programs, the same every time: those of the corpus, most of them in other words.
struct Tree {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    let folder: URL
    private let programs: [(ending: String, text: [UInt8])]
    private static let filesInFolder = 250

    /// Of so many files one speaks of Realtime; a program that does is rare in a tree of that size.
    static let speaking = 50

    init(in folder: URL, from corpus: URL) throws {
        self.folder = folder
        programs = try ["stale", "migrated", "mixed"].flatMap { kind in
            let names = try FileManager.default.contentsOfDirectory(atPath: corpus.appending(path: kind).path)
            return try names.sorted().map { name in
                let marked = try String(contentsOf: corpus.appending(path: "\(kind)/\(name)"), encoding: .utf8)
                let lines = marked.split(separator: "\n", omittingEmptySubsequences: false)
                let text = lines.map { $0.prefix { $0 != "◀" } }.joined(separator: "\n")
                return (Self.ending(of: name), Array(text.utf8))
            }
        }
        guard !programs.isEmpty else { throw Failure(description: "There are no programs in \(corpus.path).") }
    }

    private static func ending(of name: String) -> String {
        let parts = name.split(separator: ".").filter { $0 != "txt" }
        return parts.last.map(String.init) ?? "py"
    }

    /// Writes the files; how many bytes they have.
    func write(files: Int, bytes: Int) throws -> Int {
        var written = 0
        for index in 0..<files {
            let place = folder.appending(path: "part\(index / Self.filesInFolder)")
            if index % Self.filesInFolder == 0 {
                try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
            }
            // From a fifth of the mean to nine fifths of it, in a fixed order.
            let size = max(1, bytes / files * (2 + index * 7_919 % 17) / 10)
            let program = programs[index / Self.speaking % programs.count]
            let speaks = index % Self.speaking == 0
            let other = programs[index % programs.count]
            let text = speaks ? program.text : Self.turned(other.text)
            let ending = speaks ? program.ending : other.ending
            let content = Data(Self.repeated(text, to: size))
            try content.write(to: place.appending(path: "file\(index).\(ending)"))
            written += content.count
        }
        return written
    }

    /// Every letter thirteen places on: the shape of a program, and none of its words.
    private static func turned(_ text: [UInt8]) -> [UInt8] {
        text.map { byte in
            guard 0x61...0x7A ~= byte | 0x20 else { return byte }
            let first = byte & 0x20 | 0x41
            return (byte - first + 13) % 26 + first
        }
    }

    private static func repeated(_ text: [UInt8], to size: Int) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(size)
        while result.count < size { result += text.prefix(size - result.count) + [0x0A] }
        return result
    }
}
