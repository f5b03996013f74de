import Bytes
import Foundation
import RealtimeAPI
import RealtimeTesting
import Testing

/// Golden conversations. `UPDATE_TRANSCRIPTS=1 swift test --filter TranscriptTests` rewrites them, and the diff is the
/// review.
@Suite("Transcripts")
struct TranscriptTests {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Transcripts")
    static let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()) ?? []
    static let isUpdating = ProcessInfo.processInfo.environment["UPDATE_TRANSCRIPTS"] != nil

    @Test("A conversation goes as written", arguments: names)
    func replays(_ name: String) throws {
        let file = Self.folder.appending(path: name)
        let written = try String(contentsOf: file, encoding: .utf8)
        let replay = try Transcript(written).replayed()
        if Self.isUpdating { try replay.text.write(to: file, atomically: true, encoding: .utf8) }
        #expect(replay.text == (Self.isUpdating ? replay.text : written))
        try Oracle.record(replay.events, session: replay.session, run: name, dialect: replay.dialect)
    }

    @Test("There are transcripts")
    func exist() { #expect(Self.names.count > 20) }
}
