internal import Bytes
internal import Glibc

/// Structured lines: a fixed event name, then fields. The name never holds a value, so it can be searched for.
///
/// Who a line concerns is set once: `log.with(["session": id])`. What a user said, a key, a number is `Private` in its
/// type, so a forgotten redaction prints a length.
public struct Log: Sendable {
    public enum Level: String, Sendable, CaseIterable, Comparable {
        case debug, info, warning, error

        public static func < (left: Level, right: Level) -> Bool { left.rank < right.rank }

        private var rank: Int {
            switch self {
            case .debug: 0
            case .info: 1
            case .warning: 2
            case .error: 3
            }
        }
    }

    public enum Format: String, Sendable, CaseIterable {
        /// For eyes: `info turn.committed session=sess_1`.
        case text
        /// For collectors: an object on each line.
        case json
    }

    public typealias Fields = KeyValuePairs<StaticString, any CustomStringConvertible & Sendable>

    /// Where lines go: each a whole one, without its end.
    public typealias Writer = @Sendable (String) -> Void

    /// Below it nothing is written, and no field is made a text.
    public let level: Level
    private let format: Format
    private let write: Writer
    /// Milliseconds since 1970.
    private let now: @Sendable () -> Int
    private var context = ""

    public init(
        level: Level = .info,
        format: Format = .text,
        now: @escaping @Sendable () -> Int = Log.wallClock,
        write: @escaping Writer
    ) {
        self.level = level
        self.format = format
        self.now = now
        self.write = write
    }

    /// A log that says nothing.
    public static let silent = Log(level: .error) { _ in }

    /// A log whose every line carries `fields` too.
    public func with(_ fields: Fields) -> Log {
        var copy = self
        copy.context += render(fields)
        return copy
    }

    public func callAsFunction(_ level: Level, _ event: StaticString, _ fields: @autoclosure () -> Fields = [:]) {
        guard level >= self.level else { return }
        let time = LogTime.text(millisecondsSince1970: now())
        switch format {
        case .text: write("\(time) \(level.rawValue) \(event)\(context)\(render(fields()))")
        case .json:
            let head = #"{"time":"\#(time)","level":"\#(level.rawValue)","event":"\#(event)""#
            write(head + context + render(fields()) + "}")
        }
    }

    public func debug(_ event: StaticString, _ fields: @autoclosure () -> Fields = [:]) {
        self(.debug, event, fields())
    }

    public func info(_ event: StaticString, _ fields: @autoclosure () -> Fields = [:]) {
        self(.info, event, fields())
    }

    public func warning(_ event: StaticString, _ fields: @autoclosure () -> Fields = [:]) {
        self(.warning, event, fields())
    }

    public func error(_ event: StaticString, _ fields: @autoclosure () -> Fields = [:]) {
        self(.error, event, fields())
    }

    public static let wallClock: @Sendable () -> Int = {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return time.tv_sec * 1_000 + time.tv_nsec / 1_000_000
    }
}

extension Log {
    private func render(_ fields: Fields) -> String {
        var text = ""
        for (name, value) in fields {
            switch format {
            case .text: text += " \(name)=\(Self.word(Self.cut(value.description)))"
            case .json: text += ",\"\(name)\":\(Self.json(value).text)"
            }
        }
        return text
    }

    /// A value as one word: in quotation marks, with escapes, where it would not look like one. So no value can end a
    /// line or pass for another field.
    private static func word(_ text: String) -> String {
        let isPlain = !text.isEmpty && text.utf8.allSatisfy { (0x21...0x7E).contains($0) && !marks.contains($0) }
        return isPlain ? text : JSON.string(text).text
    }

    /// A line has to fit into one write: see `LogOutput`.
    private static func cut(_ text: String) -> String {
        text.utf8.count <= 512 ? text : String(decoding: text.utf8.prefix(512), as: UTF8.self) + "…"
    }

    private static let marks = Array("\"=\\".utf8)

    private static func json(_ value: any CustomStringConvertible & Sendable) -> JSON {
        switch value {
        case let value as Int: .number(JSONNumber(value))
        case let value as Double: JSONNumber(value).map { .number($0) } ?? .null
        case let value as Bool: .bool(value)
        default: .string(cut(value.description))
        }
    }
}
