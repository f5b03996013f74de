import Audio
import Bytes
import Commands
import Foundation
import NetIO
import RealtimeEngine
import Speech
import Testing

@Suite("antiphon transcribe", .timeLimit(.minutes(1)))
struct TranscribeCommandTests {
    @Test("A server writes down what is said, turn after turn, with its times")
    func remote() async throws {
        try await Stage.with("hears: [One., Two.]") { stage in
            let file = try stage.write(WAVWriter.file(Stage.speech(300) + Stage.speech(300)), to: "a.wav")
            #expect(await stage.transcribe(file) == Stage.Result(output: "One. Two.\n"))
            let srt = await stage.transcribe(file, "--format", "srt", "--language", "en")
            let times = srt.output.split(separator: "\n").filter { $0.contains(" --> ") }
            try #require(times.count == 2)
            // The speech begins after 400 ms, and its turn 300 ms before.
            #expect(times[0].hasPrefix("00:00:00,0") || times[0].hasPrefix("00:00:00,1"))
            #expect(times[1].hasPrefix("00:00:01,1") || times[1].hasPrefix("00:00:01,2"))
        }
    }

    @Test("Several files are written in their order; one that cannot be does not keep the others from it")
    func several() async throws {
        try await Stage.with("hears: [One.]") { stage in
            let file = try stage.write(WAVWriter.file(Stage.speech(300)), to: "a.wav")
            let output = stage.path("all.txt")
            let result = await stage.transcribe(file, "/nowhere.wav", file, "--output", output, "--progress")
            #expect(result.output == "")
            #expect(try String(contentsOfFile: output, encoding: .utf8) == "\(file): One.\n\(file): One.\n")
            #expect(result.failure?.exitCode == 1)
            #expect(result.failure?.text == "/nowhere.wav cannot be read: No such file or directory.")
            #expect(result.notes.hasSuffix("\(file): 100 %\n"))
        }
    }

    @Test("A recogniser in this process does it too")
    func local() async throws {
        try await Stage.with { stage in
            let file = try stage.write(WAVWriter.file(Stage.speech(300) + Stage.speech(600)), to: "a.wav")
            let hearing = LocalHearing(CountingRecognizer()) { EnergyDetector() }
            let result = await stage.transcribe(file, "--format", "json", hearing: hearing)
            #expect(result.failure == nil)
            let segments = try JSON(parsing: Array(result.output.utf8))["segments"]?.array ?? []
            try #require(segments.count == 2)
            // What it was fed: the speech, 300 ms before it, 500 ms after it or what there is, and the rest of frames.
            #expect(segments[0]["text"]?.string == "turn 1: 1.2 s")
            #expect(segments[1]["text"]?.string == "turn 2: 1.3 s")
        }
    }

    @Test("A recogniser that fails, and a language that it does not know, are told")
    func localFailures() async throws {
        try await Stage.with { stage in
            let file = try stage.write(WAVWriter.file(Stage.speech(300)), to: "a.wav")
            let failing = LocalHearing(CountingRecognizer(fails: true)) { EnergyDetector() }
            let failed = await stage.transcribe(file, hearing: failing)
            #expect(failed.failure?.text == "The recogniser failed: deaf")
            let spanish = await stage.transcribe(file, "--language", "es", hearing: failing)
            #expect(spanish.failure?.text == "The recogniser knows en, and not 'es'.")
        }
    }

    static let wrongUsage: [[String]: String] = [
        []: "antiphon transcribe needs a file.",
        ["--format", "doc", "a"]: "--format is one of text, json, srt, vtt, and was given 'doc'.",
        ["--format", "srt", "a", "b"]: "srt takes one file: the times of two would be the same.",
        ["--key", "k", "a"]: "--key is about a server; name it with --url.",
        ["--model", "m", "a"]: "--model is about a server; name it with --url.",
    ]

    @Test("Wrong usage is told apart from failure", arguments: wrongUsage)
    func usage(_ arguments: [String], _ complaint: String) async throws {
        let result = await Stage.run([]) { console throws(CommandFailure) in
            try await TranscribeCommand.run(arguments, environment: [:], console: console)
        }
        #expect(result.failure?.exitCode == 2)
        #expect(result.failure?.text == complaint + "\n`antiphon transcribe --help` lists what there is.")
    }
}

/// Writes down how much it heard.
private final class CountingRecognizer: Recognizer {
    let fails: Bool

    init(fails: Bool = false) { self.fails = fails }

    var abilities: RecognizerAbilities {
        var abilities = RecognizerAbilities()
        abilities.languages = .only(["en"])
        return abilities
    }

    func session(on loop: EventLoop) -> any RecognizerSession { Session(loop: loop, fails: fails) }

    private final class Session: RecognizerSession {
        let loop: EventLoop
        let fails: Bool

        init(loop: EventLoop, fails: Bool) {
            self.loop = loop
            self.fails = fails
        }

        func listen(
            _ assignment: ListeningAssignment,
            report: @escaping @Sendable (ListenerReport) -> Void
        ) -> any Listener {
            Ear(self, assignment.turn, report)
        }
    }

    private final class Ear: Listener {
        private let session: Session
        private let turn: Int
        private let report: @Sendable (ListenerReport) -> Void
        private var count = 0

        init(_ session: Session, _ turn: Int, _ report: @escaping @Sendable (ListenerReport) -> Void) {
            #expect(session.loop.isOnLoop)
            self.session = session
            self.turn = turn
            self.report = report
        }

        func feed(_ samples: Samples) { count += samples.count }

        func finish() {
            let tenths = (count + 1_200) / 2_400
            let text = "turn \(turn): \(tenths / 10).\(tenths % 10) s"
            let end: ListenerReport = session.fails ? .failed(why: "deaf") : .final(HeardText(text))
            session.loop.post { [report] in report(end) }
        }

        func cancel() {}
    }
}
