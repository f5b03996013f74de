public import Bytes
public import RealtimeAPI
import RealtimeEngine

/// A conversation written down: what went in, and everything that the engine did about it.
///
///     @0ms    ~ say 600ms
///             <  {"type":"input_audio_buffer.speech_started", …}
///             !  hear item_1 open
///
/// Lines with `~` are input and are kept, as are `:` (what kind of session) and `#`; the others are output and are
/// written anew at each run. A transcript passes when the rewritten text equals the file. Identifiers are numbered;
/// event ids and padding are left out. Deadlines come by themselves, as lines with `*`.
public struct Transcript {
    public struct ParseError: Error, CustomStringConvertible {
        public var line: Int
        public var text: String
        public var description: String { "line \(line): not an input this transcript knows: '\(text)'" }
    }

    /// What a replay leaves: the rewritten text, and every event as it would be on the wire.
    public struct Replay {
        public var text: String
        public var session: SessionKind
        public var dialect: String
        public var events: [JSON]
    }

    public var text: String
    public init(_ text: String) { self.text = text }

    public func replayed() throws -> Replay {
        var stage = TranscriptStage()
        var output: [String] = []
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let trimmed = line.drop { $0 == " " }
            if trimmed.hasPrefix("<") || trimmed.hasPrefix("!") || trimmed.contains(/^@\S+\s+\*/) { continue }
            if trimmed.hasPrefix(":") || trimmed.hasPrefix("#") || trimmed.isEmpty {
                output.append(String(line))
                guard !trimmed.hasPrefix(":") || stage.configure(trimmed.dropFirst()) else {
                    throw ParseError(line: index + 1, text: String(line))
                }
                continue
            }
            guard let lines = try stage.perform(trimmed) else { throw ParseError(line: index + 1, text: String(line)) }
            output += lines.before + [String(line)] + lines.after
        }
        return Replay(
            text: output.joined(separator: "\n"),
            session: stage.session,
            dialect: stage.dialectName,
            events: stage.events
        )
    }
}
