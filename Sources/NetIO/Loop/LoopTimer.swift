internal import CUV

/// A one-shot timer of a loop. It is made, started, stopped and let go of on the loop.
///
/// libuv's steps are milliseconds and may come up to one too early, so what has a deadline looks at its own clock.
public final class LoopTimer {
    private let timer = UnsafeMutablePointer<uv_timer_t>.allocate(capacity: 1)
    private let fire: () -> Void

    public init(on loop: EventLoop, _ fire: @escaping () -> Void) {
        precondition(loop.isOnLoop, "a timer belongs to its loop's thread")
        self.fire = fire
        uv_timer_init(loop.raw, timer)
        timer.pointee.data = Unmanaged.passUnretained(self).toOpaque()
    }

    // The handle lives on until libuv has run its close callback.
    deinit { uv_close(timer.handle) { handle in handle?.deallocate() } }

    /// Fires once, that long from now, and never before the sockets had their turn. A timer that runs is started anew.
    public func start(after delay: Duration) {
        // libuv counts from the beginning of the loop's turn, which may be long ago. Its clock is not set forward, as
        // it runs all timers that are due by that clock in one go: one that always asks for the past would hold the
        // loop.
        let (now, turn) = (uv_hrtime() / 1_000_000, uv_now(timer.pointee.loop))
        let (wait, overflow) = delay.millisecondsRoundedUp.addingReportingOverflow(now > turn ? now - turn : 0)
        uv_timer_start(
            timer,
            { timer in
                guard let data = timer?.pointee.data else { return }
                Unmanaged<LoopTimer>.fromOpaque(data).takeUnretainedValue().fire()
            },
            overflow ? .max : max(wait, 1),
            0
        )
    }

    public func stop() { uv_timer_stop(timer) }
}

extension Duration {
    /// At least as long, and never negative.
    var millisecondsRoundedUp: UInt64 {
        guard self > .zero else { return 0 }
        let (seconds, attoseconds) = components
        let perMillisecond: Int64 = 1_000_000_000_000_000
        let (whole, overflow) = UInt64(seconds).multipliedReportingOverflow(by: 1_000)
        return overflow ? UInt64.max : whole + UInt64((attoseconds + perMillisecond - 1) / perMillisecond)
    }
}
