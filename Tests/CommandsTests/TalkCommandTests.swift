import Audio
import Commands
import Foundation
import NetIO
import RealtimeServer
import Testing

@Suite("antiphon talk", .timeLimit(.minutes(1)))
struct TalkCommandTests {
    @Test("Lines are answered one after the other")
    func lines() async throws {
        try await Stage.with { stage in
            let result = await stage.talk(lines: ["Hello.", "", "Good-bye."])
            #expect(result == Stage.Result(output: "Hello.\nGood-bye.\n"))
        }
    }

    @Test("A file is heard and answered, and the answer kept", arguments: [true, false])
    func file(_ isFast: Bool) async throws {
        try await Stage.with("hears: [What is it?]\ndefault: {answers: It is this.}") { stage in
            let question = try stage.write(WAVWriter.file(Stage.speech(300)), to: "question.wav")
            let answer = stage.path("answer.wav")
            let pace = isFast ? ["--fast"] : []
            let result = await stage.talk(["--wav", question, "--save", answer] + pace)
            #expect(result.failure == nil)
            #expect(result.output == "you: What is it?\nanswer: It is this.\n")
            for what in ["speech started", "speech stopped", "first sound of the answer", "answer done"] {
                #expect(result.notes.contains(what), "\(what) in \(result.notes)")
            }
            let reader = WAVReader()
            var samples: [Int16] = []
            try reader.append(Array(try Data(contentsOf: URL(filePath: answer))), to: &samples)
            try reader.finish(to: &samples)
            // 60 ms for each character of the answer.
            #expect(samples.count == 11 * 60 * 24)
            #expect(samples.contains { $0 > 1_000 })
        }
    }

    @Test("A file of another rate, with two turns, has two answers")
    func twoTurns() async throws {
        try await Stage.with("hears: [One., Two.]\ndefault: {answers: 'You said: {{text}}'}") { stage in
            // At half the rate it lasts twice as long.
            var file = WAVWriter.file(Stage.speech(200) + Stage.speech(200))
            file.replaceSubrange(24..<28, with: [0xE0, 0x2E, 0, 0])
            let result = await stage.talk("--fast", "--text", "--wav", try stage.write(file, to: "two.wav"))
            #expect(result.failure == nil)
            #expect(result.output.contains("you: One.\n") && result.output.contains("you: Two.\n"))
            #expect(result.output.hasSuffix("answer: You said: Two.\n"))
        }
    }

    @Test("A file without speech is told apart from one that was not answered")
    func silence() async throws {
        try await Stage.with { stage in
            let silence = try stage.write(WAVWriter.file([Int16](repeating: 0, count: 24_000)), to: "silence.wav")
            let result = await stage.talk("--fast", "--wav", silence)
            #expect(result.failure?.text == "The server heard no speech in the file.")
        }
    }

    @Test("An answer that fails is the exit code of a pipe and of a file")
    func failing() async throws {
        try await Stage.with("default: {fails: The model is gone.}") { stage in
            let question = try stage.write(WAVWriter.file(Stage.speech(300)), to: "question.wav")
            for result in [await stage.talk(lines: ["Hello."]), await stage.talk("--fast", "--wav", question)] {
                #expect(result.failure?.exitCode == 1)
                #expect(result.failure?.text == "")
                #expect(result.notes.contains("The answer failed: The model is gone."))
            }
        }
    }

    @Test("Control-C ends a conversation well, whatever it waits for")
    func interrupt() async throws {
        try await Stage.with("default: {waits: 60s}") { stage in
            let (interrupts, interrupt) = AsyncStream.makeStream(of: Void.self)
            interrupt.yield()
            let result = await stage.talk(lines: ["Hello."], interrupts: interrupts)
            #expect(result.failure == nil)
            #expect(result.output == "")
        }
    }

