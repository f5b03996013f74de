import Foundation
import NetIO
import Testing

@Suite("Sleeping, and signals")
struct SleepTests {
    actor Sleeper: LoopActor {
        nonisolated let loop: EventLoop
        init(_ loop: EventLoop) { self.loop = loop }

        func sleep(_ delay: Duration) async -> (wasCancelled: Bool, isOnLoop: Bool) {
            do throws(CancellationError) {
                try await loop.sleep(for: delay)
                return (false, loop.isOnLoop)
            } catch { return (true, loop.isOnLoop) }
        }
    }

    @Test("An actor sleeps on its loop, and a cancel wakes it", .timeLimit(.minutes(1)))
    func sleep() async {
        let loop = EventLoop.start()
        let sleeper = Sleeper(loop)
        #expect(await sleeper.sleep(.milliseconds(2)) == (false, true))
        #expect(await sleeper.sleep(.zero) == (false, true))
        let long = Task { await sleeper.sleep(.seconds(3_600)) }
        long.cancel()
        #expect(await long.value == (true, true))
        let unasked = Task(executorPreference: loop) { try? await loop.sleep(for: .milliseconds(1)) }
        #expect(await unasked.value != nil)
        await loop.stop()
    }

    @Test("A signal is told on the loop and ends nothing", .timeLimit(.minutes(1)))
    func signal() async {
        let loop = EventLoop.start()
        let told = Promise<Bool>()
        let watchers = Lock<[SignalWatcher]>([])
        await loop.run { [watchers] in
            let watcher = SignalWatcher(.hangUp, on: loop) { told.keep(loop.isOnLoop) }
            nonisolated(unsafe) let kept = watcher
            watchers.withLock { $0 = [kept] }
        }
        kill(getpid(), SIGHUP)
        #expect(await told.value() == true)
        await loop.run { [watchers] in watchers.withLock { $0 = [] } }
        await loop.stop()
    }
}
