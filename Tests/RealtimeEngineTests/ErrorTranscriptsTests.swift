import Bytes
import Foundation
import RealtimeAPI
import Testing

/// Every error that a conversation can meet is shown in a transcript of its own, `error-<code>.txt`.
@Suite("Error transcripts")
struct ErrorTranscriptsTests {
    static let codes = ErrorCode.allCases.filter {
        [.event, .response, .transcription, .session].contains($0.entry.origin)
    }

    @Test("An error is shown in a transcript of its own", arguments: codes)
    func isShown(_ code: ErrorCode) throws {
        let file = TranscriptTests.folder.appending(path: "error-\(code.rawValue).txt")
        let text = try String(contentsOf: file, encoding: .utf8)
        #expect(text.contains(Self.mark(of: code)), "\(file.lastPathComponent) does not show \(code.rawValue)")
    }

    @Test("A transcript of an error is about an error that there is")
    func isCurrent() {
        let shown = TranscriptTests.names.filter { $0.hasPrefix("error-") }
        let wanted = Set(Self.codes.map { "error-\($0.rawValue).txt" })
        #expect(shown.filter { !wanted.contains($0) } == [])
    }

    /// On the wire the service's own `server_error` has no code, only its type.
    private static func mark(of code: ErrorCode) -> String {
        code == .serverError ? #""type":"server_error","code":null"# : #""code":"\#(code.rawValue)""#
    }
}
