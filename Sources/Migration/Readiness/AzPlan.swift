public import Bytes

/// Which questions are put to `az`, in which order, and what becomes of the answers. Whoever runs them decides nothing.
public struct AzPlan: Sendable {
    /// How one question ended.
    public enum Outcome: Sendable, Equatable {
        case ended(status: Int, output: [UInt8], errors: [UInt8])
        case timedOut
        case tooLong
        case notStarted
    }

    /// What was told, and why what was not told was not.
    public var environment: AzureEnvironment {
        var environment = told
        for (command, why) in unanswered where isMissed(command) { environment.gaps[command.kind] = why }
        return environment
    }

    private var told = AzureEnvironment()
    private var unanswered: [(AzCommand, AzFailure)] = []
    /// Nothing can be said of the account: why.
    public private(set) var failure: AzFailure?
    private let name: String
    private let group: String
    private var waiting: [AzCommand]
    private var timeoutsInARow = 0

    /// Two questions without an answer are enough waiting.
    private static let timeoutsMax = 2

    public init(name: String, group: String) {
        self.name = name
        self.group = group
        waiting = [.account(name: name, group: group)]
    }

    /// The next question; nil: all was asked.
    public mutating func next() -> AzCommand? { waiting.isEmpty ? nil : waiting.removeFirst() }

    /// What came of the one that was asked last. The document that it printed, if it is one.
    @discardableResult
    public mutating func took(_ outcome: Outcome, of command: AzCommand) -> JSON? {
        timeoutsInARow = outcome == .timedOut ? timeoutsInARow + 1 : 0
        switch read(outcome, of: command) {
        case .success(let document):
            if case .account = command { askOfTheAccount() }
            return document
        case .failure(let error):
            fail(error.why, of: command)
            return nil
        }
    }

    private struct Unanswered: Error {
        let why: AzFailure
    }

    private mutating func read(_ outcome: Outcome, of command: AzCommand) -> Result<JSON, Unanswered> {
        switch outcome {
        case .notStarted: return .failure(Unanswered(why: .missing))
        case .timedOut: return .failure(Unanswered(why: .timeout))
        case .tooLong: return .failure(Unanswered(why: .tooLong))
        case .ended(let status, _, let errors) where status != 0:
            return .failure(Unanswered(why: AzFailure(status: status, errors: errors)))
        case .ended(_, let output, _):
            guard let document = AzureDocument.json(in: output) else { return .failure(Unanswered(why: .unreadable)) }
            let reading = told.add(document, named: command.fileName)
            // Usages of an account without any are printed as an empty list, and so are the others.
            guard reading == .read else { return .failure(Unanswered(why: .unreadable)) }
            return .success(document)
        }
    }

    private mutating func askOfTheAccount() {
        guard let account = told.account else { return }
        waiting += [
            .deployments(name: name, group: group), .models(name: name, group: group),
            .usage(name: name, group: group),
        ]
        if let location = account.location { waiting.append(.quota(location: location)) }
        if let id = account.id {
            waiting += [.deploymentsOfAPI(id: id), .privateEndpoints(id: id), .diagnostics(id: id), .roles(id: id)]
        }
        waiting += [.provider("Microsoft.CognitiveServices"), .provider("Microsoft.Insights")]
    }

    private mutating func fail(_ why: AzFailure, of command: AzCommand) {
        if case .account = command {
            failure = why
            waiting = []
            return
        }
        unanswered.append((command, why))
        guard why.endsAll || timeoutsInARow >= Self.timeoutsMax else { return }
        unanswered += waiting.map { ($0, why) }
        waiting = []
    }

    /// Where another command has told the same, nothing is missing. The usage of an account is not the region's quota.
    private func isMissed(_ command: AzCommand) -> Bool {
        if case .quota = command { return true }
        return !told.isKnown(command.kind)
    }
}
