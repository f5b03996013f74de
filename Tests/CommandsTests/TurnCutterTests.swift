import Commands
import RealtimeEngine
import Speech
import TestSupport
import Testing

@Suite("Cutting sound into turns")
struct TurnCutterTests {
    private func pieces(_ cutter: inout TurnCutter, _ samples: Samples, by count: Int) -> [TurnCutter.Piece] {
        var pieces: [TurnCutter.Piece] = []
        var rest = samples[...]
        while !rest.isEmpty {
            pieces += cutter.hear(Array(rest.prefix(count)))
            rest = rest.dropFirst(count)
        }
        return pieces + cutter.finish()
    }

    /// What a recogniser makes of it: begin, how much was fed, end; in milliseconds.
    private func turns(_ pieces: [TurnCutter.Piece]) -> [[Int]] {
        var turns: [[Int]] = []
        for piece in pieces {
            switch piece {
            case .begin(let milliseconds): turns.append([milliseconds, 0])
            case .feed(let samples): turns[turns.count - 1][1] += samples.count
            case .end(let milliseconds): turns[turns.count - 1].append(milliseconds)
            }
        }
        return turns.map { [$0[0], $0[1] / 24, $0[2]] }
    }

    private func sound(_ parts: (milliseconds: Int, isLoud: Bool)...) -> Samples {
        parts.flatMap { part in
            (0..<part.milliseconds * 24).map { index in part.isLoud ? (index / 40 % 2 == 0 ? 8_000 : -8_000) : 0 }
        }
    }

    @Test("A turn begins a little before its speech and ends with the silence after it", arguments: [768, 100, 48_000])
    func turn(_ count: Int) {
        var cutter = TurnCutter(EnergyDetector())
        let found = turns(
            pieces(&cutter, sound((1_024, false), (640, true), (1_024, false), (320, true), (640, false)), by: count)
        )
        // 300 ms before the first frame of speech; 500 ms after the last, at the end of a frame.
        #expect(found.count == 2)
        #expect(found[0][0] == 724 && abs(found[0][2] - 2_176) <= 32)
        #expect(abs(found[0][1] - (found[0][2] - found[0][0])) <= 32, "all of it was fed, and nothing twice")
        #expect(found[1][0] == 2_388 && abs(found[1][2] - 3_520) <= 32)
    }

    @Test("Sound that begins or ends with speech has turns there")
    func edges() {
        var cutter = TurnCutter(EnergyDetector())
        #expect(turns(pieces(&cutter, sound((320, true)), by: 768)) == [[0, 320, 320]])
        cutter = TurnCutter(EnergyDetector())
        #expect(pieces(&cutter, sound((2_000, false)), by: 768) == [])
        cutter = TurnCutter(EnergyDetector())
        #expect(pieces(&cutter, [], by: 768) == [])
    }

    @Test("Who speaks without end is cut, so that a recogniser keeps a bounded turn")
    func endless() {
        var cutter = TurnCutter(EnergyDetector())
        let found = turns(pieces(&cutter, sound((130_000, true)), by: 24_000))
        #expect(found.count == 3)
        #expect(found.allSatisfy { $0[1] <= TurnCutter.turnMax.milliseconds + 32 })
        let fed = found.map { $0[1] }.reduce(0, +)
        #expect(abs(fed - 130_000) <= 64, "nothing is lost in between, and nothing heard twice: \(fed)")
    }
}
