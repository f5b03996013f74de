internal import Synchronization

/// The labels of a metric. All their values are known before anything happens, so nobody outside can make new ones.
public protocol MetricLabels: Hashable, Sendable {
    static var all: [Self] { get }
    var pairs: [(name: String, value: String)] { get }
}

/// A metric without labels.
public struct NoLabels: MetricLabels {
    public static let all = [NoLabels()]
    public var pairs: [(name: String, value: String)] { [] }
    public init() {}
}

/// One label, whose values are the raw values of an enum.
public protocol MetricLabel: MetricLabels, CaseIterable, RawRepresentable<String> {
    static var labelName: String { get }
}

extension MetricLabel {
    public static var all: [Self] { Array(allCases) }
    public var pairs: [(name: String, value: String)] { [(Self.labelName, rawValue)] }
}

/// What the exposition needs of a metric. Its name ends in its unit.
package protocol Metric: Sendable {
    var name: String { get }
    var help: String { get }
    var kind: MetricKind { get }
    var labelNames: [String] { get }
    var samples: [MetricSample] { get }
}

package enum MetricKind: String, Sendable {
    case counter
    case gauge
    case histogram
}

package struct MetricSample: Sendable {
    /// What follows the metric's name: `_bucket`, `_sum`, `_count`.
    var suffix = ""
    var labels: [(name: String, value: String)]
    var value: Double
}

/// A number that many threads change. A class, as an atomic cannot be copied into an array.
final class AtomicNumber: Sendable {
    private let value = Atomic<Int>(0)

    var now: Int { value.load(ordering: .relaxed) }
    func add(_ amount: Int) { value.wrappingAdd(amount, ordering: .relaxed) }
    func set(_ amount: Int) { value.store(amount, ordering: .relaxed) }
}

/// Counts up, from the start of the process. Of durations it counts microseconds, and tells seconds.
public final class Counter<Labels: MetricLabels>: Metric {
    package let name: String
    package let help: String
    package var kind: MetricKind { .counter }
    private let numbers = Dictionary(uniqueKeysWithValues: Labels.all.map { ($0, AtomicNumber()) })
    private let scale: Double

    init(_ name: String, _ help: String, countsDurations: Bool = false) {
        self.name = name
        self.help = help
        scale = countsDurations ? 1e6 : 1
    }

    public func add(_ amount: Int = 1, _ labels: Labels) { numbers[labels]?.add(amount) }

    package var samples: [MetricSample] {
        Labels.all.map { MetricSample(labels: $0.pairs, value: Double(numbers[$0]?.now ?? 0) / scale) }
    }
}

extension Counter<NoLabels> {
    public func add(_ amount: Int = 1) { add(amount, NoLabels()) }
    public func add(_ duration: Duration) { add(duration.microseconds) }
}

/// Goes up and down.
public final class Gauge<Labels: MetricLabels>: Metric {
    package let name: String
    package let help: String
    package var kind: MetricKind { .gauge }
    private let numbers = Dictionary(uniqueKeysWithValues: Labels.all.map { ($0, AtomicNumber()) })

    init(_ name: String, _ help: String) {
        self.name = name
        self.help = help
    }

    public func add(_ amount: Int, _ labels: Labels) { numbers[labels]?.add(amount) }
    public func set(_ amount: Int, _ labels: Labels) { numbers[labels]?.set(amount) }

    package var samples: [MetricSample] {
        Labels.all.map { MetricSample(labels: $0.pairs, value: Double(numbers[$0]?.now ?? 0)) }
    }
}

extension Gauge<NoLabels> {
    public func add(_ amount: Int) { add(amount, NoLabels()) }
    public func set(_ amount: Int) { set(amount, NoLabels()) }
}

/// How long something took, sorted by bounds in seconds.
public final class Histogram: Metric {
    package let name: String
    package let help: String
    package var kind: MetricKind { .histogram }
    package var labelNames: [String] { ["le"] }
    let bounds: [Double]
    /// One more than there are bounds, for what is beyond the last.
    private let buckets: [AtomicNumber]
    private let microseconds = AtomicNumber()

    init(_ name: String, _ help: String, bounds: [Double]) {
        self.name = name
        self.help = help
        self.bounds = bounds
        buckets = (0...bounds.count).map { _ in AtomicNumber() }
    }

    public func observe(_ duration: Duration) {
        let amount = duration.microseconds
        let index = bounds.firstIndex { Double(amount) <= $0 * 1e6 } ?? bounds.count
        buckets[index].add(1)
        microseconds.add(amount)
    }

    package var samples: [MetricSample] {
        var count = 0
        let cumulated = zip(bounds.map(MetricSample.text) + ["+Inf"], buckets).map { bound, bucket in
            count += bucket.now
            return MetricSample(suffix: "_bucket", labels: [("le", bound)], value: Double(count))
        }
        let sum = MetricSample(suffix: "_sum", labels: [], value: Double(microseconds.now) / 1e6)
        return cumulated + [sum, MetricSample(suffix: "_count", labels: [], value: Double(count))]
    }
}

/// A value that is looked up when somebody asks.
final class SampledGauge: Metric {
    let name: String
    let help: String
    var kind: MetricKind { .gauge }
    private let labels: [(name: String, value: String)]
    /// Nil where the system does not tell: then there is no sample.
    private let read: @Sendable () -> Double?

    init(
        _ name: String,
        _ help: String,
        labels: [(name: String, value: String)] = [],
        read: @escaping @Sendable () -> Double?
    ) {
        self.name = name
        self.help = help
        self.labels = labels
        self.read = read
    }

    var labelNames: [String] { labels.map(\.name) }
    var samples: [MetricSample] { read().map { [MetricSample(labels: labels, value: $0)] } ?? [] }
}

extension Counter { package var labelNames: [String] { Labels.all.first?.pairs.map(\.name) ?? [] } }
extension Gauge { package var labelNames: [String] { Labels.all.first?.pairs.map(\.name) ?? [] } }

extension Duration {
    /// Cut off; what is longer than Int holds is taken for the most it holds, and less than nothing for nothing.
    fileprivate var microseconds: Int {
        let (seconds, attoseconds) = components
        guard seconds >= 0, attoseconds >= 0 else { return 0 }
        let (product, overflow) = Int(seconds).multipliedReportingOverflow(by: 1_000_000)
        return overflow ? .max >> 1 : product &+ Int(attoseconds / 1_000_000_000_000)
    }
}
