import NetIO

/// A session that sends the longest append, waits until the server has taken it, and sends another.
final class HeavyNeighbour: @unchecked Sendable {
    private let target: Target
    private let loop = EventLoop.start()
    private var session: BenchSession?
    private var appends = 0

    init(_ target: Target) { self.target = target }

    func start() async throws {
        let channel = try await target.connect(.keeps, on: loop)
        await loop.run { [self] in
            let session = BenchSession(channel, phase: 0)
            self.session = session
            session.begin(target.isRealtime ? Frames.sessionUpdate(.keeps) : nil)
            append()
        }
    }

    /// A clear follows each append: its answer comes when all before it is done.
    private func append() {
        guard let session, session.isOpen else { return }
        session.sendLongest()
        session.probe { [weak self] in
            self?.appends += 1
            self?.append()
        }
    }

    func stop() async -> Int {
        let appends = await loop.run { [self] in
            session?.close()
            session = nil
            return self.appends
        }
        return appends
    }
}
