/// The streams of one listener, or those that a loop opened itself, with their deadlines. Confined to its loop.
///
/// One timer looks at all deadlines, some times a second: a timer of its own would cost each idle connection more than
/// the rest of it.
final class Roster: @unchecked Sendable {
    /// Not held: the loop holds its clients' roster.
    private unowned let loop: EventLoop
    private let stepMilliseconds: UInt64
    /// How long a stream that we have ended waits for its peer to end too.
    let linger: Duration
    private(set) var streams: [TCPStream] = []
    /// In the order of `streams`.
    private var deadlines: [UInt64] = []
    private var timer: LoopTimer?
    /// A stream is gone.
    var removed: () -> Void = {}

    init(on loop: EventLoop, step: Duration = .milliseconds(250), linger: Duration = .seconds(5)) {
        self.loop = loop
        self.linger = linger
        stepMilliseconds = max(step.millisecondsRoundedUp, 1)
    }

    var count: Int { streams.count }

    func add(_ stream: TCPStream) {
        stream.slot = streams.count
        streams.append(stream)
        deadlines.append(.max)
        if timer == nil { startTimer() }
    }

    func remove(_ stream: TCPStream) {
        let slot = stream.slot
        guard streams.indices.contains(slot), streams[slot] === stream else { return }
        streams.swapAt(slot, streams.count - 1)
        deadlines.swapAt(slot, deadlines.count - 1)
        streams[slot].slot = slot
        streams.removeLast()
        deadlines.removeLast()
        stream.slot = -1
        if streams.isEmpty { timer = nil }
        removed()
    }

    /// The stream hears of it once, after that long. Nil for no deadline.
    func setDeadline(of stream: TCPStream, after delay: Duration?) {
        guard deadlines.indices.contains(stream.slot) else { return }
        let (at, overflow) = loop.milliseconds.addingReportingOverflow(delay?.millisecondsRoundedUp ?? .max)
        deadlines[stream.slot] = overflow ? .max : at
    }

    private func startTimer() {
        let timer = LoopTimer(on: loop) { [unowned self] in sweep() }
        self.timer = timer
        timer.start(after: .milliseconds(stepMilliseconds))
    }

    private func sweep() {
        timer?.start(after: .milliseconds(stepMilliseconds))
        let now = loop.milliseconds
        var due: [TCPStream] = []
        for slot in deadlines.indices where deadlines[slot] <= now {
            deadlines[slot] = .max
            due.append(streams[slot])
        }
        for stream in due { stream.deadlinePassed() }
    }
}
