internal import Glibc

/// Threads for work that would keep a loop waiting, as speech that is computed. There are so many of them, and so much
/// may wait for one. What a job finds out it posts to its loop.
///
/// The threads end when nobody refers to the pool any more; what then waits is not done.
public final class WorkerPool: Sendable {
    private let queue: Queue

    public init(threads: Int, waitingMax: Int) {
        precondition(threads > 0, "a pool needs a thread")
        queue = Queue(waitingMax: waitingMax)
        for _ in 0..<threads { queue.addThread() }
    }

    deinit { queue.end() }

    /// Runs `job` on one of the threads, in the order of the calls. False: too much waits, and the job is not taken.
    public func run(_ job: @escaping @Sendable () -> Void) -> Bool { queue.add(job) }

    /// What outlives the pool: its threads refer to it.
    private final class Queue: @unchecked Sendable {
        private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
        private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
        private let waitingMax: Int
        private var jobs: [@Sendable () -> Void] = []
        private var isOver = false

        init(waitingMax: Int) {
            self.waitingMax = waitingMax
            pthread_mutex_init(mutex, nil)
            pthread_cond_init(changed, nil)
        }

        deinit {
            pthread_cond_destroy(changed)
            pthread_mutex_destroy(mutex)
            changed.deallocate()
            mutex.deallocate()
        }

        func addThread() {
            let status = startThread { [self] in work() }
            precondition(status == 0, "no thread for a pool: \(String(cString: strerror(status)))")
        }

        func add(_ job: @escaping @Sendable () -> Void) -> Bool {
            pthread_mutex_lock(mutex)
            defer { pthread_mutex_unlock(mutex) }
            guard !isOver, jobs.count < waitingMax else { return false }
            jobs.append(job)
            pthread_cond_signal(changed)
            return true
        }

        func end() {
            pthread_mutex_lock(mutex)
            isOver = true
            let dropped = jobs
            jobs = []
            pthread_cond_broadcast(changed)
            pthread_mutex_unlock(mutex)
            // What a job refers to is let go of outside the lock.
            withExtendedLifetime(dropped) {}
        }

        private func work() {
            while let job = next() { job() }
        }

        private func next() -> (@Sendable () -> Void)? {
            pthread_mutex_lock(mutex)
            defer { pthread_mutex_unlock(mutex) }
            while jobs.isEmpty, !isOver { pthread_cond_wait(changed, mutex) }
            return isOver ? nil : jobs.removeFirst()
        }
    }
}
