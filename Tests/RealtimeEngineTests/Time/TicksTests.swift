import RealtimeEngine
import TestSupport
import Testing

@Suite("Ticks")
struct TicksTests {
    @Test("A second is 24,000 ticks, a millisecond 24")
    func units() {
        #expect(Ticks.milliseconds(1_000).count == 24_000)
        #expect(Ticks(24_000).duration == .seconds(1))
        #expect(Ticks(.seconds(1)).count == 24_000)
        #expect(Ticks(.milliseconds(20)).count == 480)
        #expect(Ticks(12_000).seconds == 0.5)
    }

    @Test(
        "Only whole milliseconds and whole ticks have passed",
        arguments: [(23, 0), (24, 1), (2_399, 99), (2_400, 100)]
    )
    func wholes(_ count: Int, _ milliseconds: Int) {
        #expect(Ticks(count).milliseconds == milliseconds)
        #expect(Ticks(.nanoseconds(41_666)) == .zero)
        #expect(Ticks(.nanoseconds(41_667)) == Ticks(1))
    }

    @Test("A length becomes a duration and the same length again", arguments: [1, -1, 7, 24_001, 10_000_000_007])
    func thereAndBack(_ count: Int) {
        #expect(Ticks(Ticks(count).duration).count == count)
    }

    @Test("No length up to 10^12 ticks is lost or traps on its way through durations", arguments: Seed.some(50))
    func roundTrips(_ seed: Seed) {
        var random = seed.generator
        for digits in 0...12 {
            var bound = 1
            for _ in 0..<digits { bound *= 10 }
            let ticks = Ticks(Int.random(in: 0...bound, using: &random))
            #expect(Ticks(ticks.duration) == ticks)
            #expect(Ticks(ticks.duration - .nanoseconds(1)) < ticks || ticks == .zero, "the shortest such duration")
        }
    }

    @Test("A year of audio has a duration")
    func far() {
        let ticks = Ticks(1_000_000_000_000)
        #expect(ticks.duration == .seconds(41_666_666) + .nanoseconds(666_666_667))
        #expect(Ticks(ticks.duration) == ticks)
        #expect(ticks.milliseconds == 41_666_666_666)
    }

    @Test("Time that is added in small steps does not drift from time that is added at once")
    func drift() {
        var position = Ticks.zero
        for _ in 0..<90_000 { position += Ticks(.milliseconds(20)) }
        #expect(position == Ticks(.seconds(1_800)))
        #expect(position.duration == .seconds(1_800))
    }

    @Test("Lengths add, subtract and compare as their counts do")
    func arithmetic() {
        var ticks = Ticks(10) + Ticks(5)
        ticks -= Ticks(1)
        #expect(ticks == Ticks(14))
        #expect(Ticks(14) - Ticks(20) < .zero)
    }
}
