internal import NetIO
internal import RealtimeEngine

/// Every session of the process, on whichever loop it lives.
final class SessionRegistry: Sendable {
    private struct State {
        var sessions: [String: Session] = [:]
        /// Places given away, also to sessions that are only being made.
        var taken = 0
        var isDraining = false
        /// Whoever waits for the last session waits no longer.
        var isImpatient = false
        var emptyWaiters: [CheckedContinuation<Void, Never>] = []
    }

    enum Admission {
        case admitted
        case full
        case draining
    }

    private let sessionsMax: Int
    private let state = Lock(State())

    init(sessionsMax: Int) { self.sessionsMax = sessionsMax }

    var count: Int { state.withLock(\.sessions.count) }
    var placesTaken: Int { state.withLock(\.taken) }
    var isDraining: Bool { state.withLock(\.isDraining) }

    /// Takes a place for a session that is to be made.
    func enter() -> Admission {
        state.withLock { state in
            if state.isDraining { return .draining }
            guard state.taken < sessionsMax else { return .full }
            state.taken += 1
            return .admitted
        }
    }

    /// Gives back the place of a session that has ended, or was never made.
    func leave() {
        let waiters = state.withLock { state in
            state.taken -= 1
            guard state.taken <= 0 else { return [CheckedContinuation<Void, Never>]() }
            defer { state.emptyWaiters = [] }
            return state.emptyWaiters
        }
        for waiter in waiters { waiter.resume() }
    }

    func add(_ session: Session) {
        let isDraining = state.withLock { state in
            state.sessions[session.id] = session
            return state.isDraining
        }
        if isDraining { Task { await session.end(.shutdown) } }
    }

    func remove(_ id: String) { state.withLock { _ = $0.sessions.removeValue(forKey: id) } }

    func session(_ id: String) -> Session? { state.withLock { $0.sessions[id] } }

    /// No new session from now on.
    func drain() { state.withLock { $0.isDraining = true } }

    /// Tells every session that the server ends.
    func endAll() async {
        for session in state.withLock({ Array($0.sessions.values) }) { await session.end(.shutdown) }
    }

    /// Returns once no session is left, or `stopWaiting` is called.
    func becameEmpty() async {
        await withCheckedContinuation { waiter in
            let isEmpty = state.withLock { state in
                let isOver = state.taken <= 0 || state.isImpatient
                if !isOver { state.emptyWaiters.append(waiter) }
                return isOver
            }
            if isEmpty { waiter.resume() }
        }
    }

    /// Nobody waits for the last session any more.
    func stopWaiting() {
        let waiters = state.withLock { state in
            state.isImpatient = true
            defer { state.emptyWaiters = [] }
            return state.emptyWaiters
        }
        for waiter in waiters { waiter.resume() }
    }
}
