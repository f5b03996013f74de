import Bytes
import Migration
import Testing

@Suite("Drift")
struct EnvironmentComparisonTests {
    @Test("What differs is shown, and nothing that differs by its nature")
    func drift() throws {
        let comparison = EnvironmentComparison(
            try Recordings().environment,
            named: "production",
            try Recordings("staging").environment,
            named: "staging"
        )
        #expect(
            comparison.differences.map { "\($0.what): \($0.one) | \($0.other)" } == [
                "kind: AIServices | OpenAI",
                "names: receptionist, summaries, transcripts | old-receptionist, receptionist, summaries",
                "receptionist, model: gpt-realtime-1.5 | gpt-realtime-mini",
                "receptionist, version: 2026-02-23 | 2025-12-15", "receptionist, capacity: 100 | 10",
                "receptionist, upgrades: OnceCurrentVersionExpired | NoAutoUpgrade", "summaries, capacity: 250 | 50",
                "public access: Disabled | Enabled", "who is let in otherwise: Deny | Allow",
                "who passes by the rules: AzureServices | None", "rules for addresses: 1 | 0",
                "private endpoints, approved: 2 | 1", "private endpoints, not approved: 0 | 1",
                "logs: Audit, AzureOpenAIRequestUsage, RequestResponse | Trace", "keys: disabled | allowed",
                "roles of callers: Cognitive Services OpenAI User (ServicePrincipal) | "
                    + "Cognitive Services OpenAI User (User)",
            ]
        )
        #expect(!comparison.isSame && comparison.unknown == [])
        #expect(comparison.text.contains("account  kind\n    production: AIServices\n    staging: OpenAI\n"))
        #expect(comparison.text.hasSuffix("16 differences."))
        let json = try JSON(parsing: comparison.json)
        #expect(json["same"] == false && json["environments"] == ["production", "staging"])
        #expect(json["differences"]?.array?.count == 16)
    }

    @Test("The same is the same")
    func same() throws {
        let one = try Recordings().environment
        let comparison = EnvironmentComparison(one, named: "a", one, named: "b")
        #expect(comparison.isSame && comparison.text == "No drift.")
    }

    @Test("What is not known of one, or of both, is no drift, and is told")
    func unknown() throws {
        var recordings = try Recordings()
        let whole = recordings.environment
        recordings.documents["deployments.json"] = nil
        recordings.documents["deployments-api.json"] = nil
        recordings.documents["diagnostics.json"] = nil
        let part = recordings.environment
        let one = EnvironmentComparison(whole, named: "a", part, named: "b")
        #expect(one.isSame && one.differences == [])
        #expect(one.text.hasPrefix("Not known of b: deployments, names; logging, logs; logging, destinations."))
        #expect(one.text.hasSuffix("No drift in what is known."))
        let both = EnvironmentComparison(part, named: "a", part, named: "b")
        #expect(both.isSame)
        #expect(both.text.hasPrefix("Not known of a and b: deployments, names; logging, logs; logging, destinations."))
        let rows = try #require(try JSON(parsing: one.json)["unknown"]?.array)
        #expect(rows.first == ["area": "deployments", "what": "names", "environments": ["b"]])
    }

    @Test("Why something is not known is told")
    func gaps() throws {
        let recordings = try Recordings()
        var plan = AzPlan(name: "voice-prod", group: "rg-voice-prod")
        while let question = plan.next() {
            let isDenied = question.kind == .diagnostics
            let errors = Array("ERROR: (AuthorizationFailed) The client does not have authorization".utf8)
            let recorded = recordings.documents[question.fileName]?.bytes ?? []
            plan.took(.ended(status: isDenied ? 1 : 0, output: recorded, errors: errors), of: question)
        }
        let comparison = EnvironmentComparison(
            recordings.environment,
            named: "saved",
            plan.environment,
            named: "live"
        )
        #expect(comparison.isSame)
        let why = "live, diagnostics: \(AzFailure.forbidden.reason). \(AzFailure.forbidden.remedy)"
        #expect(comparison.text.contains(why), "\(comparison.text)")
        let gap = try #require(try JSON(parsing: comparison.json)["gaps"]?.array?.first)
        #expect(gap["environment"] == "live" && gap["of"] == "diagnostics")
        #expect(gap["reason"]?.string == AzFailure.forbidden.reason)
    }
}
