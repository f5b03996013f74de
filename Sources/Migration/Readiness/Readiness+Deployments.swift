import Bytes

/// The deployments, their models, and how much of them there is.
extension Readiness {
    /// What a Realtime model is for.
    enum Use: Sendable {
        case conversation, transcription, translation
    }

    /// Until how many days before a model retires nothing is said.
    static let noticeDays = 90

    /// What one response may read: CONTRACT section 14, the smaller of the two contexts.
    static let tokensOfAResponse = 32_768

    func deploymentFindings() -> [ReadinessFinding] {
        guard let deployments = environment.deployments else { return [] }
        return (deployment.map { named($0, of: deployments) } ?? any(of: deployments)) + usageBlocked()
    }

    private func named(_ name: String, of deployments: [AzureDeployment]) -> [ReadinessFinding] {
        guard let used = deployments.first(where: { $0.name == name }) else {
            let hint = nearest(to: name, among: deployments.map(\.name)).map { " Is '\($0)' meant?" } ?? ""
            return finding(.deploymentNotFound, nil, name, seen: "No deployment is called '\(name)'.\(hint)")
        }
        guard use(of: used) != nil else {
            let seen = "'\(name)' holds \(Self.model(of: used))."
            return finding(.deploymentNotRealtime, nil, name, seen: seen, successor(for: used))
        }
        return findings(of: used)
    }

    private func any(of deployments: [AzureDeployment]) -> [ReadinessFinding] {
        let talking = deployments.filter { use(of: $0) == .conversation }
        guard !talking.isEmpty else {
            let seen = deployments.isEmpty ? "There is no deployment." : "There are \(deployments.count), without one."
            return finding(.noRealtimeDeployment, seen: seen, successor(for: nil))
        }
        let isOneReady = talking.contains { one in !findings(of: one).contains { $0.severity == .blocks } }
        return deployments.filter { use(of: $0) != nil }.flatMap { one in
            findings(of: one).map { isOneReady ? $0.milder : $0 }
        }
    }

    func use(of deployment: AzureDeployment) -> Use? {
        let name = deployment.model?.lowercased() ?? ""
        // The capability tells of conversations; sessions that transcribe are had without it.
        if Self.transcribes(name) { return .transcription }
        let offered = offer(of: deployment)
        guard offered?.isRealtime ?? deployment.isRealtime ?? name.contains("realtime") else { return nil }
        return name.contains("translate") ? .translation : .conversation
    }

    /// Who tells speakers apart does so in files only.
    private static func transcribes(_ model: String) -> Bool {
        (model.contains("transcribe") || model.contains("whisper")) && !model.contains("diarize")
    }

    /// What the account offers under the deployment's model.
    private func offer(of deployment: AzureDeployment) -> AzureModel? {
        environment.models?.first { $0.name == deployment.model && $0.version == deployment.version }
    }

    static func model(of deployment: AzureDeployment) -> String {
        [deployment.model ?? "a model without a name", deployment.version].compactMap { $0 }.joined(separator: " ")
    }

    private func findings(of deployment: AzureDeployment) -> [ReadinessFinding] {
        state(of: deployment) + capacity(of: deployment) + retirement(of: deployment) + quota(of: deployment)
    }

    private func state(of deployment: AzureDeployment) -> [ReadinessFinding] {
        let name = deployment.name
        if let state = [deployment.state, deployment.activity].compactMap({ $0 }).first(where: {
            !["succeeded", "running"].contains($0.lowercased())
        }) {
            return finding(.deploymentState, nil, name, seen: "'\(name)' is \(state).", ["deployment": name])
        }
        guard let type = deployment.type, type.lowercased().contains("batch") else { return [] }
        return finding(.deploymentBatch, nil, name, seen: "'\(name)' is a \(type).", successor(for: deployment))
    }

    private func capacity(of deployment: AzureDeployment) -> [ReadinessFinding] {
        let name = deployment.name
        var values = parameters(of: deployment)
        values["model"] = deployment.model
        values["version"] = deployment.version
        if deployment.capacity == 0 || deployment.tokensPerMinute == 0 {
            return finding(.capacityNone, nil, name, seen: "'\(name)' has no units of capacity.", values)
        }
        guard use(of: deployment) == .conversation, let tokens = deployment.tokensPerMinute,
            tokens < Double(Self.tokensOfAResponse)
        else { return [] }
        let seen =
            "'\(name)' has \(Self.number(tokens)) tokens a minute; a response may read "
            + "\(Self.number(Double(Self.tokensOfAResponse)))."
        return finding(.capacitySmall, nil, name, seen: seen, values)
    }

    private func quota(of deployment: AzureDeployment) -> [ReadinessFinding] {
        guard let model = deployment.model, let type = deployment.type else { return [] }
        let name = "OpenAI.\(type).\(model)"
        let usage = environment.usages?.first { $0.name.lowercased() == name.lowercased() }
        guard let usage, usage.limit > 0, usage.used >= usage.limit else { return [] }
        let seen = "\(Self.number(usage.used)) of \(Self.number(usage.limit)) units of \(usage.name) are in use."
        return finding(.quotaUsedUp, nil, deployment.name, seen: seen, ["quota": usage.name])
    }