    @Test("Over TLS the server's own certificate is trusted by name, or anybody's on request, and else not at all")
    func tls() async throws {
        try await Stage.with("", { $0.listen.tls.selfSigned = true }) { stage in
            let certificate = try #require(stage.server.selfSignedCertificate)
            let file = try stage.write(Array(certificate.utf8), to: "certificate.pem")
            let url = "https://\(stage.server.address)/v1"
            func talk(_ arguments: String...) async -> Stage.Result {
                await Stage.run(["Hello."]) { console throws(CommandFailure) in
                    try await TalkCommand.run(
                        ["--url", url] + arguments,
                        environment: ["ANTIPHON_API_KEY": Stage.key],
                        console: console,
                        interrupts: AsyncStream { _ in }
                    )
                }
            }
            #expect(await talk("--ca", file) == Stage.Result(output: "Hello.\n"))
            #expect(await talk("--insecure") == Stage.Result(output: "Hello.\n"))
            let refused = await talk()
            #expect(refused.failure?.exitCode == 1)
            #expect(refused.failure?.text.hasPrefix("No TLS with '127.0.0.1': ") == true)
            #expect(refused.failure?.text.contains("--ca FILE") == true)
            let noCertificate = await talk("--ca", "/nowhere.pem")
            #expect(noCertificate.failure?.text.contains("Cannot read '/nowhere.pem'") == true)
        }
    }

    @Test("What is wrong is told in a sentence, with its remedy")
    func mistakes() async throws {
        try await Stage.with { stage in
            func failure(_ arguments: [String], _ environment: [String: String] = [:]) async -> CommandFailure? {
                await Stage.run(["x"]) { console throws(CommandFailure) in
                    try await TalkCommand.run(
                        arguments,
                        environment: environment,
                        console: console,
                        interrupts: AsyncStream { _ in }
                    )
                }.failure
            }
            let url = stage.address
            let wrongKey = await failure(["--url", url, "--key", "sk-wrong-key-of-somebody"])
            #expect(wrongKey?.exitCode == 1)
            #expect(wrongKey?.text.contains("Incorrect API key provided") == true)
            #expect(wrongKey?.text.hasSuffix("with --key or in ANTIPHON_API_KEY.") == true)
            let noKey = await failure(["--url", url])
            #expect(noKey?.text.contains("wants a key. Give the key that it printed") == true)
            let elsewhere = await failure(["--url", "http://\(stage.server.address)/v2", "--key", Stage.key])
            #expect(elsewhere?.text.contains("in /v1") == true)
            let nobody = await failure(["--url", "http://127.0.0.1:1/v1"])
            #expect(nobody?.text.contains("`antiphon serve` starts one") == true)
            let noURL = await failure(["--url", "localhost"])
            #expect(noURL?.text.hasPrefix("'localhost' is no address of a server.") == true)
            let noFile = await failure(["--wav", "/nowhere.wav"])
            #expect(noFile?.text == "/nowhere.wav cannot be read: No such file or directory.")
            let noWAV = await failure(["--wav", try stage.write(Array("Hello, world.".utf8), to: "hello.txt")])
            #expect(
                noWAV?.text.hasSuffix("hello.txt: This is no WAV file: it does not begin with RIFF and WAVE.") == true
            )
            let noPlace = await failure(["--save", "/nowhere/a.wav"])
            #expect(noPlace?.text == "/nowhere/a.wav cannot be written: No such file or directory.")
            for failure in [wrongKey, noKey, elsewhere, nobody, noURL, noFile, noWAV, noPlace] {
                #expect(failure?.exitCode == 1)
                #expect(failure?.text.contains("\n") == false)
            }
        }
    }

    static let wrongUsage: [[String]: String] = [
        ["--wva", "x"]: "antiphon talk has no option '--wva'. Did you mean '--wav'?",
        ["hello"]: "antiphon talk takes options only, and 'hello' is none.",
        ["--wav"]: "--wav needs a value: --wav FILE.",
        ["--fast=1", "--wav", "x"]: "--fast takes no value.",
        ["--key", "a", "--key", "b"]: "--key is given twice.",
        ["--fast"]: "--fast is about a file; name it with --wav.",
        ["--wav", "x", "--microphone"]: "Give --wav or --microphone, not both.",
        ["--ca", "x", "--insecure"]: "Give --ca or --insecure, not both.",
        ["--text", "--save", "x"]: "--text asks for answers without sound; --save and --voice are about their sound.",
    ]

    @Test("Wrong usage is told apart from failure", arguments: wrongUsage)
    func usage(_ arguments: [String], _ complaint: String) async throws {
        let result = await Stage.run([]) { console throws(CommandFailure) in
            try await TalkCommand.run(arguments, environment: [:], console: console, interrupts: AsyncStream { _ in })
        }
        #expect(result.failure?.exitCode == 2)
        #expect(result.failure?.text == complaint + "\n`antiphon talk --help` lists what there is.")
    }
}
