internal import Bytes
internal import Glibc
package import Migration
internal import NetIO
internal import RealtimeClient

/// `antiphon readiness`: brings what `az` prints to those who judge it, and what they say to the terminal.
public enum ReadinessCommand {
    public static var usage: CommandUsage { ReadinessOptions.usage }

    /// Throws where it is not ready, too: what was found is printed by then.
    public static func run(_ arguments: [String], environment: [String: String]) async throws(CommandFailure) {
        let interrupts = await Interrupts.watch()
        let task = Task { () -> Result<Void, CommandFailure> in
            do throws(CommandFailure) {
                let today = CalendarDay(daysSince1970: Int(time(nil)) / 86_400)
                return .success(try await run(arguments, environment: environment, console: .process, today: today))
            } catch { return .failure(error) }
        }
        let ear = Task { for await _ in interrupts { task.cancel() } }
        defer { ear.cancel() }
        try await task.value.get()
    }

    package static func run(
        _ arguments: [String],
        environment: [String: String],
        console: Console,
        today: CalendarDay
    ) async throws(CommandFailure) {
        let work = Work(options: try ReadinessOptions(arguments), variables: environment, console: console)
        let isWell = try await work.run(on: today)
        if !isWell { throw CommandFailure(text: "", exitCode: 1) }
    }
}

private struct Work {
    let options: ReadinessOptions
    let variables: [String: String]
    let console: Console

    func run(on today: CalendarDay) async throws(CommandFailure) -> Bool {
        var environments: [AzureEnvironment] = []
        for source in options.sources { environments.append(try await environment(from: source)) }
        if options.isComparison, environments.count == 2 {
            let names = options.sources.map(Self.name)
            let comparison = EnvironmentComparison(
                environments[0],
                named: names[0],
                environments[1],
                named: names[1]
            )
            console.print((options.isJSON ? comparison.json : comparison.text) + "\n")
            return comparison.isSame
        }
        guard let environment = environments.first else { return false }
        let readiness = Readiness(environment, deployment: options.deployment, on: options.day ?? today)
        console.print((options.isJSON ? readiness.json : readiness.text) + "\n")
        return readiness.isReady
    }

    private static func name(_ source: ReadinessOptions.Source) -> String {
        switch source {
        case .files(let paths): paths.joined(separator: " ")
        case .account(let name, let group): "\(group)/\(name)"
        }
    }

    private func environment(from source: ReadinessOptions.Source) async throws(CommandFailure) -> AzureEnvironment {
        switch source {
        case .files(let paths):
            let files = try ReadinessFiles(paths, account: options.account)
            for remark in files.remarks { console.note("antiphon readiness: \(Redaction.text(remark))\n") }
            return files.environment
        case .account(let name, let group): return try await ask(name, group)
        }
    }

    private func ask(_ name: String, _ group: String) async throws(CommandFailure) -> AzureEnvironment {
        guard
            let program = AzProgram(
                variables,
                subscription: options.subscription,
                timeout: options.timeout,
                on: NetIOConnector.sharedLoop
            )
        else { throw Self.failure(.missing, name) }
        var plan = AzPlan(name: name, group: group)
        try makeFolder()
        while let question = plan.next() {
            if console.errorIsTerminal { console.note("az \(question.words.prefix(3).joined(separator: " "))…\n") }
            let outcome = await program.ask(question)
            if Task.isCancelled { throw .failed("Interrupted.") }
            if let document = plan.took(outcome, of: question) { try keep(document, question) }
        }
        if let failure = plan.failure { throw Self.failure(failure, name) }
        return plan.environment
    }

    private static func failure(_ why: AzFailure, _ name: String) -> CommandFailure {
        .failed(Redaction.text("Nothing can be said of '\(name)': \(why.reason). \(why.remedy)"))
    }

    private func makeFolder() throws(CommandFailure) {
        guard let folder = options.collectsInto, mkdir(folder, 0o700) != 0, errno != EEXIST else { return }
        throw .failed("\(folder) cannot be made: \(String(cString: strerror(errno))).")
    }

    /// Without what nobody should see.
    private func keep(_ document: JSON, _ question: AzCommand) throws(CommandFailure) {
        guard let folder = options.collectsInto else { return }
        let path = "\(folder)/\(question.fileName)"
        guard !FileBytes.create(path, Redaction.json(document).bytes) else { return }
        throw .failed("\(path) cannot be written: \(String(cString: strerror(errno))).")
    }
}
