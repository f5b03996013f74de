import Bytes
import Foundation
import RealtimeAPI
import RealtimeTesting
import Testing

/// What the protocol can say, some transcript says.
@Suite("What transcripts show")
struct TranscriptCoverageTests {
    /// Events of the table that the engine never sends in the GA dialect, each with the reason.
    static let neverSent = [
        "conversation.created": "only Preview says it",
        "conversation.item.created": "only Preview says it, where GA says added",
    ]

    @Test("Every server event is in a transcript", arguments: [SessionKind.realtime, .translation])
    func serverEvents(_ session: SessionKind) throws {
        var shown: Set<String> = []
        for text in try Self.texts() {
            let replay = try Transcript(text).replayed()
            guard replay.dialect == Dialect.ga.name else { continue }
            guard (replay.session == .translation) == (session == .translation) else { continue }
            shown.formUnion(replay.events.compactMap { $0["type"]?.string })
        }
        let wanted = ServerEvent.types(in: session).filter { Self.neverSent[$0] == nil }
        #expect(wanted.filter { !shown.contains($0) } == [])
        #expect(Self.neverSent.keys.filter { shown.contains($0) } == [])
    }

    @Test("Every client event is in a transcript", arguments: [SessionKind.realtime, .transcription, .translation])
    func clientEvents(_ session: SessionKind) throws {
        var shown: Set<String> = []
        for text in try Self.texts() where Self.session(of: text) == session {
            shown.formUnion(text.split(separator: "\n").compactMap { Self.sent($0, in: session) })
        }
        let wanted = ClientEvent.types(in: session, session == .realtime ? .media : .webSocket)
        #expect(wanted.filter { !shown.contains($0) } == [])
    }

    private static func texts() throws -> [String] {
        try TranscriptTests.names.map {
            try String(contentsOf: TranscriptTests.folder.appending(path: $0), encoding: .utf8)
        }
    }

    private static func session(of text: String) -> SessionKind {
        text.firstMatch(of: /(?m)^: session (\w+)/).map { SessionKind(rawValue: String($0.1)) } ?? .realtime
    }

    /// The type of what a line sends: spoken out, or hidden in `say` and `silence`.
    private static func sent(_ line: Substring, in session: SessionKind) -> String? {
        if line.contains(/~ (?:say|silence)\b/) {
            return session == .translation ? "session.input_audio_buffer.append" : "input_audio_buffer.append"
        }
        guard let match = line.firstMatch(of: /~ send2? (.*)/) else { return nil }
        return (try? JSON(parsing: String(match.1)))?["type"]?.string
    }
}
