extension EventLoop {
    /// Waits on this loop, without another thread. Called from what runs on it; throws when the task is cancelled.
    ///
    /// libuv's steps are milliseconds: it may end up to one too early.
    public func sleep(for delay: Duration, isolation: isolated (any Actor)? = #isolation)
        async throws(CancellationError)
    {
        let nap = Nap()
        let wasCancelled = await withTaskCancellationHandler {
            // A closure is isolated only to what it captures; without this it would run on the global pool.
            _ = isolation
            return await withCheckedContinuation { waiter in
                precondition(isOnLoop, "only what runs on a loop can sleep on it")
                if Task.isCancelled { waiter.resume(returning: true) } else { nap.begin(on: self, delay, waiter) }
            }
        } onCancel: {
            post { nap.end(wasCancelled: true) }
        }
        if wasCancelled { throw CancellationError() }
    }
}

/// One sleep. Confined to its loop.
private final class Nap: @unchecked Sendable {
    private var waiter: CheckedContinuation<Bool, Never>?
    private var timer: LoopTimer?

    func begin(on loop: EventLoop, _ delay: Duration, _ waiter: CheckedContinuation<Bool, Never>) {
        self.waiter = waiter
        let timer = LoopTimer(on: loop) { [unowned self] in end(wasCancelled: false) }
        self.timer = timer
        timer.start(after: delay)
    }

    func end(wasCancelled: Bool) {
        timer = nil
        let waiter = waiter
        self.waiter = nil
        waiter?.resume(returning: wasCancelled)
    }
}
