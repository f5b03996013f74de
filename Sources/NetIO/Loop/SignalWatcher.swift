internal import CUV
internal import Glibc

/// Calls back on a loop when the process gets a signal, instead of what the signal would do. It is made and let go of
/// on the loop.
public final class SignalWatcher {
    public enum Signal: Sendable, Hashable, CaseIterable {
        /// The process is asked to end.
        case terminate
        /// Somebody pressed Control-C.
        case interrupt
        /// The terminal is gone; servers take it as the wish to read their settings again.
        case hangUp

        fileprivate var number: Int32 {
            switch self {
            case .terminate: SIGTERM
            case .interrupt: SIGINT
            case .hangUp: SIGHUP
            }
        }
    }

    private let watcher = UnsafeMutablePointer<uv_signal_t>.allocate(capacity: 1)
    private let fire: () -> Void

    public init(_ signal: Signal, on loop: EventLoop, _ fire: @escaping () -> Void) {
        precondition(loop.isOnLoop, "a signal watcher belongs to its loop's thread")
        self.fire = fire
        uv_signal_init(loop.raw, watcher)
        watcher.pointee.data = Unmanaged.passUnretained(self).toOpaque()
        uv_signal_start(
            watcher,
            { watcher, _ in
                guard let data = watcher?.pointee.data else { return }
                Unmanaged<SignalWatcher>.fromOpaque(data).takeUnretainedValue().fire()
            },
            signal.number
        )
        // Waiting for a signal keeps no loop alive.
        uv_unref(watcher.handle)
    }

    deinit { uv_close(watcher.handle) { handle in handle?.deallocate() } }
}
