internal import Glibc
internal import Migration

/// `antiphon readiness`, taken apart.
struct ReadinessOptions: Sendable, Equatable {
    /// Where what `az` prints comes from.
    enum Source: Sendable, Equatable {
        case files([String])
        case account(name: String, group: String)
    }

    /// One, or the two that are compared.
    let sources: [Source]
    let isComparison: Bool
    let subscription: String?
    let deployment: String?
    let collectsInto: String?
    /// Nil: today.
    let day: CalendarDay?
    let timeout: Duration
    let isJSON: Bool
    /// Of several accounts in a file, this one.
    let account: String?

    static let usage = CommandUsage(
        name: "readiness",
        purpose: "reports whether an Azure account is ready for Realtime clients",
        operands: "[PATH...]",
        options: [
            .init("--resource", "NAME", "ask `az` about this account; of several in a file, mean this one"),
            .init("--resource-group", "GROUP", "where the account is"),
            .init("--subscription", "ID", "which subscription; the one `az` is set to if left out"),
            .init("--deployment", "NAME", "the deployment that the client names as its model"),
            .init("--compare", nil, "show what differs between two: files, folders, or GROUP/NAME"),
            .init("--collect", "FOLDER", "keep there what `az` printed, without secrets"),
            .init("--on", "DATE", "judge as of this day (YYYY-MM-DD); today if left out"),
            .init("--timeout", "SECONDS", "how long `az` may take for one answer; 60 if left out"),
            .init("--json", nil, "one JSON object"),
            CommandUsage.helpOption,
        ],
        remarks: [
            "PATHs are files that `az` printed, or folders of them; what each is shows in its shape. `az` is asked",
            "with show and list only, never for keys, and nothing that looks like a secret is printed or kept.",
            "Exit codes: 0 ready, or no drift; 1 not ready, or drift; 2 wrong usage.",
        ]
    )

    init(_ arguments: [String]) throws(CommandFailure) {
        let words = try CommandWords(arguments, for: Self.usage)
        isComparison = words.has("--compare")
        isJSON = words.has("--json")
        deployment = words["--deployment"]
        subscription = try Self.name("--subscription", words)
        collectsInto = words["--collect"]
        account = try Self.name("--resource", words)
        day = try Self.day(words["--on"])
        timeout = try Self.timeout(words["--timeout"])
        sources = try Self.sources(words, account: account)
        let asks = sources.contains { if case .account = $0 { true } else { false } }
        if !asks, let option = ["--subscription", "--collect", "--timeout"].first(where: words.has) {
            throw .usage("\(option) is about asking `az`; name an account with --resource.", of: Self.usage)
        }
        if isComparison, let option = ["--collect", "--deployment"].first(where: words.has) {
            throw .usage("\(option) is about one account; --compare shows two.", of: Self.usage)
        }
    }

    private static func sources(_ words: CommandWords, account: String?) throws(CommandFailure) -> [Source] {
        let group = try name("--resource-group", words)
        if words.has("--compare") {
            guard words.operands.count == 2 else {
                throw .usage("--compare takes two: files, folders, or GROUP/NAME.", of: usage)
            }
            return try words.operands.map { (word) throws(CommandFailure) in try compared(word) }
        }
        if !words.operands.isEmpty {
            if group != nil { throw .usage("Give --resource-group or files, not both.", of: usage) }
            return [.files(words.operands)]
        }
        switch (account, group) {
        case (let name?, let group?): return [.account(name: name, group: group)]
        case (_?, nil): throw .usage("--resource needs --resource-group.", of: usage)
        case (nil, _?): throw .usage("--resource-group needs --resource.", of: usage)
        case (nil, nil): throw .usage("antiphon readiness needs --resource, or files that `az` printed.", of: usage)
        }
    }

    /// What is there is files; else it must be an account's name.
    private static func compared(_ word: String) throws(CommandFailure) -> Source {
        if access(word, F_OK) == 0 { return .files([word]) }
        let parts = word.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, parts.allSatisfy(isName) else {
            throw .usage("'\(word)' is neither there, nor an account as GROUP/NAME.", of: usage)
        }
        return .account(name: parts[1], group: parts[0])
    }

    private static func name(_ option: String, _ words: CommandWords) throws(CommandFailure) -> String? {
        guard let name = words[option] else { return nil }
        guard isName(name) else {
            throw .usage("\(option) is a name of letters, digits, and - _ . ( ), and was given '\(name)'.", of: usage)
        }
        return name
    }

    /// What Azure lets names be; so none is taken for an option.
    private static func isName(_ word: String) -> Bool {
        let isPlain = word.unicodeScalars.allSatisfy {
            $0.properties.isAlphabetic || $0.properties.numericType != nil || "-_.() ".unicodeScalars.contains($0)
        }
        return isPlain && !word.isEmpty && word.utf8.count <= 256 && !word.hasPrefix("-")
    }

    private static func day(_ word: String?) throws(CommandFailure) -> CalendarDay? {
        guard let word else { return nil }
        guard word.utf8.count == 10, let day = CalendarDay(word) else {
            throw .usage("--on is a day such as 2026-11-21, and was given '\(word)'.", of: usage)
        }
        return day
    }

    private static func timeout(_ word: String?) throws(CommandFailure) -> Duration {
        guard let word else { return .seconds(60) }
        guard let seconds = Double(word), seconds > 0, seconds <= 3_600 else {
            throw .usage("--timeout is a number of seconds up to 3600, and was given '\(word)'.", of: usage)
        }
        return .seconds(seconds)
    }
}
