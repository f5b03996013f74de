import Commands
import RealtimeAPI
import Testing

@Suite("What was heard of an answer")
struct PlayheadTests {
    private static func heard(_ milliseconds: Int, item: String = "a", part: Int = 0) -> Playhead.Heard {
        var head = Playhead()
        head.add(.init(item), part, samples: 24_000, at: .zero)
        var heard = head.stop(at: .milliseconds(1))
        heard?.milliseconds = milliseconds
        return heard!
    }

    @Test("As much as the clock says, from when the first of it came")
    func clock() {
        var head = Playhead()
        head.add("a", 0, samples: 12_000, at: .seconds(5))
        head.add("a", 0, samples: 12_000, at: .seconds(5) + .milliseconds(10))
        #expect(head.stop(at: .seconds(5) + .milliseconds(700)) == Self.heard(700))
        #expect(head.stop(at: .seconds(6)) == nil, "what was stopped is not heard again")
    }

    @Test("What was heard to its end is not interrupted")
    func ended() {
        var head = Playhead()
        #expect(head.stop(at: .zero) == nil)
        head.add("a", 0, samples: 2_400, at: .zero)
        #expect(head.stop(at: .milliseconds(100)) == nil)
    }

    @Test("Answers are heard one after the other")
    func queue() {
        var head = Playhead()
        head.add("a", 0, samples: 24_000, at: .zero)
        head.add("b", 1, samples: 24_000, at: .milliseconds(100))
        #expect(head.stop(at: .milliseconds(1_250)) == Self.heard(250, item: "b", part: 1))
    }

    @Test("A player that had to wait goes on where it was")
    func starving() {
        var head = Playhead()
        head.add("a", 0, samples: 24_000, at: .zero)
        head.add("a", 0, samples: 24_000, at: .seconds(3))
        head.add("a", 0, samples: 24_000, at: .seconds(5))
        #expect(head.stop(at: .seconds(5) + .milliseconds(300)) == Self.heard(2_300))
        head.add("b", 0, samples: 24_000, at: .seconds(9))
        #expect(head.stop(at: .seconds(9) + .milliseconds(1)) == Self.heard(1, item: "b"))
    }

    @Test("A clock that did not move is the beginning")
    func beginning() {
        var head = Playhead()
        head.add("a", 0, samples: 24_000, at: .seconds(1))
        #expect(head.stop(at: .seconds(1)) == Self.heard(0))
    }
}
