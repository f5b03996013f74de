/// Times that were measured, and what one wants to know of them.
package struct Latencies: Sendable {
    private var nanoseconds: [Int64] = []

    package init() {}

    package var count: Int { nanoseconds.count }

    package mutating func add(_ duration: Duration) { nanoseconds.append(Int64(duration / .nanoseconds(1))) }
    package mutating func add(_ others: Latencies) { nanoseconds += others.nanoseconds }

    /// In milliseconds; nil where nothing was measured.
    package func percentile(_ percent: Double) -> Double? {
        guard !nanoseconds.isEmpty else { return nil }
        let sorted = nanoseconds.sorted()
        let index = Int((Double(sorted.count - 1) * percent / 100).rounded())
        return Double(sorted[index]) / 1e6
    }
}
