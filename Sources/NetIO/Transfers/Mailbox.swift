/// Values on their way from a loop to one reader that may be anywhere: bounded, with back pressure.
///
/// The producer is told when to stop (`offer`) and when to go on (`whenDrained`); nothing is dropped. What is decided
/// is decided under the lock; readers are resumed after it.
package final class Mailbox<Element: Sendable, Failure: Error>: Sendable {
    private typealias Waiter = CheckedContinuation<Result<Element?, Failure>, Never>

    private struct State {
        var queue: [(element: Element, cost: Int)] = []
        var first = 0
        var cost = 0
        var isHeldBack = false
        var waiters: [Waiter] = []
        var end: Result<Element?, Failure>?
        var isAbandoned = false
    }

    private let costMax: Int
    private let cancelled: Failure
    private let whenDrained: @Sendable () -> Void
    private let whenAbandoned: @Sendable () -> Void
    private let state = Lock(State())

    /// - Parameters:
    ///   - cancelled: What a reader whose task is cancelled is told.
    ///   - whenDrained: The producer may go on. Called from any thread.
    ///   - whenAbandoned: The reader will read no more. Called from any thread, once at most.
    package init(
        costMax: Int,
        cancelled: Failure,
        whenDrained: @escaping @Sendable () -> Void,
        whenAbandoned: @escaping @Sendable () -> Void
    ) {
        self.costMax = costMax
        self.cancelled = cancelled
        self.whenDrained = whenDrained
        self.whenAbandoned = whenAbandoned
    }

    /// Whether the producer may go on at once. What it offers although it was told to stop is taken too.
    package func offer(_ element: Element, cost: Int) -> Bool {
        let (waiter, goesOn) = state.withLock { state -> (Waiter?, Bool) in
            guard state.end == nil else { return (nil, true) }
            if !state.waiters.isEmpty { return (state.waiters.removeFirst(), true) }
            state.queue.append((element, cost))
            state.cost += cost
            state.isHeldBack = state.cost >= costMax
            return (nil, !state.isHeldBack)
        }
        waiter?.resume(returning: .success(element))
        return goesOn
    }

    /// What is in the mailbox is still read; then the end, again and again.
    package func finish(_ failure: Failure? = nil) {
        let end: Result<Element?, Failure> = failure.map { .failure($0) } ?? .success(nil)
        let waiters = state.withLock { state -> [Waiter] in
            guard state.end == nil else { return [] }
            state.end = end
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.resume(returning: end) }
    }

    /// The reader wants no more: what is in the mailbox is dropped, and the producer told.
    package func abandon() {
        let (waiters, isFirst) = state.withLock { state -> ([Waiter], Bool) in
            let hadEnded = state.end != nil
            let isFirst = !state.isAbandoned
            state.isAbandoned = true
            state.end = .failure(cancelled)
            (state.queue, state.first, state.cost) = ([], 0, 0)
            defer { state.waiters = [] }
            return (state.waiters, isFirst && !hadEnded)
        }
        for waiter in waiters { waiter.resume(returning: .failure(cancelled)) }
        if isFirst { whenAbandoned() }
    }

    /// The next value; nil at the end. A task that is cancelled meanwhile abandons the mailbox.
    package func next() async throws(Failure) -> Element? {
        try await withTaskCancellationHandler {
            await withCheckedContinuation { waiter in take(waiter) }
        } onCancel: {
            abandon()
        }.get()
    }

    private func take(_ waiter: Waiter) {
        let (result, drained) = state.withLock { state -> (Result<Element?, Failure>?, Bool) in
            guard state.first < state.queue.count else {
                if state.end == nil { state.waiters.append(waiter) }
                return (state.end, false)
            }
            let (element, cost) = state.queue[state.first]
            state.first += 1
            state.cost -= cost
            if state.first == state.queue.count {
                state.queue.removeAll(keepingCapacity: true)
                state.first = 0
            } else if state.first > 64, state.first > state.queue.count / 2 {
                state.queue.removeSubrange(..<state.first)
                state.first = 0
            }
            // After the end there is no producer, and perhaps no loop.
            let drained = state.isHeldBack && state.cost <= costMax / 2 && state.end == nil
            if drained { state.isHeldBack = false }
            return (.success(element), drained)
        }
        if drained { whenDrained() }
        if let result { waiter.resume(returning: result) }
    }
}
