/// Whether a Realtime client can go live on an account: the one question, answered from what was read.
///
/// A value: the day is an argument, and nothing is asked.
public struct Readiness: Sendable, Equatable {
    let environment: AzureEnvironment
    /// The deployment that the client names; nil: any will do.
    let deployment: String?
    public let day: CalendarDay
    public private(set) var findings: [ReadinessFinding] = []

    public init(_ environment: AzureEnvironment, deployment: String? = nil, on day: CalendarDay) {
        self.environment = environment
        self.deployment = deployment
        self.day = day
        let found =
            accountFindings() + deploymentFindings() + networkFindings() + loggingFindings() + accessFindings()
            + providerFindings() + gaps()
        findings = found.sorted { $0.severity < $1.severity }
    }

    /// Nothing blocks, and what must be known is known.
    public var isReady: Bool {
        !findings.contains { $0.severity == .blocks } && environment.account != nil && environment.deployments != nil
    }

    public func count(_ severity: Severity) -> Int { findings.count { $0.severity == severity } }

    /// The areas that were looked at, and have nothing to be said of them.
    public var fine: [ReadinessArea] {
        ReadinessArea.allCases.filter { area in !findings.contains { $0.area == area } }
    }

    /// A finding of the table: what was seen, then what it means.
    func finding(
        _ id: ReadinessID,
        _ severity: Severity? = nil,
        _ subject: String? = nil,
        seen: String,
        _ values: [String: String] = [:]
    ) -> [ReadinessFinding] {
        guard let rule = ReadinessRule.of(id) else { return [] }
        return [
            ReadinessFinding(
                id: id,
                area: rule.area ?? .account,
                severity: severity ?? rule.severity,
                subject: subject,
                message: "\(seen) \(rule.meaning)",
                remedy: fill(rule.remedy, values)
            )
        ]
    }

    /// What is not known stays a word in capitals.
    private func fill(_ template: String, _ values: [String: String]) -> String {
        let account = environment.account
        let known = [
            "name": account?.name, "group": account?.group, "id": account?.id, "location": account?.location,
        ].compactMapValues { $0 }.merging(values) { _, new in new }
        var text = template
        for word in ["name", "group", "id", "location", "model", "version", "type", "capacity"] + values.keys {
            text = text.replacing("{\(word)}", with: known[word].map(Shell.quoted) ?? word.uppercased())
        }
        return text
    }

    /// What was not read, and the command that tells it.
    private func gaps() -> [ReadinessFinding] {
        let account = environment.account
        let (name, group) = (account?.name ?? "NAME", account?.group ?? "GROUP")
        let id = account?.id ?? "ID"
        let questions: [(AzCommand, ReadinessArea)] = [
            (.account(name: name, group: group), .account), (.deployments(name: name, group: group), .deployments),
            (.models(name: name, group: group), .deployments),
            (.quota(location: account?.location ?? "LOCATION"), .deployments),
            (.privateEndpoints(id: id), .network), (.diagnostics(id: id), .logging), (.roles(id: id), .access),
            (.provider("Microsoft.CognitiveServices"), .providers),
        ]
        return questions.flatMap { command, area in gap(command, area) }
    }

    private func gap(_ command: AzCommand, _ area: ReadinessArea) -> [ReadinessFinding] {
        let kind = command.kind
        let why = environment.gaps[kind]
        let what = kind.rawValue.split(separator: "-").joined(separator: " ")
        if why == nil, environment.isKnown(kind) {
            guard environment.cutShort.contains(kind) else { return [] }
            return [unknown("The list of \(what) goes on, and the rest was not read.", command, area)]
        }
        let reason = why.map { ": \($0.reason). \($0.remedy)" } ?? ": it was not among what was read."
        return [unknown("Nothing is known of \(what)\(reason)", command, area)]
    }

    private func unknown(_ message: String, _ command: AzCommand, _ area: ReadinessArea) -> ReadinessFinding {
        ReadinessFinding(
            id: .notKnown,
            area: area,
            severity: .unknown,
            subject: command.kind.rawValue,
            message: message,
            remedy: command.line
        )
    }
}
