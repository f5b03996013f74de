import Bytes
import HTTP
import RealtimeAPI
import RealtimeEngine
import Speech
import TestSupport
import Testing

@Suite("What a recogniser's server answers")
struct TranscriptReaderTests {
    private func reports(_ body: String, type: String, piece: Int = 1 << 20) throws -> [ListenerReport] {
        var reader = TranscriptReader()
        var parts: [ListenerReport] = []
        try reader.begin(ResponseHead(status: 200, headers: ["Content-Type": type]))
        let bytes = Array(body.utf8)
        for start in stride(from: 0, to: bytes.count, by: piece) {
            try Array(bytes[start..<min(start + piece, bytes.count)]).withUnsafeBytes {
                try reader.read($0, into: &parts)
            }
        }
        try reader.end(into: &parts)
        return parts
    }

    private func json(_ body: String) throws -> HeardText? {
        let reports = try reports(body, type: "application/json", piece: 7)
        if case .final(let heard)? = reports.last { return heard }
        return nil
    }

    private func events(_ events: String...) throws -> [ListenerReport] {
        let body = events.map { "data: \($0)\n\n" }.joined()
        return try reports(body, type: "text/event-stream; charset=utf-8", piece: 11)
    }

    private static let logprobs = #"[{"token":"Hi","logprob":-0.5,"bytes":[72,105]}]"#

    @Test("The least, and plain text")
    func least() throws {
        #expect(try json(#"{"text":" Hello there. "}"#) == HeardText("Hello there."))
        #expect(try reports(" Hello.\n", type: "text/plain") == [.final(HeardText("Hello."))])
        #expect(try json(#"{"text":""}"#) == HeardText(""))
    }

    @Test("Language, what it cost, and how sure it was")
    func details() throws {
        let body = #"{"text":"Hi","language":"english","logprobs":\#(Self.logprobs),"usage":\#(Self.usage)}"#
        let heard = try json(body)
        #expect(heard?.languages == ["en"])
        #expect(heard?.logprobs?.first?.bytes == [72, 105])
        #expect(heard?.usage?.totalTokens == 12)
        #expect(heard?.usage?.inputDetails?.audioTokens == 8)
        #expect(try json(#"{"text":"Hi","language":"de"}"#)?.languages == ["de"])
        #expect(try json(#"{"text":"Hi","language":"klingon"}"#)?.languages == nil)
        let seconds = try json(#"{"text":"Hi","usage":{"type":"duration","seconds":3}}"#)?.usage
        #expect(seconds?.type == .duration && seconds?.seconds == 3)
        #expect(try json(#"{"text":"Hi","usage":{}}"#)?.usage == nil)
    }

    private static let usage = #"{"type":"tokens","total_tokens":12,"input_tokens":9,"output_tokens":3,\#(details)}"#
    private static let details = #""input_token_details":{"audio_tokens":8}"#

    @Test("Whisper's segments: what it takes for silence is not speech")
    func segments() throws {
        let body = """
            {"text":" Hello. Thank you.","segments":[
            {"id":0,"start":0,"end":1,"text":" Hello.","avg_logprob":-0.2,"no_speech_prob":0.9},
            {"id":1,"start":1,"end":3,"text":" Thank you.","avg_logprob":-1.4,"no_speech_prob":0.8}]}
            """
        #expect(try reports(body, type: "application/json") == [.final(HeardText("Hello."))])
    }

    @Test("Who said what")
    func speakers() throws {
        let body = #"{"text":"Hi","segments":[{"id":"s1","start":0.5,"end":1,"text":"Hi","speaker":"A"}]}"#
        let segment = TranscriptionSegment {
            $0.id = "s1"
            $0.speaker = "A"
            $0.text = "Hi"
            $0.start = 0.5
            $0.end = 1
        }
        #expect(try reports(body, type: "application/json") == [.segment(segment), .final(HeardText("Hi"))])
        let streamed = #"{"type":"transcript.text.segment","id":"s1","start":0.5,"end":1,"text":"Hi","speaker":"A"}"#
        let done = #"{"type":"transcript.text.done","text":"Hi"}"#
        #expect(try events(streamed, done) == [.segment(segment), .final(HeardText("Hi"))])
    }

    @Test("Words as they are recognised")
    func stream() throws {
        let reports = try events(
            #"{"type":"transcript.text.delta","delta":"Hel"}"#,
            #"{"type":"transcript.text.delta","delta":"lo","logprobs":\#(Self.logprobs)}"#,
            #"{"type":"something.new"}"#,
            #"{"type":"transcript.text.done","text":"Hello","usage":\#(Self.usage)}"#,
            #"{"type":"transcript.text.delta","delta":"late"}"#
        )
        #expect(reports.count == 3)
        #expect(reports.first == .delta("Hel"))
        guard case .delta("lo", let logprobs)? = reports.dropFirst().first, case .final(let heard)? = reports.last
        else {
            Issue.record("\(reports)")
            return
        }
        #expect(logprobs?.first?.token == "Hi")
        #expect(heard.text == "Hello" && heard.usage?.totalTokens == 12)
        #expect(
            try events(#"{"text":"Hello."}"#, #"{"text":"You?"}"#, #"{"text":" Yes"}"#)
                == [.delta("Hello."), .delta(" You?"), .delta(" Yes"), .final(HeardText("Hello. You? Yes"))]
        )
        #expect(try events() == [.final(HeardText(""))])
    }

    @Test("What is no transcript is a fault")
    func faults() {
        let bodies = [
            ("{", "application/json"), ("[]", "application/json"), (#"{"txt":"a"}"#, "application/json"),
            (#"{"error":{"message":"no"}}"#, "application/json"), ("data: {\n\n", "text/event-stream"),
            ("data: {\"error\":\"no\"}\n\n", "text/event-stream"),
            ("data: {\"type\":\"transcript.text.delta\",\"delta\":\"a\"}\n\n", "text/event-stream"),
            ("<html>", "text/html"),
        ]
        for (body, type) in bodies {
            #expect(throws: BackEndFault.self, "\(body)") { try reports(body, type: type) }
        }
    }

    @Test("Damaged answers end once, and nothing traps", arguments: Seed.some(5))
    func damaged(_ seed: Seed) {
        var random = seed.generator
        let whole = #"{"text":"Hi","segments":[{"id":0,"text":"Hi","speaker":"A","end":1}],"usage":\#(Self.usage)}"#
        for _ in 0..<300 {
            let isStream = Bool.random(using: &random)
            var bytes = Array(
                (isStream ? "data: {\"type\":\"transcript.text.delta\",\"delta\":\"a\"}\n\ndata: \(whole)\n\n" : whole)
                    .utf8
            )
            bytes.mutate(using: &random, alphabet: Array("{}[]\":,0123456789\n data".utf8))
            var reader = TranscriptReader()
            var parts: [ListenerReport] = []
            do throws(BackEndFault) {
                let type = isStream ? "text/event-stream" : "application/json"
                try reader.begin(ResponseHead(status: 200, headers: ["Content-Type": type]))
                try bytes.span.withUnsafeBytes { (bytes) throws(BackEndFault) in try reader.read(bytes, into: &parts) }
                try reader.end(into: &parts)
            } catch {
                reader.fail(error, into: &parts)
            }
            #expect(parts.count { $0.isEnd } == 1)
            #expect(parts.last?.isEnd == true)
        }
    }
}

extension ListenerReport {
    var isEnd: Bool {
        switch self {
        case .final, .failed: true
        case .delta, .segment, .endOfTurn: false
        }
    }
}
