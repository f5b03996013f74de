internal import Glibc

/// Runs `body` on a thread of its own, for which nobody waits. The answer: 0, or the number of the system's error where
/// it has no thread.
package func startThread(_ body: @escaping @Sendable () -> Void) -> Int32 {
    let work = Unmanaged.passRetained(ThreadWork(body))
    var thread = pthread_t()
    let status = pthread_create(
        &thread,
        nil,
        { argument in
            guard let argument else { return nil }
            Unmanaged<ThreadWork>.fromOpaque(argument).takeRetainedValue().body()
            return nil
        },
        work.toOpaque()
    )
    if status == 0 { pthread_detach(thread) } else { work.release() }
    return status
}

private final class ThreadWork: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
}
