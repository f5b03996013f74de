import Bytes
import RealtimeAPI

/// Recorded events, one JSON value a line, held against the wire model: the service's own answer to each.
enum Traffic {
    static func isTraffic(_ path: String) -> Bool {
        let lower = path.lowercased()
        return lower.hasSuffix(".jsonl") || lower.hasSuffix(".ndjson")
    }

    static func check(_ source: SourceText, path: String) -> [Finding] {
        let events = (0..<source.lineCount).compactMap { event(in: source, line: $0) }
        guard events.contains(where: { Vocabulary.realtimeEvents.contains($0.type) }) else { return [] }
        var session = SessionKind.realtime
        return events.compactMap { event in
            if let kind = sessionKind(of: event) { session = kind }
            return finding(event, in: session, source, path)
        }
    }

    private struct Event {
        let type: String
        let json: JSON
        let line: Int
    }

    /// An event, alone or inside what a recorder wrote around it.
    private static func event(in source: SourceText, line: Int) -> Event? {
        let bytes = Array(source.line(line))
        guard bytes.contains(UInt8(ascii: "{")), let json = try? JSON(parsing: bytes, limits: JSONLimits()) else {
            return nil
        }
        for name in ["", "event", "data", "message", "payload", "frame", "body"] {
            var candidate = name.isEmpty ? json : json[name] ?? .null
            if let text = candidate.string {
                candidate = (try? JSON(parsing: Array(text.utf8), limits: JSONLimits())) ?? .null
            }
            guard let type = candidate["type"]?.string, isEventName(type) else { continue }
            return Event(type: type, json: candidate, line: line)
        }
        return nil
    }

    private static let clientTypes = Set(
        ClientEvent.types(in: .realtime, .media) + ClientEvent.types(in: .translation, .webSocket)
    )

    private static func isEventName(_ type: String) -> Bool {
        clientTypes.contains(type) || Vocabulary.realtimeEvents.contains(type) || Vocabulary.serverEvents[type] != nil
            || ["session.created", "session.updated", "response.created", "response.done"].contains(type)
    }

    private static func sessionKind(of event: Event) -> SessionKind? {
        guard ["session.created", "session.update", "session.updated"].contains(event.type) else { return nil }
        switch event.json["session"]?["type"]?.string {
        case "transcription": return .transcription
        case "translation": return .translation
        case "realtime": return .realtime
        default: return nil
        }
    }

    private static func finding(_ event: Event, in session: SessionKind, _ source: SourceText, _ path: String)
        -> Finding?
    {
        let line = source.line(event.line)
        func made(_ rule: RuleID, _ word: String, _ message: String, _ remedy: String) -> Finding {
            let offset = line.asText.offset(of: "\"\(word)\"") ?? 0
            var finding = Finding(rule, .sure, at: line.startIndex + offset, in: path, message, remedy: remedy)
            finding.place(in: source)
            return finding
        }
        if let successor = Vocabulary.clientEvents[event.type] {
            return made(
                .clientEventName,
                event.type,
                "GA has no client event '\(event.type)': it is refused with invalid_value, param 'type'.",
                "'\(successor)'"
            )
        }
        if let successor = Vocabulary.serverEvents[event.type] {
            return made(
                .eventName,
                event.type,
                "GA never sends '\(event.type)'.",
                successor.map { "'\($0)'" } ?? "nothing"
            )
        }
        guard clientTypes.contains(event.type) else { return nil }
        let kind =
            event.type.hasPrefix("session.input_audio") || event.type == "session.close"
            ? SessionKind.translation : session
        do {
            _ = try ClientEvent.read(strictly: event.json, in: kind, .media)
            return nil
        } catch {
            let param = error.error.param ?? event.type
            let word = param.split { $0 == "." || $0 == "[" }.last.map(String.init) ?? event.type
            let code = error.error.code.map { " (\($0))" } ?? ""
            return made(.refusedEvent, word, error.error.message + code, remedy(of: param))
        }
    }

    private static func remedy(of param: String) -> String {
        let name = param.split(separator: ".").last.map(String.init) ?? ""
        if name == "type" { return "\"type\": \"realtime\"" }
        return Vocabulary.field[name]?.becomes ?? "the form in docs/protocol.md"
    }
}
