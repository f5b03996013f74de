import Bytes
import NetIO
import RealtimeEngine
import RealtimeServer
import TestSupport
import Testing

@Suite("Telephone audio over a socket", .timeLimit(.minutes(1)))
struct TelephoneTests {
    private func input(_ type: String) -> JSON {
        let format: JSON = type == "audio/pcm" ? ["type": "audio/pcm", "rate": 24_000] : ["type": .string(type)]
        return ["audio": ["input": ["format": format, "turn_detection": nil]]]
    }

    /// What the model got of the item that was committed last.
    private func committed(_ caller: Caller, _ engine: StageEngine) async throws -> Int? {
        caller.send(Say.commit)
        _ = try await caller.event("input_audio_buffer.committed")
        caller.send(Say.respond)
        _ = try await caller.event("response.done")
        return engine.counts.value.requests.last?.context.last?.audio[0]?.count
    }

    @Test("Each byte in is three samples, however it is cut", arguments: ["audio/pcmu", "audio/pcma"])
    func bytesIn(_ type: String) async throws {
        let engine = StageEngine(answering: .makes(1))
        try await Running.with(speech: engine) { running in
            let caller = try await running.call()
            caller.send(Say.update(input(type)))
            var random = Seed.some(1)[0].generator
            var count = 0
            for _ in 0..<40 {
                let bytes = (0..<Int.random(in: 1...400, using: &random)).map { UInt8(truncatingIfNeeded: $0 &* 7) }
                caller.send(Say.append(bytes))
                count += bytes.count
            }
            #expect(try await committed(caller, engine) == 3 * count)
            // The next buffer begins anew.
            caller.send(Say.append([UInt8](repeating: 0x55, count: 1_001)))
            #expect(try await committed(caller, engine) == 3_003)
        }
    }

    @Test("A format that changes in mid-buffer loses nothing of what came before")
    func changes() async throws {
        let engine = StageEngine(answering: .makes(1))
        try await Running.with(speech: engine) { running in
            let caller = try await running.call()
            caller.send(Say.update(input("audio/pcmu")))
            caller.send(Say.append([UInt8](repeating: 0x55, count: 1_001)))
            caller.send(Say.update(input("audio/pcm")))
            caller.send(Say.append([UInt8](repeating: 1, count: 2_000)))
            caller.send(Say.update(input("audio/pcma")))
            caller.send(Say.append([UInt8](repeating: 0x55, count: 77)))
            #expect(try await committed(caller, engine) == 3 * 1_001 + 1_000 + 3 * 77)
        }
    }

    @Test("Three samples out are one byte, rounded up, part by part", arguments: [1, 7, 50])
    func bytesOut(_ pieces: Int) async throws {
        let engine = StageEngine(answering: .makes(pieces))
        try await Running.with(speech: engine, { $0.sessions.outputLead = nil }) { running in
            let caller = try await running.call()
            caller.send(Say.update(["audio": ["output": ["format": ["type": "audio/pcmu"]]]]))
            for _ in 0..<2 {
                caller.send(Say.respond)
                var count = 0
                var isDone = false
                while !isDone {
                    guard case .event(let event) = await caller.next() else {
                        Issue.record("the connection ended")
                        return
                    }
                    let type = event["type"]?.string
                    if type == "response.output_audio.delta" {
                        let bytes = try Base64.decode(event["delta"]?.string ?? "")
                        #expect(!bytes.isEmpty)
                        count += bytes.count
                    }
                    if type == "response.output_audio.done" {
                        #expect(count == (pieces * 4_800 + 2) / 3)
                    }
                    isDone = type == "response.done"
                }
            }
        }
    }
}
