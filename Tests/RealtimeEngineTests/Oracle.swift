import Bytes
import Foundation
import RealtimeAPI

/// Hands what the engine said to the schema oracle, `Tests/Conformance/validate_events.py`, which runs after the tests.
enum Oracle {
    private static let folder = ProcessInfo.processInfo.environment["ORACLE_DIR"]

    static func record(
        _ events: [JSON],
        session: SessionKind,
        run: String,
        dialect: String = Dialect.ga.name
    ) throws {
        guard let folder else { return }
        let lines = events.map { event in
            let line: JSON = [
                "dialect": .string(dialect), "session": .string(session.rawValue), "run": .string(run), "event": event,
            ]
            return line.text + "\n"
        }
        let file = URL(filePath: folder).appending(path: "\(run.replacing("/", with: "-")).jsonl")
        try lines.joined().write(to: file, atomically: true, encoding: .utf8)
    }
}
