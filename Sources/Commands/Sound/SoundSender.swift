internal import NetIO
internal import RealtimeAPI
internal import RealtimeClient

/// Sends a file's sound to a session, and silence after it, in which its last turn ends.
struct SoundSender {
    /// More than any detector waits by default.
    static let silence = [Int16](repeating: 0, count: 24_000 * 3 / 2)
    private static let samplesPerSecond = 24_000

    private let connection: RealtimeConnection
    /// How much goes at a time, as it is spoken. Nil: as fast as it is taken.
    private let pace: Duration?
    private let pieceCount: Int

    init(_ connection: RealtimeConnection, pace: Duration?) {
        self.connection = connection
        self.pace = pace
        let piece = pace ?? .seconds(1)
        pieceCount = Int(piece / .milliseconds(1)) * Self.samplesPerSecond / 1_000
    }

    /// Returns how many samples were sent. `progress` is told when more of the file was read.
    @discardableResult
    func send(
        _ file: SoundFile,
        progress: @Sendable (SoundFile) -> Void = { _ in }
    ) async throws(CommandFailure) -> Int {
        let start = EventLoop.now
        var waiting: [Int16] = []
        var sent = 0
        var rest = [Self.silence]
        while let samples = try file.next() ?? rest.popLast() {
            waiting += samples
            progress(file)
            while waiting.count >= pieceCount {
                try await wait(until: start, sent)
                try await append(Array(waiting.prefix(pieceCount)))
                waiting.removeFirst(pieceCount)
                sent += pieceCount
            }
        }
        if !waiting.isEmpty { try await append(waiting) }
        return sent + waiting.count
    }

    /// A sample is sent when it would have been spoken.
    private func wait(until start: Duration, _ sent: Int) async throws(CommandFailure) {
        guard pace != nil else { return }
        let due = start + .seconds(sent) / Self.samplesPerSecond - EventLoop.now
        guard due > .zero else { return }
        do { try await Task.sleep(for: due) } catch { throw .failed("Interrupted.") }
    }

    private func append(_ samples: [Int16]) async throws(CommandFailure) {
        do throws(RealtimeClientError) { try await connection.append(samples: samples) } catch {
            throw .failed(error.description)
        }
    }
}
