import BenchSupport

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

    init(_ comparison: Comparison, checksum: inout Int) {
        let ourCalls = Stopwatch.calls(comparison.ours, checksum: &checksum)
        let theirCalls = comparison.foundation.map { Stopwatch.calls($0, checksum: &checksum) } ?? 0
        var ours: [Double] = []
        var theirs: [Double] = []
        for _ in 0..<Stopwatch.rounds {
            ours.append(Stopwatch.time(calls: ourCalls, comparison.ours, checksum: &checksum))
            if let foundation = comparison.foundation {
                theirs.append(Stopwatch.time(calls: theirCalls, foundation, checksum: &checksum))
            }
        }
        self.comparison = comparison
        self.ours = ours.sorted()[Stopwatch.rounds / 2]
        self.foundation = theirs.isEmpty ? nil : theirs.sorted()[Stopwatch.rounds / 2]
    }
}
