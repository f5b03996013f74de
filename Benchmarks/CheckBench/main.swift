import BenchSupport
import Foundation

// What `antiphon check` costs over a tree: time, best of three, and the most memory that it had.

func number(_ name: String, or usual: Int) -> Int {
    let words = CommandLine.arguments
    guard let index = words.firstIndex(of: name), index + 1 < words.count, let value = Int(words[index + 1]), value > 0
    else { return usual }
    return value
}

let files = number("--files", or: 100_000)
let bytes = number("--bytes", or: 1_000_000_000)
let program = Bundle.main.bundleURL.appending(path: "antiphon").path
let corpus = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Tests/MigrationTests/Corpus")
let folder = FileManager.default.temporaryDirectory.appending(path: "antiphon-check-\(UUID())")

func measure() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let place = folder.appending(path: "tree")
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    let written = try Tree(in: place, from: corpus).write(files: files, bytes: bytes)
    let load = (try? String(contentsOfFile: "/proc/loadavg", encoding: .utf8))?.split(separator: " ").first ?? "?"
    print("\(files) files, \(written / 1_000_000) MB, one in \(Tree.speaking) speaks of Realtime; load \(load)")
    let runs = try (0..<3).map { _ in try CheckRun(program, over: place, into: folder.appending(path: "findings")) }
    for run in runs {
        let figures = [run.seconds, run.cpuSeconds].map { String(format: "%.2f s", $0) }
        print("\(figures[0]), CPU \(figures[1]), peak \(run.peakBytes / 1_000_000) MB, \(run.findings) findings")
    }
    flush()
    let best = runs.map(\.seconds).min() ?? 0
    print(String(format: "best of three: %.2f s, %.0f MB/s", best, Double(written) / 1e6 / best))
}

do {
    try measure()
} catch {
    FileHandle.standardError.write(Data("CheckBench: \(error)\n".utf8))
    exit(1)
}
