import HTTP
import TestSupport
import Testing

@Suite("Server-sent events")
struct EventStreamReaderTests {
    typealias Event = EventStreamReader.Event

    /// Everything that a stream says, fed in pieces.
    private func read(
        _ bytes: [UInt8],
        cutAt cuts: [Int] = [],
        limits: EventStreamReader.Limits = EventStreamReader.Limits()
    ) -> (events: [Event], violation: EventStreamReader.Violation?, reader: EventStreamReader) {
        var reader = EventStreamReader(limits: limits)
        var events: [Event] = []
        for piece in bytes.cut(at: cuts) {
            do throws(EventStreamReader.Violation) {
                try reader.receive(piece, into: &events)
            } catch {
                return (events, error, reader)
            }
        }
        return (events, nil, reader)
    }

    typealias Row = (stream: String, events: [Event])

    /// The examples of the specification (§9.2.6), and its corners.
    static let rows: [Row] = [
        ("data: YHOO\ndata: +2\ndata: 10\n\n", [Event(data: "YHOO\n+2\n10")]),
        (
            ": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n",
            [Event(data: "first event", lastEventID: "1"), Event(data: "second event")]
        ),
        ("data\n\ndata\ndata\n\ndata:", [Event(data: ""), Event(data: "\n")]),
        ("data:test\n\ndata: test\n\n", [Event(data: "test"), Event(data: "test")]),
        (
            "event: add\ndata: 73857293\n\nevent: remove\ndata: 2153\n\ndata: x\n\n",
            [Event(type: "add", data: "73857293"), Event(type: "remove", data: "2153"), Event(data: "x")]
        ),
        ("event: nothing\n\ndata: x\n\n", [Event(data: "x")]),
        ("id: 4\n\ndata: x\n\ndata: y\n\n", [Event(data: "x", lastEventID: "4"), Event(data: "y", lastEventID: "4")]),
        ("id: a\u{0}b\ndata: x\n\n", [Event(data: "x")]),
        ("data: a\rdata: b\r\rdata: c\r\n\r\ndata: d\n\r", [Event(data: "a\nb"), Event(data: "c"), Event(data: "d")]),
        ("\u{FEFF}data: a\n\n\u{FEFF}data: b\n\ndata: c\n\n", [Event(data: "a"), Event(data: "c")]),
        ("Data: a\n data: b\nfoo: c\nfoo\n\ndata:\td\n\n", [Event(data: "\td")]),
        ("data: a:b: c\n\n", [Event(data: "a:b: c")]),
        ("\n\n\n\r\n\r", []),
        ("data: unfinished\n", []),
    ]

    @Test("A stream gives its events", arguments: rows)
    func events(_ row: Row) {
        #expect(read(Array(row.stream.utf8)).events == row.events)
    }

    @Test("What is not UTF-8 is replaced, as browsers do")
    func replacement() {
        let stream = Array("data: ".utf8) + [0x61, 0xFF, 0x62] + Array("\n\n".utf8)
        #expect(read(stream).events == [Event(data: "a\u{FFFD}b")])
    }

    @Test("The time to wait before another connection is digits only")
    func retry() {
        #expect(read(Array("retry: 2500\nretry: 3s\nretry:\nretry: -1\n".utf8)).reader.retryMilliseconds == 2_500)
        let tooLong = "retry: 7\nretry: 99999999999999999999999\n"
        #expect(read(Array(tooLong.utf8)).reader.retryMilliseconds == 7)
    }

    @Test("Lines and events have limits, and what came before is kept")
    func limits() {
        var limits = EventStreamReader.Limits()
        limits.lineBytesMax = 10
        limits.eventBytesMax = 12
        let fits = "data: 1234\n\n"
        #expect(read(Array(fits.utf8), limits: limits).violation == nil)
        let long = read(Array((fits + "data: 12345\n\n").utf8), limits: limits)
        #expect(long.events == [Event(data: "1234")])
        #expect(long.violation == .lineTooLong(limit: 10))
        #expect(read(Array(":23456789012".utf8), limits: limits).violation == .lineTooLong(limit: 10))
        let large = read(Array("data: 1234\ndata: 1234\ndata: 1234\n\n".utf8), limits: limits)
        #expect(large.violation == .eventTooLong(limit: 12))
    }

    @Test("A reader that refused goes on refusing")
    func refusal() {
        var limits = EventStreamReader.Limits()
        limits.lineBytesMax = 3
        var reader = EventStreamReader(limits: limits)
        var events: [Event] = []
        for _ in 0..<2 {
            #expect(throws: EventStreamReader.Violation.lineTooLong(limit: 3)) {
                try reader.receive(Array("datadata\n\n".utf8), into: &events)
            }
        }
        #expect(events.isEmpty)
        #expect(reader.pendingBytes == 0)
    }

    @Test(
        "However a stream is cut and damaged, its events are the same and its memory is bounded",
        arguments: Seed.some(10)
    )
    func cuts(_ seed: Seed) {
        var random = seed.generator
        var limits = EventStreamReader.Limits()
        limits.lineBytesMax = 20
        limits.eventBytesMax = 16
        var violations = 0
        for _ in 0..<1_000 {
            var input: [UInt8] = []
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                input += Array((Self.rows.randomElement(using: &random)?.stream ?? "").utf8)
            }
            input.mutate(using: &random, alphabet: Array("\r\n: daitevn".utf8) + [0xEF, 0xBB, 0xBF, 0xFF, 0])
            let whole = read(input, limits: limits)
            let cuts = input.randomCuts(using: &random)
            let cut = read(input, cutAt: cuts, limits: limits)
            #expect(cut.events == whole.events, "\(text(input)) cut at \(cuts)")
            #expect(cut.violation == whole.violation, "\(text(input)) cut at \(cuts)")
            #expect(cut.reader.retryMilliseconds == whole.reader.retryMilliseconds)
            #expect(cut.reader.pendingBytes <= 39)
            if whole.violation != nil { violations += 1 }
        }
        #expect((20..<980).contains(violations), "neither all harmless nor all fatal: \(violations)")
    }
}
