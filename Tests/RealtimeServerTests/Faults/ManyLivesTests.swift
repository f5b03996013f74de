import Bytes
import HTTP
import NetIO
import TestSupport
import Testing

@Suite("Many lives, one after another", .timeLimit(.minutes(5)))
struct ManyLivesTests {
    /// `make sim` has ten thousand.
    static let lives = Seed.scaled(1_000)
    static let lanes = 8
    /// What the allocator may keep for itself. Of a thousand lives each may leave four KiB behind, of ten thousand 0.4.
    static let growthMax = 4 * 1_024 * 1_024

    @Test("They leave neither memory nor descriptors behind")
    func leaks() async throws {
        let server = try await ChildServer.start(key: Running.key)
        let loop = EventLoop.start()
        try await live(Self.lives / 2, server, loop)
        let before = server.figures
        try await live(Self.lives, server, loop)
        let end = EventLoop.now + .seconds(10)
        while server.figures.descriptors > before.descriptors, EventLoop.now < end { await loop.run {} }
        let after = server.figures
        print("\(Self.lives) lives: \(before) before, \(after) after")
        #expect(after.descriptors <= before.descriptors)
        #expect(after.residentBytes - before.residentBytes < Self.growthMax)
        await loop.stop()
        server.stop()
    }

    private func live(_ lives: Int, _ server: ChildServer, _ loop: EventLoop) async throws {
        try await withThrowingTaskGroup { group in
            for lane in 0..<Self.lanes {
                group.addTask {
                    for index in 0..<lives / Self.lanes { try await live(index + lane, server.address, loop) }
                }
            }
            try await group.waitForAll()
        }
    }

    /// One session: greeted, heard, answered; and left in one way or the other.
    private func live(_ index: Int, _ address: String, _ loop: EventLoop) async throws {
        let caller = try await Caller.connect(
            "ws://\(address)/v1/realtime?model=gpt-realtime",
            headers: ["Authorization": "Bearer \(Running.key)"],
            on: loop
        )
        caller.send(Say.append(Say.loud(milliseconds: 200)))
        caller.send(Say.message("Hello there"))
        caller.send(Say.respond)
        _ = try await caller.event("response.output_audio.delta")
        if index.isMultiple(of: 3) { caller.abort() } else { caller.close() }
        _ = await caller.end()
    }
}
