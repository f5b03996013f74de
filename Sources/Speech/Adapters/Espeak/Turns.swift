import NetIO

/// So many do something at once, and the others wait for their turn, in the order in which they came. From any loop.
final class Turns: Sendable {
    private struct State {
        var running = 0
        var waiting: [Waiter] = []
    }

    private struct Waiter {
        let loop: EventLoop
        let begin: @Sendable () -> Void
    }

    private let atOnce: Int
    private let waitingMax: Int
    private let state = Lock(State())

    init(atOnce: Int, waitingMax: Int) {
        self.atOnce = atOnce
        self.waitingMax = waitingMax
    }

    /// `begin` is called on the loop, later; whoever was begun calls `end`, once. False: too many wait.
    func wait(on loop: EventLoop, begin: @escaping @Sendable () -> Void) -> Bool {
        state.withLock { state in
            if state.running < atOnce {
                state.running += 1
                loop.post(begin)
                return true
            }
            guard state.waiting.count < waitingMax else { return false }
            state.waiting.append(Waiter(loop: loop, begin: begin))
            return true
        }
    }

    func end() {
        state.withLock { state in
            guard !state.waiting.isEmpty else {
                state.running -= 1
                return
            }
            let next = state.waiting.removeFirst()
            next.loop.post(next.begin)
        }
    }
}
