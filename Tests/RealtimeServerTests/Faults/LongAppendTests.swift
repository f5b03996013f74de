import Bytes
import HTTP
import NetIO
import RealtimeEngine
import RealtimeServer
import TestSupport
import Testing

@Suite("Long appends", .timeLimit(.minutes(2)))
struct LongAppendTests {
    static let bytesMax = 15 * 1_024 * 1_024

    /// Code that is built for debugging, or for a sanitizer, is a hundred times slower.
    #if DEBUG
        static let patience = Duration.seconds(30)
    #else
        static let patience = Duration.milliseconds(500)
    #endif

    /// The text of an append, made without a tree of JSON.
    private func text(_ base64: String) -> String { #"{"type":"input_audio_buffer.append","audio":"\#(base64)"}"# }

    private func silence(_ count: Int) -> String { Base64.encode([UInt8](repeating: 0, count: count)) }

    private func caller(_ running: Running, on loop: EventLoop? = nil) async throws -> Caller {
        let caller = try await running.call(on: loop)
        caller.send(Say.noDetection)
        _ = try await caller.event("session.updated")
        return caller
    }

    @Test("15 MiB are taken while the neighbours on the loop are answered, and what follows is in order")
    func longest() async throws {
        let engine = StageEngine(answering: .makes(1))
        try await Running.with(speech: engine) {
            $0.listen.loops = 1
        } _: { running in
            // Not on the neighbour's: it takes a client a while to mask such a message.
            let loop = EventLoop.start()
            let (caller, neighbour) = (try await caller(running, on: loop), try await caller(running))
            let usual = try await slowest(neighbour, until: { 20 <= $0 })
            caller.send(text(silence(Self.bytesMax)))
            caller.send(Say.commit)
            let isDone = Watched(false)
            async let committed: Void = {
                _ = try await caller.event("input_audio_buffer.committed")
                isDone.change { $0 = true }
            }()
            let slowest = try await slowest(neighbour, until: { _ in isDone.value })
            try await committed
            print("the slowest answer during an append of 15 MiB took \(slowest); usual is \(usual)")
            #expect(slowest < Self.patience)
            caller.send(Say.respond)
            _ = try await caller.event("response.done")
            let heard = engine.counts.value.requests.last?.context.last?.audio[0]?.count
            #expect(heard == Self.bytesMax / 2)
            caller.close()
            _ = await caller.end()
            await loop.stop()
        }
    }

    private func slowest(_ caller: Caller, until isOver: (Int) -> Bool) async throws -> Duration {
        var slowest = Duration.zero
        var count = 0
        while !isOver(count) {
            let start = EventLoop.now
            caller.send(Say.clear)
            _ = try await caller.event("input_audio_buffer.cleared")
            slowest = max(slowest, EventLoop.now - start)
            count += 1
        }
        return slowest
    }

    @Test("Refused ones are refused as short ones are, nothing of them is taken, and the session goes on")
    func refused() async throws {
        try await Running.with { running in
            let caller = try await caller(running)
            caller.send(text(silence(Self.bytesMax + 1)))
            let tooLarge = try await caller.event("error")
            let messageOfLimit = tooLarge["error"]?["message"]?.string ?? ""
            #expect(
                messageOfLimit.contains("15 MiB") || messageOfLimit.contains("\(Self.bytesMax)"),
                "\(tooLarge.text)"
            )
            for short in ["AA*A", "AAAAA"] {
                caller.send(text(short))
                let plain = try await caller.event("error")
                let long = silence(600_000)
                // The same fault in the middle, and in the last slice.
                let damaged =
                    short.count == 4
                    ? [long.prefix(400_000) + short + long.dropFirst(400_004), long.dropLast(4) + short] : [long + "A"]
                for damaged in damaged {
                    caller.send(text(String(damaged)))
                    let error = try await caller.event("error")
                    for name in ["code", "type", "param"] {
                        #expect(error["error"]?[name] == plain["error"]?[name])
                    }
                }
            }
            caller.send(Say.commit)
            let empty = try await caller.event("error")
            #expect(empty["error"]?["code"]?.string == "input_audio_buffer_commit_empty")
        }
    }

    @Test("A message beyond 21 MiB ends the connection with 1009")
    func tooBig() async throws {
        try await Running.with { running in
            let client = try await Stranger.call(running)
            _ = try await client.event("session.created")
            await client.raw.send([0x81, 0xFF] + [0, 0, 0, 0, 1, 0x50, 0, 1] + [0, 0, 0, 0])
            #expect(await client.closeCode() == 1_009)
            await client.raw.close()
            try await running.eventually("the session ends") { running.server.sessionCount == 0 }
        }
    }

    @Test("Text that is not UTF-8 ends the connection with 1007, and a binary message is refused by name")
    func notText() async throws {
        try await Running.with { running in
            let client = try await Stranger.call(running)
            _ = try await client.event("session.created")
            await client.raw.send(RawClient.frame(0x82, [1, 2, 3]))
            let error = try await client.event("error")
            #expect(error["error"]?["code"]?.string == "invalid_event", "\(error.text)")
            await client.raw.send(RawClient.frame(0x81, [0x22, 0xC3, 0x28, 0x22]))
            #expect(await client.closeCode() == 1_007)
            await client.raw.close()
        }
    }
}
