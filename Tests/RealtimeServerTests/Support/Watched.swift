import NetIO

/// A value that changes on any thread, and that a test waits for.
final class Watched<Value: Sendable>: Sendable {
    private struct Waiter {
        let id: Int
        let isSo: @Sendable (Value) -> Bool
        let continuation: CheckedContinuation<Value?, Never>
    }

    private struct State {
        var value: Value
        var waiters: [Waiter] = []
        var nextID = 0
    }

    private let state: Lock<State>

    init(_ value: Value) { state = Lock(State(value: value)) }

    var value: Value { state.withLock(\.value) }

    func change(_ body: (inout Value) -> Void) {
        let (value, done) = state.withLock { state in
            body(&state.value)
            let value = state.value
            let done = state.waiters.filter { $0.isSo(value) }
            state.waiters.removeAll { $0.isSo(value) }
            return (value, done)
        }
        for waiter in done { waiter.continuation.resume(returning: value) }
    }

    /// Throws when the test's time is up.
    @discardableResult
    func until(_ isSo: @escaping @Sendable (Value) -> Bool) async throws -> Value {
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        let value = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let value: Value?? = state.withLock { state in
                    if isSo(state.value) { return state.value }
                    if Task.isCancelled { return .some(nil) }
                    state.waiters.append(Waiter(id: id, isSo: isSo, continuation: continuation))
                    return nil
                }
                if let value { continuation.resume(returning: value) }
            }
        } onCancel: {
            let waiter = state.withLock { state in
                let waiter = state.waiters.first { $0.id == id }
                state.waiters.removeAll { $0.id == id }
                return waiter
            }
            waiter?.continuation.resume(returning: nil)
        }
        guard let value else { throw CancellationError() }
        return value
    }
}
