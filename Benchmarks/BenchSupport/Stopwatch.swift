import Foundation

/// CPU time of this thread, so that neighbours on the machine do not count.
package enum Stopwatch {
    package static let rounds = 11
    package static let roundNanoseconds = 20e6

    package static func nanoseconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) * 1e9 + Double(time.tv_nsec)
    }

    /// Nanoseconds for one call, over `calls` of them.
    package static func time(calls: Int, _ work: () -> Int, checksum: inout Int) -> Double {
        let start = nanoseconds()
        for _ in 0..<calls { checksum &+= work() }
        return (nanoseconds() - start) / Double(calls)
    }

    /// How many calls fill a round; finding it out warms up.
    package static func calls(
        _ work: () -> Int,
        filling round: Double = roundNanoseconds,
        checksum: inout Int
    ) -> Int {
        var calls = 8
        while time(calls: calls, work, checksum: &checksum) * Double(calls) < round { calls *= 2 }
        return calls
    }

    /// The median over some rounds.
    package static func microseconds(
        _ work: () -> Int,
        filling round: Double = roundNanoseconds,
        checksum: inout Int
    ) -> Double {
        let calls = calls(work, filling: round, checksum: &checksum)
        let times = (0..<rounds).map { _ in time(calls: calls, work, checksum: &checksum) }
        return times.sorted()[rounds / 2] / 1_000
    }
}

/// Text at the right end of a column.
package func column(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
}
