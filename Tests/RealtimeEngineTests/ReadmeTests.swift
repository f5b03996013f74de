import Foundation
import RealtimeAPI
import RealtimeEngine
import Testing

/// What the README shows is code that runs.
@Suite("The README")
struct ReadmeTests {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")

    @Test("The engine is used as it says")
    func engine() throws {
        // README: from here
        let configuration = SessionConfiguration(id: "sess_1", model: "gpt-realtime", startedAt: 1_767_233_035)
        var engine = try ConversationEngine(configuration, ids: IDSource(seed: 42))
        let primary = AttachmentID(1)
        for action in engine.handle(.attached(primary), at: Moment()) {
            // Send events, start effects. Then wait until `engine.deadline`, or the next input.
            // README: to here
            if case .send(let event, _, let recipient) = action {
                #expect(event.type == "session.created")
                #expect(recipient == .one(primary))
            }
        }
        #expect(engine.deadline == Moment(.seconds(3_600)))
    }

    @Test("It shows the lines that run")
    func shown() throws {
        let readme = try String(contentsOf: Self.root.appending(path: "README.md"), encoding: .utf8)
        let source = try String(contentsOf: URL(filePath: #filePath), encoding: .utf8)
        let lines = source.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
        let start = try #require(lines.firstIndex(of: "// README: from here"))
        let end = try #require(lines.firstIndex(of: "// README: to here"))
        for line in lines[(start + 1)..<end] { #expect(readme.contains(line), "the README lacks: \(line)") }
    }

    @Test("The transcript that it shows is the one in the repository")
    func transcript() throws {
        let readme = try String(contentsOf: Self.root.appending(path: "README.md"), encoding: .utf8)
        let file = Self.root.appending(path: "Tests/RealtimeEngineTests/Transcripts/vad-turn.txt")
        let transcript = try String(contentsOf: file, encoding: .utf8)
        let shown = readme.split(separator: "\n").filter {
            $0.hasPrefix("@500ms") || $0.hasPrefix("        <") || $0.hasPrefix("        !")
        }
        #expect(shown.count >= 4)
        for line in shown { #expect(transcript.contains(line), "not in the transcript: \(line)") }
    }
}
