import Foundation
import Speech

// How well and how fast speech is recognised, beside the same library with its own defaults from Python.
let folder = URL(filePath: FileManager.default.currentDirectoryPath).appending(path: ".build/bench-recognition")
try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
let model = PocketSphinxRecognizer.debianModelFolder
let sets = [try SpokenSet.people(folder), try SpokenSet.flite(folder)]

try measureExpecting(folder, others: sets)
// The rest takes three times as long.
if CommandLine.arguments.contains("--expecting") { exit(0) }

say("\nmemory, as decoders are made:")
var before = Machine.residentMegabytes
let decoders = try (0..<4).map { _ in
    let start = Machine.threadSeconds
    let decoder = try PocketSphinxDecoder(modelFolder: model)
    let now = Machine.residentMegabytes
    say(String(format: "  %.0f MB more, %.2f s of work", now - before, Machine.threadSeconds - start))
    before = now
    return decoder
}

for set in sets {
    for (name, remembers) in [("each a new caller", false), ("callers who go on", true)] {
        let tape = Tape(decoders[0])
        for agreement in remembers ? [0, 1, 3, 5, 8, 12] : [0] {
            var listening = Listening()
            try listening.hear(set, tape, remembers: remembers, agreement: agreement)
            if !tape.isRecorded {
                say("\n\(set.name), \(name): \(listening.errors.description)")
                say(String(format: "  work: %.3f of real time", listening.work / listening.audio))
                say("  work after the end: \(listening.afterTheEnd.description)")
            } else {
                say("  words stand after \(agreement) guesses: \(listening.errors.description)")
                say("    the first of them after the beginning: \(listening.firstDelta.description)")
                say("    told otherwise than the decoder's last word: \(listening.disagreements)")
            }
            tape.rewind()
        }
    }
    let manifest = try set.writeManifest(folder)
    let python = folder.appending(path: "python/bin/python")
    guard FileManager.default.fileExists(atPath: python.path) else { continue }
    let peer = Process()
    peer.executableURL = python
    peer.arguments = ["Benchmarks/RecognitionBench/peers/pocketsphinx_peer.py", manifest.path]
    try peer.run()
    peer.waitUntilExit()
}

let recognizer = PocketSphinxRecognizer(limits: .init(decoders: 8))
_ = await recognizer.prepared()
for count in [1, 8, 20, 45] {
    let fates = await Crowd.speak(count, sets[1].all, recognizer)
    let answered = Spread(values: fates.filter { $0.failure == nil }.map(\.lateness))
    say("\n\(count) who speak at once, 8 decoders: text after the end \(answered.description)")
    for failure in Set(fates.compactMap(\.reason)) {
        say("  \(fates.count { $0.reason == failure }) were told: \(failure)")
    }
}
await recognizer.stop()
