/// Looks at a Realtime server from the outside, and says what is wrong with it.
///
/// Pure: it has no clock and no socket. It is told what came of its orders, with the time since it began, and gives
/// further orders. Contract of a driver: perform every order, then wait until the deadline or the next observation;
/// after `leave` nothing of what was before is observed; after `finish` it is over.
public struct Doctor: Sendable {
    private var chart: Chart
    private var probes: [any Probe]
    private var current = 0
    private var isFinished = false

    /// When it must be told of a time-out, unless something else comes first. Nil: never.
    public private(set) var deadline: Duration?

    public init(_ visit: DoctorVisit) {
        chart = Chart(visit)
        probes = [
            AddressProbe(), ConnectionProbe(), ModelsProbe(), SessionProbe(), UpdateProbe(), AudioProbe(), TextTurn(),
            AudioTurn(), Farewell(), LongAudioProbe(), BetaProbe(), SecretsProbe(), CallProbe(),
        ]
    }

    public var report: DoctorReport { DoctorReport(chart) }

    public mutating func begin(at now: Duration) -> [DoctorOrder] {
        chart.now = now
        return perform(probes[current].begin(&chart))  // sound: there are probes
    }

    public mutating func handle(_ observation: DoctorObservation, at now: Duration) -> [DoctorOrder] {
        guard !isFinished else { return [] }
        chart.now = max(now, chart.now)
        chart.note(observation)
        // A time-out that comes early is of a deadline that has passed already.
        guard observation != .timeout || isLate else { return [] }
        if chart.now >= chart.visit.limits.total {
            chart.add(.outOfTime, "It took \(chart.visit.limits.total.shown).")
            return finish()
        }
        let step = probes[current].handle(observation, &chart)  // sound: not finished, so one is at work
        // Who talks on and on, and never of what is waited for, holds nobody up.
        guard step == .wait, observation != .timeout, isLate else { return perform(step) }
        return handle(.timeout, at: now)
    }

    private var isLate: Bool { deadline.map { chart.now >= $0 } ?? false }

    private mutating func perform(_ first: Step) -> [DoctorOrder] {
        var step = first
        var orders: [DoctorOrder] = []
        while true {
            switch step {
            case .wait: return orders
            case .next(let more, let limit):
                deadline = min(chart.now + limit, chart.visit.limits.total)
                chart.note(more)
                return orders + more
            case .stop: return orders + finish()
            case .done(let more):
                orders += more
                current += 1
                guard current < probes.count else { return orders + finish() }
                step = probes[current].begin(&chart)  // sound: within bounds
            }
        }
    }

    private mutating func finish() -> [DoctorOrder] {
        isFinished = true
        deadline = nil
        return [.leave, .finish]
    }
}

/// One thing to look at, or some that belong together.
protocol Probe: Sendable {
    mutating func begin(_ chart: inout Chart) -> Step
    mutating func handle(_ observation: DoctorObservation, _ chart: inout Chart) -> Step
}

/// What a probe wants next.
enum Step: Sendable, Equatable {
    /// Do this, and wait for what comes of it, so long.
    case next([DoctorOrder], within: Duration)
    /// Go on waiting.
    case wait
    /// The next probe's turn, after this.
    case done([DoctorOrder])
    /// What follows would make no sense.
    case stop
}

extension Duration {
    var milliseconds: Int {
        let (seconds, attoseconds) = components
        return Int(seconds) * 1_000 + Int(attoseconds / 1_000_000_000_000_000)
    }

    /// `12 ms`, `1.2 s`.
    var shown: String {
        let whole = milliseconds
        return whole < 1_000 ? "\(whole) ms" : "\(whole / 1_000).\(whole % 1_000 / 100) s"
    }
}
