internal import NetIO

/// Whether a back end is asked again, and when. Nothing is random: what is decided can be foretold.
package struct RetryPlan: Sendable, Equatable {
    private let patience: BackEndPatience
    private var retries = 0

    package init(_ patience: BackEndPatience) { self.patience = patience }

    /// How long to wait before asking again; nil: it is given up.
    package mutating func wait(after fault: BackEndFault) -> Duration? {
        guard retries < patience.retriesMax, fault.mayPass else { return nil }
        let usual = patience.retryWait * (1 << min(retries, 16))
        let wait = fault.retryAfter ?? min(usual, patience.retryWaitMax)
        guard wait <= patience.retryWaitMax else { return nil }
        retries += 1
        return wait
    }
}

extension BackEndFault {
    /// The same request may have an answer a little later.
    fileprivate var mayPass: Bool {
        switch self {
        case .refused(let refusal):
            switch refusal.status {
            case 429: !refusal.isForGood
            case 501, 505: false
            default: 500..<600 ~= refusal.status
            }
        case .transport(.refused), .transport(.lost): true
        case .transport, .reported, .late, .misunderstood: false
        }
    }

    fileprivate var retryAfter: Duration? {
        if case .refused(let refusal) = self { refusal.retryAfter } else { nil }
    }
}
