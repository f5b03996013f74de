/// Until when a back end must have done what. Time is an argument.
package struct CallDeadlines: Sendable, Equatable {
    package enum Wait: Sendable, Equatable {
        case first, between, total
    }

    /// What belongs to an answer and comes after its last word (what was counted, that it is over) may be waited for so
    /// long.
    static let afterLast: Duration = .seconds(2)

    private let patience: BackEndPatience
    private var totalDue: Duration
    private var due: (wait: Wait, at: Duration)?
    private var heldSince: Duration?

    package init(_ patience: BackEndPatience, at now: Duration) {
        self.patience = patience
        totalDue = now + patience.total
    }

    /// It was asked, or asked again.
    package mutating func asked(at now: Duration) { due = (.first, now + patience.first) }

    /// It is not waited for now: it is to be asked again later.
    package mutating func pausing() { due = nil }

    package mutating func progressed(at now: Duration) { due = (.between, now + patience.between) }

    /// Only what comes after the last word is missing.
    package mutating func completed(at now: Duration) { due = (.between, now + min(patience.between, Self.afterLast)) }

    package mutating func held(at now: Duration) { heldSince = heldSince ?? now }

    package mutating func proceeded(at now: Duration) {
        guard let since = heldSince else { return }
        heldSince = nil
        totalDue += now - since
        if let (wait, at) = due { due = (wait, at + (now - since)) }
    }

    /// Nil: on hold, nothing is due.
    package var next: Duration? {
        guard heldSince == nil else { return nil }
        return due.map { min($0.at, totalDue) } ?? totalDue
    }

    package func overdue(at now: Duration) -> BackEndFault? {
        guard heldSince == nil else { return nil }
        if let due, due.at <= now, due.at <= totalDue { return .late(due.wait, after: limit(of: due.wait)) }
        return totalDue <= now ? .late(.total, after: patience.total) : nil
    }

    private func limit(of wait: Wait) -> Duration {
        switch wait {
        case .first: patience.first
        case .between: patience.between
        case .total: patience.total
        }
    }

    package static func == (left: Self, right: Self) -> Bool {
        left.totalDue == right.totalDue && left.heldSince == right.heldSince && left.next == right.next
    }
}
