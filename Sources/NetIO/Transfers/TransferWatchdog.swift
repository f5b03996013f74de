/// Watches what curl measures in whole seconds only: how long nothing moved, and how long it all took.
///
/// Progress is noted, not timed: a timer that fires too early is set again for the rest.
final class TransferWatchdog {
    private let loop: EventLoop
    private let stall: Duration?
    private var lastProgress: Duration
    private var stallTimer: LoopTimer?
    private var totalTimer: LoopTimer?
    private let bark: (HTTPClientError.Wait) -> Void

    init(_ options: HTTPClientOptions, on loop: EventLoop, _ bark: @escaping (HTTPClientError.Wait) -> Void) {
        self.loop = loop
        self.bark = bark
        stall = options.stallTimeout
        lastProgress = EventLoop.now
        if let stall {
            stallTimer = LoopTimer(on: loop) { [unowned self] in checkStall() }
            stallTimer?.start(after: stall)
        }
        if let total = options.totalTimeout {
            totalTimer = LoopTimer(on: loop) { bark(.total) }
            totalTimer?.start(after: total)
        }
    }

    func sawProgress() { lastProgress = EventLoop.now }

    private func checkStall() {
        guard let stall else { return }
        if EventLoop.now - lastProgress >= stall { bark(.stall) }
        // Still there, so it was progress after all, or came too early.
        stallTimer?.start(after: max(stall - (EventLoop.now - lastProgress), .milliseconds(1)))
    }
}
