import Bytes
import Commands
import Foundation
import NetIO
import RealtimeServer
import Testing

/// Programs of a test's own in the place of aplay and arecord.
@Suite("Playing and recording", .timeLimit(.minutes(1)))
struct SoundToolsTests {
    private func program(_ name: String, _ script: String, _ stage: Stage) throws -> String {
        let path = try stage.write(Array("#!/bin/sh\n\(script)\n".utf8), to: name)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
        return path
    }

    @Test("Answers are played to their end, one after the other, and the program waits for it")
    func playing() async throws {
        try await Stage.with { stage in
            let heard = stage.path("heard.raw")
            let player = try program("aplay", "echo \"$@\" > \(stage.path("arguments")); cat >> \(heard)", stage)
            let result = await stage.talk([], lines: ["One.", "Three."], tools: SoundTools(player: player))
            #expect(result == Stage.Result(output: "One.\nThree.\n"))
            // 60 ms for each character.
            #expect(try Data(contentsOf: URL(filePath: heard)).count == 10 * 60 * 48)
            let arguments = try String(contentsOfFile: stage.path("arguments"), encoding: .utf8)
            #expect(arguments == "-q -t raw -f S16_LE -r 24000 -c 1 -\n")
        }
    }

    @Test("A player that cannot play is told of once, and the conversation goes on in writing")
    func deaf() async throws {
        try await Stage.with { stage in
            let player = try program("aplay", "exit 1", stage)
            let result = await stage.talk([], lines: ["One.", "Two."], tools: SoundTools(player: player))
            #expect(result.failure == nil)
            #expect(result.output == "One.\nTwo.\n")
            let notes = result.notes.split(separator: "\n")
            #expect(notes.count <= 1)
            #expect(notes.allSatisfy { $0.hasSuffix("ended with status 1. Is there a sound card?") })
        }
    }

    @Test("Without a player sound is not asked for, as nobody would hear it")
    func silent() async throws {
        try await Stage.with("rules: [{when: {turn: 1}, answers: Hi.}]") { stage in
            let player = try program("aplay", "touch \(stage.path("called"))", stage)
            let tools = SoundTools(player: player)
            #expect(await stage.talk(["--no-play"], lines: ["x"], tools: tools).output == "Hi.\n")
            #expect(await stage.talk(["--text"], lines: ["x"], tools: tools).output == "Hi.\n")
            #expect(!FileManager.default.fileExists(atPath: stage.path("called")))
        }
    }

    @Test("Whoever speaks into an answer is not talked over: the player is stopped, the server told what was heard")
    func interruption() async throws {
        // Half a minute of it, sent a second ahead of what is heard.
        let long = String(repeating: "This is a long answer. ", count: 20)
        let script = """
            hears: [One., Two.]
            rules: [{when: {says: One}, answers: "\(long)"}]
            default: {answers: Yes.}
            """
        try await Stage.with(script, { $0.sessions.outputLead = .seconds(1) }) { stage in
            var speech: [UInt8] = []
            PCM16.bytes(from: Stage.speech(300) + [Int16](repeating: 0, count: 24_000), appendingTo: &speech)
            let sound = try stage.write(speech, to: "speech.raw")
            let (go, never) = (stage.path("go"), stage.path("never"))
            mkfifo(go, 0o600)
            mkfifo(never, 0o600)
            // The second turn is spoken as soon as the first answer is heard. Then the microphone is silent.
            let turns = "exec 3<> \(go) 4<> \(never); cat \(sound); read x <&3; cat \(sound); read x <&4"
            let recorder = try program("arecord", turns, stage)
            let player = try program("aplay", "head -c 2 > /dev/null; echo go 1<> \(go); cat > /dev/null", stage)
            let (interrupts, interrupt) = AsyncStream.makeStream(of: Void.self)
            let notes = Lock("")
            let output = Lock("")
            let console = Console(
                print: { text in output.withLock { $0 += text } },
                note: { text in
                    notes.withLock { $0 += text }
                    if text.contains("answer done") { interrupt.yield() }
                },
                readLine: { nil }
            )
            try await TalkCommand.run(
                ["--microphone", "--url", stage.address, "--key", Stage.key],
                environment: ["PATH": "/usr/bin:/bin"],
                console: console,
                tools: SoundTools(player: player, recorder: recorder),
                interrupts: interrupts
            )
            let said = output.withLock { $0 }
            #expect(said.hasPrefix("you: One.\n"))
            #expect(said.hasSuffix("answer: Yes.\n"))
            let told = notes.withLock { $0 }
            #expect(told.contains("answer interrupted"), "\(told)")
            #expect(!told.contains("The server says"), "the truncation was taken: \(told)")
        }
    }

    @Test("Without arecord there is no microphone, and one that fails ends the conversation")
    func noMicrophone() async throws {
        try await Stage.with { stage in
            let none = await stage.talk("--microphone")
            #expect(none.failure?.text.contains("install the package alsa-utils") == true)
            let recorder = try program("arecord", "exit 1", stage)
            let failing = await stage.talk(["--microphone"], tools: SoundTools(recorder: recorder))
            #expect(failing.failure?.text.hasSuffix("ended with status 1. Is there a microphone?") == true)
        }
    }
}
