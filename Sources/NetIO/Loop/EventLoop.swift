internal import CThread
internal import CUV
internal import Glibc
internal import HTTP
internal import Synchronization

/// A libuv loop on a thread of its own, and the executor of every actor that lives on it.
///
/// All handles belong to its thread. A callback of the loop enters an actor of the same loop synchronously
/// (`assumeIsolated`, 0.1 µs), where an `await` across loops takes 30 µs.
public final class EventLoop: SerialExecutor, TaskExecutor, @unchecked Sendable {
    /// One thing to do on the loop's thread. Jobs and closures share a queue, so they run in the order they came.
    private enum Work {
        case job(UnownedJob)
        case call(@Sendable () -> Void)
    }

    let raw = UnsafeMutablePointer<uv_loop_t>.allocate(capacity: 1)
    private let wake = UnsafeMutablePointer<uv_async_t>.allocate(capacity: 1)
    private let check = UnsafeMutablePointer<uv_check_t>.allocate(capacity: 1)
    private let prepare = UnsafeMutablePointer<uv_prepare_t>.allocate(capacity: 1)
    private let idle = UnsafeMutablePointer<uv_idle_t>.allocate(capacity: 1)
    private var isIdling = false
    private var local: [Work] = []
    private var running: [Work] = []
    /// What runs once the sockets had their turn.
    private var later: [() -> Void] = []
    /// Counts the times that the sockets had their turn.
    private(set) var turns = 0
    private let remote = Lock<(work: [Work], hasEnded: Bool)>(([], false))
    private let isAwake = Atomic<Bool>(false)
    private let thread = Atomic<UInt>(0)
    /// What the streams of this loop have to send when its turn ends.
    let writes = LoopWrites()
    /// The connections that were opened from here.
    private(set) lazy var clients = Roster(on: self)
    let resolver = Resolver()
    private var dateMadeAt = -1
    private var dateText = ""
    private let finished = Lock<(isDone: Bool, waiters: [CheckedContinuation<Void, Never>])>((false, []))
    /// What a connection reads into: its bytes are valid for the callback only.
    let scratch = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 * 1_024, alignment: 64)
    /// What TLS decrypts into, which must not be where the ciphertext lies.
    let plainScratch = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 * 1_024, alignment: 64)

    /// Makes a loop and starts its thread.
    public static func start() -> EventLoop {
        // A peer that is gone is an error of the write, not the end of the process.
        signal(SIGPIPE, SIG_IGN)
        let loop = EventLoop()
        let status = startThread { loop.run() }
        precondition(status == 0, "no thread for an event loop: \(String(cString: strerror(status)))")
        return loop
    }

    private init() {
        precondition(uv_loop_init(raw) == 0, "libuv cannot make a loop")
        raw.pointee.data = Unmanaged.passUnretained(self).toOpaque()
        // Before the thread starts: jobs may come at once, and `enqueue` never asks whether the loop runs yet.
        uv_async_init(raw, wake) { handle in EventLoop.of(handle).turn() }
        uv_check_init(raw, check)
        uv_prepare_init(raw, prepare)
        uv_idle_init(raw, idle)
        // libuv runs timers before the poll and close callbacks after the check: work is looked for on both sides.
        uv_check_start(check) { handle in
            let loop = EventLoop.of(handle)
            loop.turns &+= 1
            loop.runLater()
            loop.turn()
        }
        uv_prepare_start(prepare) { handle in EventLoop.of(handle).turn() }
        uv_unref(check.handle)
        uv_unref(prepare.handle)
        uv_unref(idle.handle)
    }

    deinit {
        scratch.deallocate()
        plainScratch.deallocate()
        raw.deallocate()
        wake.deallocate()
        check.deallocate()
        prepare.deallocate()
        idle.deallocate()
    }

    /// The loop that a handle belongs to.
    @inline(__always)
    static func of<Handle>(_ handle: UnsafeMutablePointer<Handle>?) -> EventLoop {
        // libuv calls back with the handle that it was given, and every handle starts with uv_handle_t.
        let loop = handle!.handle.pointee.loop!  // sound: see above
        return Unmanaged<EventLoop>.fromOpaque(loop.pointee.data).takeUnretainedValue()
    }

    /// The milliseconds of the loop's own clock, read once a turn: cheap, and good enough for what takes seconds.
    var milliseconds: UInt64 { uv_now(raw) }

    /// The time as HTTP writes it, made once a second.
    var date: String {
        let now = time(nil)
        if now != dateMadeAt {
            dateMadeAt = now
            dateText = HTTPDate.text(secondsSince1970: now)
        }
        return dateText
    }

    public var isOnLoop: Bool { cthread_token() == thread.load(ordering: .relaxed) }

    /// Time that only goes forward, the same on all loops.
    public static var now: Duration {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }

    private func run() {
        thread.store(UInt(cthread_token()), ordering: .relaxed)
        uv_run(raw, UV_RUN_DEFAULT)
        // Listeners and timers were closed by their owners. A handle closed here would leak the object that its own
        // close callback releases, so theirs are not; clients' connections may still be saying goodbye.
        for stream in clients.streams { stream.close() }
        for handle in [check.handle, prepare.handle, idle.handle] { uv_close(handle, nil) }
        later = []
        // What was taken is done; from here on nothing is.
        let rest = remote.withLock { remote in
            remote.hasEnded = true
            uv_close(wake.handle, nil)
            defer { remote.work = [] }
            return remote.work
        }
        for piece in rest { perform(piece) }
        repeat {
            uv_run(raw, UV_RUN_ONCE)
            runLocal()
        } while uv_loop_alive(raw) != 0
        let closed = uv_loop_close(raw)
        assert(closed == 0, "a handle outlived its loop")
        // Another thread may get this one's token.
        thread.store(0, ordering: .relaxed)
        let waiters = finished.withLock { state in
            state.isDone = true
            return state.waiters
        }
        for waiter in waiters { waiter.resume() }
    }

    /// Ends the loop's thread. Everything that lives on the loop must have been closed.
    public func stop() async {
        post { [self] in uv_stop(raw) }
        await withCheckedContinuation { waiter in
            let isDone = finished.withLock { state in
                if !state.isDone { state.waiters.append(waiter) }
                return state.isDone
            }
            if isDone { waiter.resume() }
        }
    }

    /// Runs `body` on the loop, later, from any thread. What is posted first runs first. A loop that has ended does
    /// nothing.
    public func post(_ body: @escaping @Sendable () -> Void) { _ = add(.call(body)) }

    /// Runs `body` after the sockets had their turn, each time they had one: work that is done in slices, of which each
    /// asks for the next, keeps nobody waiting for longer than one. Called on the loop.
    public func soon(_ body: @escaping () -> Void) {
        precondition(isOnLoop, "only what runs on a loop knows what is soon")
        later.append(body)
    }

    /// Runs `body` on the loop and waits for what it gives. The loop must not have ended.
    public func run<Result: Sendable>(_ body: @escaping @Sendable () -> Result) async -> Result {
        await withCheckedContinuation { waiter in
            let isTaken = add(.call { waiter.resume(returning: body()) })
            assert(isTaken, "whoever asks a loop that has ended waits for ever")
        }
    }

    /// The loop must not have ended.
    public func enqueue(_ job: consuming ExecutorJob) {
        let isTaken = add(.job(UnownedJob(job)))
        assert(isTaken, "a task or an actor outlived its loop")
    }

    /// Whether it will be done: not on a loop that has ended, which has nothing left to be woken by.
    private func add(_ work: Work) -> Bool {
        if isOnLoop {
            local.append(work)
            return true
        }
        return remote.withLock { remote in
            guard !remote.hasEnded else { return false }
            remote.work.append(work)
            // Within the lock, as the handle could be closed meanwhile.
            if !isAwake.exchange(true, ordering: .acquiringAndReleasing) { uv_async_send(wake) }
            return true
        }
    }

    public func asUnownedSerialExecutor() -> UnownedSerialExecutor { UnownedSerialExecutor(ordinary: self) }
    public func asUnownedTaskExecutor() -> UnownedTaskExecutor { UnownedTaskExecutor(ordinary: self) }
    public func isIsolatingCurrentContext() -> Bool? { isOnLoop }
    public func checkIsolated() { precondition(isOnLoop, "not on this event loop's thread") }

    /// Only what was asked for before; what is asked for meanwhile waits for the next poll.
    private func runLater() {
        guard !later.isEmpty else { return }
        let bodies = later
        later = []
        for body in bodies { body() }
    }

    private func turn() {
        if isAwake.load(ordering: .acquiring) {
            isAwake.store(false, ordering: .releasing)
            let work = remote.withLock { remote in
                defer { remote.work.removeAll(keepingCapacity: true) }
                return remote.work
            }
            for piece in work { perform(piece) }
        }
        runLocal()
        // Whatever was sent in this turn goes out in one write a connection.
        writes.flush()
        // An active idle handle makes the poll return at once: there is more to do.
        guard (local.isEmpty && later.isEmpty && writes.isEmpty) == isIdling else { return }
        isIdling.toggle()
        if isIdling { uv_idle_start(idle) { _ in } } else { uv_idle_stop(idle) }
    }

    /// Bounded, so that work that makes work does not starve the sockets.
    private func runLocal() {
        var rounds = 0
        while !local.isEmpty, rounds < 16 {
            swap(&local, &running)
            for piece in running { perform(piece) }
            running.removeAll(keepingCapacity: true)
            rounds += 1
        }
    }

    private func perform(_ work: Work) {
        switch work {
        case .job(let job):
            job.runSynchronously(isolatedTo: asUnownedSerialExecutor(), taskExecutor: asUnownedTaskExecutor())
        case .call(let body): body()
        }
    }
}

/// An actor that lives on a loop: its isolation is the loop's thread.
public protocol LoopActor: Actor {
    nonisolated var loop: EventLoop { get }
}

extension LoopActor {
    public nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }
}

extension UnsafeMutablePointer {
    /// The same handle as libuv's functions for any handle want it.
    @inline(__always)
    var handle: UnsafeMutablePointer<uv_handle_t> {
        UnsafeMutableRawPointer(self).assumingMemoryBound(to: uv_handle_t.self)
    }

    /// The same handle as libuv's functions for streams want it.
    @inline(__always)
    var stream: UnsafeMutablePointer<uv_stream_t> {
        UnsafeMutableRawPointer(self).assumingMemoryBound(to: uv_stream_t.self)
    }
}
