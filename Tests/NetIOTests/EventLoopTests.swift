import NetIO
import Testing

@Suite("The event loop")
struct EventLoopTests {
    actor Counter: LoopActor {
        nonisolated let loop: EventLoop
        var count = 0
        init(_ loop: EventLoop) { self.loop = loop }
        func add() -> Bool {
            count += 1
            return loop.isOnLoop
        }
    }

    @Test("An actor of the loop runs on its thread, and a callback of the loop enters it without waiting")
    func executor() async {
        let loop = EventLoop.start()
        let counter = Counter(loop)
        #expect(await counter.add())
        await withCheckedContinuation { done in
            loop.post {
                counter.assumeIsolated { counter in _ = counter.add() }
                done.resume()
            }
        }
        #expect(await counter.count == 2)
        #expect(!loop.isOnLoop)
        await loop.stop()
    }

    @Test("What is posted first runs first")
    func order() async {
        let loop = EventLoop.start()
        let seen = Lock<[Int]>([])
        await withCheckedContinuation { done in
            for number in 0..<10_000 { loop.post { seen.withLock { $0.append(number) } } }
            loop.post { done.resume() }
        }
        #expect(seen.withLock { $0 } == Array(0..<10_000))
        await loop.stop()
    }

    @Test("Whoever posts while the loop ends, or after it, harms nobody", .timeLimit(.minutes(1)))
    func postingAtTheEnd() async {
        for _ in 0..<20 {
            let loop = EventLoop.start()
            await withTaskGroup { group in
                for _ in 0..<4 { group.addTask { for _ in 0..<1_000 { loop.post {} } } }
                await loop.stop()
            }
            loop.post { Issue.record("a loop that has ended does nothing") }
        }
    }

    @Test("A timer fires once, and not after it was stopped")
    func timer() async {
        let loop = EventLoop.start()
        let fired = await withCheckedContinuation { (done: CheckedContinuation<[String], Never>) in
            loop.post { Timers(loop, done).start() }
        }
        #expect(fired == ["early", "late"])
        await loop.stop()
    }

    @Test(
        "Work in slices leaves the sockets their turn, even by a timer that asks for the past",
        .timeLimit(.minutes(1)),
        arguments: [false, true]
    )
    func slices(byTimer: Bool) async throws {
        try await Stand.run { stand in
            let neighbour = try await stand.connect()
            let work = Slices(stand.loop, byTimer: byTimer)
            neighbour.onEvent = { event in if case .message = event { work.stop() } }
            await neighbour.perform { channel in
                work.begin()
                channel.send(text: Array("unharmed".utf8))
            }
            #expect(await neighbour.text() == "unharmed")
            let wasUnderWay = await stand.loop.run { work.wasStopped }
            #expect(wasUnderWay)
        }
    }

    /// Work in many slices, until somebody stops it. Confined to its loop.
    private final class Slices: @unchecked Sendable {
        private static let countMax = 20_000
        private let loop: EventLoop
        private let byTimer: Bool
        private var timer: LoopTimer?
        private var count = 0
        private var isWanted = true
        private(set) var wasStopped = false

        init(_ loop: EventLoop, byTimer: Bool) {
            self.loop = loop
            self.byTimer = byTimer
        }

        func begin() {
            if byTimer { timer = LoopTimer(on: loop) { [unowned self] in slice() } }
            goOn()
        }

        func stop() {
            wasStopped = isWanted
            isWanted = false
            timer = nil
        }

        private func goOn() {
            if let timer { timer.start(after: .milliseconds(-5)) } else { loop.soon { [self] in slice() } }
        }

        private func slice() {
            count += 1
            if count == Self.countMax { isWanted = false }
            if isWanted { goOn() } else { timer = nil }
        }
    }

    /// Confined to its loop; keeps itself alive until its last timer has fired.
    private final class Timers: @unchecked Sendable {
        private let loop: EventLoop
        private let done: CheckedContinuation<[String], Never>
        private var fired: [String] = []
        private var timers: [LoopTimer] = []

        init(_ loop: EventLoop, _ done: CheckedContinuation<[String], Never>) {
            self.loop = loop
            self.done = done
        }

        func start() {
            let late = LoopTimer(on: loop) { [self] in
                fired.append("late")
                timers = []
                done.resume(returning: fired)
            }
            let stopped = LoopTimer(on: loop) { [self] in fired.append("stopped") }
            let early = LoopTimer(on: loop) { [self] in fired.append("early") }
            timers = [late, stopped, early]
            late.start(after: .milliseconds(20))
            stopped.start(after: .milliseconds(5))
            early.start(after: .milliseconds(1))
            stopped.stop()
        }
    }
}
