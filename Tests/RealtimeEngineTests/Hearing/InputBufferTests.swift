import RealtimeEngine
import TestSupport
import Testing

@Suite("InputBuffer")
struct InputBufferTests {
    private func filled(_ count: Int) -> InputBuffer {
        var buffer = InputBuffer()
        buffer.append(Tape.samples(from: 0, count: count))
        return buffer
    }

    @Test("Audio is cut out by its position in the session, as far as it is there")
    func samples() {
        var buffer = filled(1_000)
        buffer.trim(before: Ticks(400))
        #expect(buffer.samples(from: Ticks(500), to: Ticks(510)) == Tape.samples(from: 500, count: 10))
        #expect(buffer.samples(from: .zero, to: Ticks(410)) == Tape.samples(from: 400, count: 10))
        #expect(buffer.samples(from: Ticks(990), to: Ticks(9_999)) == Tape.samples(from: 990, count: 10))
        #expect(buffer.samples(from: Ticks(600), to: Ticks(500)).isEmpty)
        #expect(buffer.samples(from: Ticks(2_000), to: Ticks(3_000)).isEmpty)
        #expect(buffer.samples(from: Ticks(-5), to: Ticks(-1)).isEmpty)
    }

    @Test("A commit takes what lies before a position and leaves what lies after")
    func commit() {
        var buffer = filled(1_000)
        #expect(buffer.commit(upTo: Ticks(600)) == Tape.samples(from: 0, count: 600))
        #expect(buffer.start == Ticks(600) && buffer.length == Ticks(400))
        #expect(buffer.commit(upTo: Ticks(600)).isEmpty)
        #expect(buffer.commit(upTo: Ticks(1)).isEmpty)
        #expect(buffer.commit(upTo: Ticks(5_000)) == Tape.samples(from: 600, count: 400))
        #expect(buffer.start == Ticks(1_000) && buffer.length == .zero)
    }

    @Test("After a clear, positions go on where they were")
    func clear() {
        var buffer = filled(1_000)
        buffer.clear()
        #expect(buffer.start == Ticks(1_000) && buffer.end == Ticks(1_000) && buffer.byteCount == 0)
        buffer.append([5])
        #expect(buffer.samples(from: Ticks(1_000), to: Ticks(1_001)) == [5])
        #expect(buffer.ledger.cleared == Ticks(1_000))
    }

    @Test(
        "Trimming lets go of the past only",
        arguments: [(-5, 0), (0, 0), (300, 300), (1_000, 1_000), (9_999, 1_000)]
    )
    func trim(_ position: Int, _ start: Int) {
        var buffer = filled(1_000)
        buffer.trim(before: Ticks(position))
        #expect(buffer.start == Ticks(start) && buffer.end == Ticks(1_000))
    }

    /// DESIGN 4, invariant 6.
    @Test("Every sample is committed, cleared or buffered, exactly one of them", arguments: Seed.some(200))
    func ledger(_ seed: Seed) {
        var random = seed.generator
        var buffer = InputBuffer()
        var start = Ticks.zero
        for _ in 0..<200 {
            let somewhere = Ticks(Int.random(in: (buffer.start.count - 50)...(buffer.end.count + 50), using: &random))
            switch Int.random(in: 0..<12, using: &random) {
            case 0: buffer.clear()
            case 1, 2:
                let before = (buffer.start, buffer.end)
                let taken = buffer.commit(upTo: somewhere)
                let upper = min(max(somewhere, before.0), before.1)
                #expect(taken == Tape.samples(from: before.0, to: upper), "exactly what was appended there")
            case 3, 4, 5: buffer.trim(before: somewhere)
            default:
                let count = Int.random(in: 0...2_000, using: &random)
                buffer.append(Tape.samples(from: buffer.end.count, count: count))
            }
            let ledger = buffer.ledger
            #expect(ledger.appended == ledger.committed + ledger.cleared + buffer.length)
            #expect(buffer.end == ledger.appended, "positions count from the session's first sample")
            #expect(buffer.start >= start && buffer.start <= buffer.end)
            #expect(buffer.byteCount == buffer.length.count * 2)
            let all = buffer.samples(from: buffer.start, to: buffer.end)
            #expect(all == Tape.samples(from: buffer.start, to: buffer.end))
            start = buffer.start
        }
    }
}
