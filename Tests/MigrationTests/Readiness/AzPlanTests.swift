import Bytes
import Migration
import Testing

@Suite("What az is asked")
struct AzPlanTests {
    /// Answers from the recordings, but for what is told.
    private func run(_ answers: (AzCommand) -> AzPlan.Outcome?) throws -> (plan: AzPlan, asked: [AzCommand]) {
        let recordings = try Recordings()
        var plan = AzPlan(name: "voice-prod", group: "rg-voice-prod")
        var asked: [AzCommand] = []
        while let question = plan.next() {
            asked.append(question)
            let recorded = try #require(recordings.documents[question.fileName], "\(question.fileName)")
            plan.took(answers(question) ?? .ended(status: 0, output: recorded.bytes, errors: []), of: question)
        }
        return (plan, asked)
    }

    private static let id = "/resourceGroups/rg-voice-prod/providers/Microsoft.CognitiveServices/accounts/voice-prod"

    @Test("The account first, then all that belongs to it, each once")
    func order() throws {
        let (plan, asked) = try run { _ in nil }
        let verbs = asked.map { $0.words.prefix { !$0.hasPrefix("-") }.joined(separator: " ") }
        #expect(
            verbs == [
                "cognitiveservices account show", "cognitiveservices account deployment list",
                "cognitiveservices account list-models", "cognitiveservices account list-usage",
                "cognitiveservices usage list", "rest", "network private-endpoint-connection list",
                "monitor diagnostic-settings list", "role assignment list", "provider show", "provider show",
            ]
        )
        #expect(plan.failure == nil && Readiness(plan.environment, on: Recordings.day).findings == [])
        let rest = try #require(asked.first { $0.words.first == "rest" })
        #expect(rest.words.last?.hasSuffix(Self.id + "/deployments?api-version=2025-06-01") == true)
    }

    @Test("Only what reads, and never keys")
    func readOnly() throws {
        for question in try run({ _ in nil }).asked {
            for subscription in [nil, "s"] {
                let arguments = question.arguments(subscription: subscription)
                #expect(AzCommand.isReadOnly(arguments) && !arguments.contains("keys"))
                #expect(arguments.suffix(3) == ["--output", "json", "--only-show-errors"])
                #expect(arguments.contains("--subscription") == (subscription != nil))
            }
        }
        for line in [
            "cognitiveservices account keys list --name x", "cognitiveservices account delete --name x", "rest",
            "rest --method post --url /x", "rest --url /x --method get", "rest --method get --url /x --body {}",
            "role assignment create --scope /x", "account get-access-token", "", "--version",
            "cognitiveservices account show keys list",
        ] {
            #expect(!AzCommand.isReadOnly(line.split(separator: " ").map(String.init)), "\(line)")
        }
    }

    static let failures: [(String, AzFailure)] = [
        ("ERROR: Please run 'az login' to setup account.", .notLoggedIn),
        ("ERROR: AADSTS700082: The refresh token has expired due to inactivity.", .notLoggedIn),
        (
            "ERROR: (AuthorizationFailed) The client 'ana@voice.example' does not have authorization to perform action",
            .forbidden
        ),
        ("ERROR: (ResourceNotFound) The Resource 'x' under resource group 'y' was not found.", .notFound),
        ("ERROR: (ResourceGroupNotFound) Resource group 'y' could not be found.", .notFound),
        ("ERROR: 'list-models' is misspelled or not recognized by the system.", .tooOld),
        ("az: error: unrecognized arguments: --include-inherited", .tooOld),
        ("HTTPSConnectionPool(host='x'): Max retries exceeded with url: /x", .noNetwork),
        ("WARNING: a\nERROR: The server is busy.\n", .other("it said: The server is busy.")),
        ("", .other("it ended with status 1 and said nothing")),
        (String(repeating: "x ", count: 150), .other("it said: \(String(repeating: "x ", count: 100))…")),
    ]

    @Test("What az complains of is understood", arguments: failures)
    func understood(_ text: String, _ failure: AzFailure) {
        #expect(AzFailure(status: 1, errors: Array(text.utf8)) == failure)
    }

    @Test("Without the account nothing else is asked", arguments: failures)
    func account(_ text: String, _ failure: AzFailure) throws {
        let (plan, asked) = try run { _ in .ended(status: 1, output: [], errors: Array(text.utf8)) }
        #expect(plan.failure == failure && asked.count == 1)
    }

    @Test("What only one question is refused is not known, and the rest is")
    func forbidden() throws {
        let (plan, asked) = try run { question in
            guard case .roles = question else { return nil }
            return .ended(status: 1, output: [], errors: Array("ERROR: (AuthorizationFailed)".utf8))
        }
        #expect(asked.count == 11 && plan.failure == nil)
        let readiness = Readiness(plan.environment, on: Recordings.day)
        #expect(readiness.findings.map(\.id) == [.notKnown] && readiness.isReady)
        #expect(readiness.findings.first?.message.contains("may not read it. Ask for the role Reader") == true)
        #expect(readiness.findings.first?.remedy.hasPrefix("az role assignment list --scope /subscriptions/") == true)
    }

    @Test("Where one of two questions is answered, nothing is missing")
    func either() throws {
        let refused = AzPlan.Outcome.ended(status: 1, output: [], errors: Array("ERROR: busy".utf8))
        let first = try run { if case .deployments = $0 { refused } else { nil } }
        #expect(Readiness(first.plan.environment, on: Recordings.day).findings == [])
        let second = try run { if case .deploymentsOfAPI = $0 { refused } else { nil } }
        #expect(Readiness(second.plan.environment, on: Recordings.day).findings == [])
        // An account's own usage does not tell the region's quota.
        let quota = try run { if case .quota = $0 { refused } else { nil } }
        #expect(Readiness(quota.plan.environment, on: Recordings.day).findings.map(\.subject) == ["quota"])
    }

    @Test("Who is not logged in any more is not asked again; two silences are enough")
    func ends() throws {
        let login = Array("ERROR: Please run 'az login' to setup account.".utf8)
        let (plan, asked) = try run { question in
            if case .models = question { .ended(status: 1, output: [], errors: login) } else { nil }
        }
        #expect(asked.count == 3)
        #expect(Readiness(plan.environment, on: Recordings.day).count(.unknown) == 6)
        let silent = try run { question in
            switch question {
            case .usage, .roles, .provider: .timedOut
            default: nil
            }
        }
        #expect(silent.asked.count == 10)
        let hung = try run { if case .account = $0 { nil } else { .timedOut } }
        #expect(hung.asked.count == 3)
        #expect(Readiness(hung.plan.environment, on: Recordings.day).findings.allSatisfy { $0.id == .notKnown })
    }

    @Test("What is no answer is told as such")
    func unreadable() throws {
        for output in ["", "WARNING: x", "[1, 2]", "{\"a\": 1}", "{"] {
            let (plan, _) = try run { _ in .ended(status: 0, output: Array(output.utf8), errors: []) }
            #expect(plan.failure == .unreadable, "\(output)")
        }
        #expect(try run { _ in .notStarted }.plan.failure == .missing)
        #expect(try run { _ in .tooLong }.plan.failure == .tooLong)
    }
}
