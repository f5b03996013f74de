import Dispatch
import NetIO
import Testing

@Suite("A pool of threads", .timeLimit(.minutes(1)))
struct WorkerPoolTests {
    @Test("Every job is done once, off the loop, in order on one thread")
    func order() async {
        let pool = WorkerPool(threads: 1, waitingMax: 1_000)
        let seen = Lock<[Int]>([])
        await withCheckedContinuation { done in
            for number in 0..<500 { #expect(pool.run { seen.withLock { $0.append(number) } }) }
            #expect(pool.run { done.resume() })
        }
        #expect(seen.withLock { $0 } == Array(0..<500))
    }

    @Test("Threads work at the same time")
    func together() async {
        let pool = WorkerPool(threads: 2, waitingMax: 10)
        // Each waits for the other: with one thread this would never end.
        let arrived = Lock(0)
        await withTaskGroup { group in
            for _ in 0..<2 {
                group.addTask {
                    await withCheckedContinuation { done in
                        _ = pool.run {
                            arrived.withLock { $0 += 1 }
                            while arrived.withLock({ $0 }) < 2 {}
                            done.resume()
                        }
                    }
                }
            }
        }
        #expect(arrived.withLock { $0 } == 2)
    }

    @Test("What may not wait is not taken")
    func bounded() async {
        let pool = WorkerPool(threads: 1, waitingMax: 2)
        let mayEnd = DispatchSemaphore(value: 0)
        await withCheckedContinuation { begun in
            _ = pool.run {
                begun.resume()
                mayEnd.wait()
            }
        }
        #expect(pool.run {} && pool.run {})
        #expect(!pool.run {})
        mayEnd.signal()
    }

    @Test("Nobody's pool does nothing more, and lets go of what waited")
    func end() async {
        final class Witness: Sendable {
            let gone: @Sendable () -> Void
            init(_ gone: @escaping @Sendable () -> Void) { self.gone = gone }
            deinit { gone() }
        }
        let mayEnd = DispatchSemaphore(value: 0)
        await withCheckedContinuation { (gone: CheckedContinuation<Void, Never>) in
            let pool = WorkerPool(threads: 1, waitingMax: 2)
            let witness = Witness { gone.resume() }
            _ = pool.run { mayEnd.wait() }
            _ = pool.run { withExtendedLifetime(witness) { _ = Issue.record("it waited, and was done") } }
        }
        mayEnd.signal()
    }
}
