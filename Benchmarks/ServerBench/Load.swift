import BenchSupport
import NetIO

/// Many sessions on one loop: they speak in real time, evenly spread over each tenth of a second, while a few others
/// probe. Confined to its loop, but for its `async` functions.
final class Load: @unchecked Sendable {
    /// What came of it.
    struct Outcome: Sendable {
        var frames = 0
        var deltas = 0
        var bytesReceived = 0
        var clear = Latencies()
        var speech = Latencies()
        var lost = 0
        var errors: [String] = []
        /// Frames that should have been sent while it was measured: fewer were, if this program could not follow.
        var framesDue = 0
    }

    static let probeCount = 8
    static let probeInterval = Duration.milliseconds(50)

    let loop: EventLoop
    private let target: Target
    private var sessions: [BenchSession] = []
    private var probes: [BenchSession] = []
    private var frameTimer: LoopTimer?
    private var probeTimer: LoopTimer?
    private var startedAt = Duration.zero
    private var nextFrame = 0
    private var nextProbe = 0
    private var measuredFrom = Duration.zero

    init(_ target: Target, on loop: EventLoop) {
        self.target = target
        self.loop = loop
    }

    // Connecting.

    func connect(sessions count: Int, _ manner: Frames.Manner = .talks) async throws {
        try await connect(count, manner) { $0.sessions.append($1) }
        try await connect(Self.probeCount, .keeps) { $0.probes.append($1) }
    }

    /// Sessions that say nothing, not even how they want to be.
    func connectIdle(_ count: Int) async throws {
        try await connect(count, nil) { $0.sessions.append($1) }
    }

    private func connect(
        _ count: Int,
        _ manner: Frames.Manner?,
        _ keep: @escaping @Sendable (Load, BenchSession) -> Void
    ) async throws {
        let together = 32
        for start in stride(from: 0, to: count, by: together) {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for index in start..<min(start + together, count) {
                    group.addTask { [self] in
                        let channel = try await target.connect(manner, on: loop)
                        await loop.run { [self] in
                            // 7 has no divisor in common with the period: neighbours speak at different times.
                            let session = BenchSession(channel, phase: index * 7)
                            session.begin(target.isRealtime ? manner.map(Frames.sessionUpdate) : nil)
                            keep(self, session)
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    func close() async {
        await loop.run { [self] in
            frameTimer = nil
            probeTimer = nil
            for session in sessions + probes { session.close() }
        }
        // Until all have ended, so that the next measurement begins with a server that has nothing to do.
        let deadline = EventLoop.now + .seconds(15)
        var left = sessions.count
        while left > 0, EventLoop.now < deadline {
            try? await Task.sleep(for: .milliseconds(20))
            left = await loop.run { [self] in (sessions + probes).count(where: \.isOpen) }
        }
    }

    // Measuring.

    func start(speaking: Bool = true) async {
        await loop.run { [self] in
            startedAt = EventLoop.now
            (nextFrame, nextProbe) = (0, 0)
            let frames = LoopTimer(on: loop) { [unowned self] in sendFrames() }
            let probes = LoopTimer(on: loop) { [unowned self] in sendProbes() }
            if speaking, !sessions.isEmpty {
                frameTimer = frames
                sendFrames()
            }
            if !self.probes.isEmpty {
                probeTimer = probes
                sendProbes()
            }
        }
    }

    /// Forgets what was measured until now.
    func reset() async {
        await loop.run { [self] in
            for session in sessions + probes { session.reset() }
            measuredFrom = EventLoop.now
        }
    }

    func outcome() async -> Outcome {
        await loop.run { [self] in
            var outcome = Outcome()
            for session in sessions + probes {
                outcome.frames += session.framesSent
                outcome.deltas += session.deltasReceived
                outcome.bytesReceived += session.bytesReceived
                outcome.clear.add(session.clearTimes)
                outcome.speech.add(session.speechTimes)
                outcome.lost += session.isOpen ? 0 : 1
                outcome.errors = Array((outcome.errors + session.errors).prefix(3))
            }
            outcome.framesDue = Int((EventLoop.now - measuredFrom) / Frames.length * Double(sessions.count))
            return outcome
        }
    }

    /// To absolute deadlines, so that nothing drifts; what is late is sent at once.
    private func sendFrames() {
        let now = EventLoop.now
        while frameDeadline <= now {
            sessions[nextFrame % sessions.count].sendFrame()
            nextFrame += 1
        }
        frameTimer?.start(after: frameDeadline - now)
    }

    private var frameDeadline: Duration { startedAt + Frames.length * nextFrame / sessions.count }

    private func sendProbes() {
        let now = EventLoop.now
        while probeDeadline <= now {
            probes[nextProbe % probes.count].probe()
            nextProbe += 1
        }
        probeTimer?.start(after: probeDeadline - now)
    }

    private var probeDeadline: Duration { startedAt + Self.probeInterval * nextProbe / probes.count }
}
