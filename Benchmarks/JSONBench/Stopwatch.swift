import Foundation

/// CPU time of this thread, so that neighbours on the machine do not count.
enum Stopwatch {
    static func nanoseconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) * 1e9 + Double(time.tv_nsec)
    }

    /// Nanoseconds for one call, over `calls` of them.
    static func time(calls: Int, _ work: () -> Int, checksum: inout Int) -> Double {
        let start = nanoseconds()
        for _ in 0..<calls { checksum &+= work() }
        return (nanoseconds() - start) / Double(calls)
    }
}

/// One line of the table: a piece of work done in two ways, on input of so many bytes.
struct Comparison {
    let name: String
    let bytes: Int
    let target: Double?
    let ours: () -> Int
    let foundation: (() -> Int)?
}

/// The medians of a comparison, in nanoseconds. The two ways take turns, so that a slow moment hits both.
struct Measurement {
    let comparison: Comparison
    let ours: Double
    let foundation: Double?

    private static let rounds = 11
    private static let roundNanoseconds = 20e6

    init(_ comparison: Comparison, checksum: inout Int) {
        let ourCalls = Self.calls(comparison.ours, checksum: &checksum)
        let theirCalls = comparison.foundation.map { Self.calls($0, checksum: &checksum) } ?? 0
        var ours: [Double] = []
        var theirs: [Double] = []
        for _ in 0..<Self.rounds {
            ours.append(Stopwatch.time(calls: ourCalls, comparison.ours, checksum: &checksum))
            if let foundation = comparison.foundation {
                theirs.append(Stopwatch.time(calls: theirCalls, foundation, checksum: &checksum))
            }
        }
        self.comparison = comparison
        self.ours = ours.sorted()[Self.rounds / 2]
        self.foundation = theirs.isEmpty ? nil : theirs.sorted()[Self.rounds / 2]
    }

    /// How many calls fill a round; finding it out warms up.
    private static func calls(_ work: () -> Int, checksum: inout Int) -> Int {
        var calls = 8
        while Stopwatch.time(calls: calls, work, checksum: &checksum) * Double(calls) < roundNanoseconds { calls *= 2 }
        return calls
    }
}
