import Foundation
import NetIO
import RealtimeServer
import Testing

@Suite("Logs")
struct LogTests {
    /// Lines as they were written.
    final class Lines: Sendable {
        private let lines = Lock<[String]>([])
        var all: [String] { lines.withLock { $0 } }

        func log(_ format: Log.Format, _ level: Log.Level = .info) -> Log {
            Log(level: level, format: format, now: { 1_767_323_045_678 }) { line in
                self.lines.withLock { $0.append(line) }
            }
        }
    }

    @Test("A line is a time, a level, a name, and its fields; context comes first")
    func text() {
        let lines = Lines()
        let log = lines.log(.text).with(["session": "sess_1"])
        log.info("turn.committed", ["item": "item_2", "after": "0.64 seconds", "text": Private("was der Mensch")])
        log.debug("turn.detail")
        #expect(
            lines.all == [
                """
                2026-01-02T03:04:05.678Z info turn.committed session=sess_1 item=item_2 after="0.64 seconds" \
                text="‹String, 14 characters›"
                """
            ]
        )
    }

    @Test("As JSON a line is an object, and numbers are numbers")
    func json() throws {
        let lines = Lines()
        lines.log(.json).with(["session": "sess_1"])
            .error("x.failed", ["count": 3, "ratio": 0.5, "ok": true, "why": "a \"b\"\n", "key": Private("geheim")])
        #expect(
            lines.all == [
                #"{"time":"2026-01-02T03:04:05.678Z","level":"error","event":"x.failed","session":"sess_1","#
                    + #""count":3,"ratio":0.5,"ok":true,"why":"a \"b\"\n","key":"‹String, 6 characters›"}"#
            ]
        )
        #expect(try JSONSerialization.jsonObject(with: Data(lines.all[0].utf8)) is [String: Any])
    }

    @Test(
        "No value can end a line or pass for another field",
        arguments: ["a\nb", "a b=c", "", "\"", "\u{1B}[2J", "\u{2028}"]
    )
    func injection(_ value: String) throws {
        let lines = Lines()
        lines.log(.text).info("x", ["field": value])
        let line = try #require(lines.all.first)
        let shown = try #require(line.split(separator: "field=").last)
        #expect(shown.hasPrefix("\"") && shown.hasSuffix("\""))
        #expect(!line.unicodeScalars.contains { $0.value < 0x20 })
    }

    @Test("What is below the level costs nothing")
    func levels() {
        let lines = Lines()
        let log = lines.log(.text, .warning)
        func fields() -> Log.Fields {
            Issue.record("made a text that nobody reads")
            return [:]
        }
        log.debug("x", fields())
        log.info("x", fields())
        log.warning("y")
        log.error("z")
        #expect(
            lines.all.map { $0.split(separator: " ").dropFirst().joined(separator: " ") } == ["warning y", "error z"]
        )
    }

    @Test("A long value is cut")
    func long() throws {
        let lines = Lines()
        lines.log(.text).info("x", ["field": String(repeating: "a", count: 100_000)])
        #expect(try #require(lines.all.first).utf8.count < 700)
    }

    @Test("What is private prints as a length, however it is printed")
    func privacy() {
        let secret = Private("geheim")
        var dumped = ""
        dump(["key": secret], to: &dumped)
        for text in [
            "\(secret)", String(reflecting: secret), "\([secret])", "\(secret as Private?, default: "")", dumped,
        ] {
            #expect(!text.contains("geheim") && text.contains("6 characters"))
        }
        #expect(secret.reveal() == "geheim")
        #expect(secret == Private("geheim"))
    }
}

@Suite("The output of logs")
struct LogOutputTests {
    @Test("Lines arrive whole; what nobody reads is dropped and counted", .timeLimit(.minutes(1)))
    func full() throws {
        let pipe = Pipe()
        let metrics = Metrics(version: "test")
        let output = LogOutput(
            descriptor: pipe.fileHandleForWriting.fileDescriptor,
            dropped: metrics.logLinesDropped
        )
        let line = String(repeating: "x", count: 999)
        for _ in 0..<1_000 { output.write(line) }
        let dropped = try #require(metrics.value("antiphon_log_lines_dropped_total"))
        try pipe.fileHandleForWriting.close()
        let text = String(decoding: try #require(try pipe.fileHandleForReading.readToEnd()), as: UTF8.self)
        let lines = text.split(separator: "\n")
        #expect(lines.allSatisfy { $0 == line })
        #expect(lines.count >= 50)
        #expect(Double(1_000 - lines.count) == dropped)
    }

    @Test("A line is no longer than a pipe takes at once")
    func long() throws {
        let pipe = Pipe()
        let metrics = Metrics(version: "test")
        let output = LogOutput(descriptor: pipe.fileHandleForWriting.fileDescriptor, dropped: metrics.logLinesDropped)
        output.write(String(repeating: "y", count: 10_000))
        output.write("after")
        try pipe.fileHandleForWriting.close()
        let text = String(decoding: try #require(try pipe.fileHandleForReading.readToEnd()), as: UTF8.self)
        #expect(text.split(separator: "\n").map(\.utf8.count) == [4_095, 5])
    }

    @Test("A closed descriptor drops and does not end the process")
    func closed() {
        let metrics = Metrics(version: "test")
        LogOutput(descriptor: -1, dropped: metrics.logLinesDropped).write("x")
        #expect(metrics.value("antiphon_log_lines_dropped_total") == 1)
    }
}

extension Metrics {
    /// The value of a series, as the exposition has it.
    func value(_ series: String) -> Double? {
        exposition.split(separator: "\n").first { $0.hasPrefix(series + " ") }
            .flatMap { Double($0.dropFirst(series.count + 1)) }
    }
}
