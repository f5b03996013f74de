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
            comparison.differences.map { "\($0.what): \($0.one ?? "?") | \($0.other ?? "?")" } == [
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

    @Test("What one does not say is a difference, and what neither says is told")
    func unknown() throws {
        var recordings = try Recordings()
        let whole = recordings.environment
        recordings.documents["deployments.json"] = nil
        recordings.documents["deployments-api.json"] = nil
        recordings.documents["diagnostics.json"] = nil
        let part = recordings.environment
        let one = EnvironmentComparison(whole, named: "a", part, named: "b")
        #expect(one.differences.map(\.what) == ["names", "logs", "destinations"])
        #expect(one.differences.allSatisfy { $0.other == nil } && one.text.contains("    b: not known"))
        let both = EnvironmentComparison(part, named: "a", part, named: "b")
        #expect(both.isSame)
        #expect(both.text.hasPrefix("Not known of either: deployments, names; logging, logs; logging, destinations."))
    }
}
