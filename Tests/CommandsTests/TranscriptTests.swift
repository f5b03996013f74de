import Bytes
import Commands
import Testing

@Suite("A transcript")
struct TranscriptTests {
    private static let two = Transcript([
        Transcript.Segment(start: 61_001, end: 62_000, text: " Second\n line & <b> --> \t end. "),
        Transcript.Segment(start: 0, end: 1_500, text: "First."),
        Transcript.Segment(start: 3, end: 4, text: " \n "),
    ])
    /// A hundred hours and a bit.
    private static let late = Transcript([
        Transcript.Segment(start: 360_061_007, end: 360_061_006, text: "Late.")
    ])

    private func write(_ transcript: Transcript, _ format: TranscriptFormat, isOneOfMany: Bool = false) -> String {
        format.write(transcript, file: "a \"b\".wav", isOneOfMany: isOneOfMany)
    }

    @Test("Its segments are in the order of time, in one line each, and what is no words is none")
    func segments() {
        #expect(Self.two.segments.map(\.text) == ["First.", "Second line & <b> --> end."])
        #expect(Self.two.text == "First. Second line & <b> --> end.")
        #expect(Self.late.segments[0].end == Self.late.segments[0].start, "nothing ends before it begins")
    }

    @Test("As text it is a line, with the file's name where there are several")
    func text() {
        #expect(write(Self.two, .text) == "First. Second line & <b> --> end.\n")
        #expect(write(Self.late, .text, isOneOfMany: true) == "a \"b\".wav: Late.\n")
        #expect(write(Transcript(), .text) == "\n")
    }

    @Test("As JSON it is a line with an object")
    func json() throws {
        let text = write(Self.two, .json)
        #expect(text.hasSuffix("}\n") && text.dropLast().firstIndex(of: "\n") == nil)
        let json = try JSON(parsing: Array(text.utf8))
        #expect(json["file"]?.string == "a \"b\".wav")
        #expect(json["text"]?.string == Self.two.text)
        let segments = """
            [{"start":0.0,"end":1.5,"text":"First."},\
            {"start":61.001,"end":62.0,"text":"Second line & <b> --> end."}]
            """
        #expect(json["segments"]?.text == segments)
        #expect(write(Transcript(), .json) == #"{"file":"a \"b\".wav","text":"","segments":[]}"# + "\n")
    }

    @Test("As SRT it is numbered; no text looks like a line of times")
    func srt() {
        let text = """
            1
            00:00:00,000 --> 00:00:01,500
            First.

            2
            00:01:01,001 --> 00:01:02,000
            Second line & <b> -> end.

            """
        #expect(write(Self.two, .srt) == text)
        #expect(write(Self.late, .srt) == "1\n100:01:01,007 --> 100:01:01,007\nLate.\n")
        #expect(write(Transcript(), .srt) == "")
    }

    @Test("As WebVTT it is escaped")
    func vtt() {
        let text = """
            WEBVTT

            00:00:00.000 --> 00:00:01.500
            First.

            00:01:01.001 --> 00:01:02.000
            Second line &amp; &lt;b&gt; --&gt; end.

            """
        #expect(write(Self.two, .vtt) == text)
        #expect(write(Self.late, .vtt) == "WEBVTT\n\n100:01:01.007 --> 100:01:01.007\nLate.\n")
        #expect(write(Transcript(), .vtt) == "WEBVTT\n")
    }
}

@Suite("Progress")
struct ProgressTests {
    @Test("On a terminal a line is written again, each time that there is something new")
    func terminal() {
        var progress = Progress("a.wav", at: .terminal)
        let told = [0, 1, 10, 11, 11, 500, 1_000].map { progress.report(position: $0, of: 1_000) }
        #expect(told == ["\ra.wav: 0 %", nil, "\ra.wav: 1 %", nil, nil, "\ra.wav: 50 %", "\ra.wav: 100 %"])
        #expect(progress.end() == "\r\u{1B}[K")
    }

    @Test("Elsewhere each tenth is a line, and more than all is all")
    func lines() {
        var progress = Progress("a.wav", at: .lines)
        let told = [50, 149, 155, 2_000].map { progress.report(position: $0, of: 1_000) }
        #expect(told == ["a.wav: 0 %\n", "a.wav: 10 %\n", nil, "a.wav: 100 %\n"])
        #expect(progress.end() == "")
        var empty = Progress("a.wav", at: .lines)
        #expect(empty.report(position: 0, of: 0) == "a.wav: 100 %\n")
    }
}