    private func usageBlocked() -> [ReadinessFinding] {
        environment.usages?.first { $0.status?.lowercased() == "blocked" }.map { usage in
            finding(.usageBlocked, nil, usage.name, seen: "The usage \(usage.name) is Blocked.")
        } ?? []
    }

    /// Whole numbers without a point.
    static func number(_ value: Double) -> String { Int(exactly: value.rounded()).map(String.init) ?? "\(value)" }
}

/// When models go.
extension Readiness {
    struct Retirement: Sendable, Equatable {
        let day: CalendarDay
        /// Otherwise it is OpenAI's, which may end a model sooner or later than Azure does.
        let isOfAzure: Bool

        /// Whose date it is.
        var source: String { isOfAzure ? "Azure's date" : "OpenAI's date; Azure's was not read" }
    }

    /// Azure's own date where it is known; else what OpenAI announced, as `check` knows it.
    func retires(_ deployment: AzureDeployment) -> Retirement? {
        if let offer = offer(of: deployment),
            let day = deployment.type.flatMap({ offer.retiresByType[$0] }) ?? offer.retires
        {
            return Retirement(day: day, isOfAzure: true)
        }
        guard let name = deployment.model else { return nil }
        let dated = deployment.version.map { "\(name)-\($0)" }
        guard let model = dated.flatMap({ Vocabulary.model[$0] }) ?? Vocabulary.model[name],
            let day = CalendarDay(model.until)
        else { return nil }
        return Retirement(day: day, isOfAzure: false)
    }

    fileprivate func retirement(of deployment: AzureDeployment) -> [ReadinessFinding] {
        let name = deployment.name
        let model = Self.model(of: deployment)
        guard let retirement = retires(deployment) else {
            return finding(.retirementUnknown, nil, name, seen: "'\(name)' holds \(model).") + preview(deployment)
        }
        let days = day.days(until: retirement.day)
        if days <= 0, !retirement.isOfAzure {
            let seen =
                "'\(name)' holds \(model), which ended at OpenAI on \(retirement.day); Azure's date was not read."
            return finding(.retirementUnknown, .warns, name, seen: seen)
        }
        if days <= 0 {
            let seen = "'\(name)' holds \(model), which retired on \(retirement.day) (\(retirement.source))."
            return finding(.modelRetired, nil, name, seen: seen, successor(for: deployment))
        }
        guard days <= Self.noticeDays else { return preview(deployment) }
        let seen =
            "'\(name)' holds \(model), which retires in \(days) \(days == 1 ? "day" : "days"), on "
            + "\(retirement.day) (\(retirement.source)); \(Self.then(deployment.upgrade))"
        return finding(.modelRetiring, nil, name, seen: seen, successor(for: deployment)) + preview(deployment)
    }

    private func preview(_ deployment: AzureDeployment) -> [ReadinessFinding] {
        guard offer(of: deployment)?.lifecycle?.lowercased() == "preview" else { return [] }
        let seen = "'\(deployment.name)' holds \(Self.model(of: deployment))."
        return finding(.modelPreview, nil, deployment.name, seen: seen)
    }

    /// What the deployment does on that day.
    private static func then(_ upgrade: String?) -> String {
        switch upgrade?.lowercased() {
        case "noautoupgrade"?: "then the deployment stops, as NoAutoUpgrade says."
        case "oncenewdefaultversionavailable"?, "oncecurrentversionexpired"?:
            "then Azure puts the default version in its place, which answers differently."
        default: "what the deployment does then is not known."
        }
    }

    /// What to put in a deployment's place: of what the account offers, the model that stays longest, of the same
    /// family first, and no preview.
    fileprivate func successor(for deployment: AzureDeployment?) -> [String: String] {
        var values = deployment.map(parameters) ?? [:]
        let offers = (environment.models ?? []).filter { offer in
            offer.isRealtime && offer.name.contains("realtime") && offer.lifecycle?.lowercased() != "preview"
                && !["transcribe", "whisper", "translate"].contains { offer.name.contains($0) }
                && offer.retires.map { day.days(until: $0) > Self.noticeDays } == true
        }
        let isMini = deployment?.model?.contains("mini") == true
        let family = offers.filter { $0.name.contains("mini") == isMini }
        let best = (family.isEmpty ? offers : family).max { one, other in
            (one.retires?.daysSince1970 ?? 0, one.name) < (other.retires?.daysSince1970 ?? 0, other.name)
        }
        values["model"] = best?.name
        values["version"] = best?.version
        return values
    }

    fileprivate func parameters(of deployment: AzureDeployment) -> [String: String] {
        var values = ["deployment": deployment.name]
        values["type"] = deployment.type
        values["capacity"] = deployment.capacity.map(Self.number)
        return values
    }
}

extension ReadinessFinding {
    /// Of a deployment that nobody must use.
    fileprivate var milder: ReadinessFinding {
        guard severity == .blocks else { return self }
        return ReadinessFinding(
            id: id,
            area: area,
            severity: .warns,
            subject: subject,
            message: message + " Another deployment is ready.",
            remedy: remedy
        )
    }
}
