import NetIO
import RealtimeServer

/// What a server wrote into its log.
final class Logbook: Sendable {
    private let kept = Lock<[String]>([])

    var lines: [String] { kept.withLock { $0 } }

    /// Says everything that there is to say.
    var log: Log {
        Log(level: .debug) { [self] line in kept.withLock { $0.append(line) } }
    }

    func lines(with text: String) -> [String] { lines.filter { $0.contains(text) } }
}
