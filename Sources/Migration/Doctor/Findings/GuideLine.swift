/// A line of the verification checklist of Microsoft's guide to migrating from Preview to GA, and what answers it.
public enum GuideLine: String, Sendable, CaseIterable {
    case sdk, endpoints, apiVersion, events, sessionType, betaHeader, webRTC, tested, audio, warnings, performance

    /// What the line asks for.
    public var asks: String {
        switch self {
        case .sdk: "The SDK is a version that speaks GA"
        case .endpoints: "Addresses have the form `/openai/v1/realtime`"
        case .apiVersion: "`api-version` is gone from the addresses"
        case .events: "Events have their GA names (`response.output_text.delta` and so on)"
        case .sessionType: "`session.update` has its `type`"
        case .betaHeader: "The header `OpenAI-Beta` is gone"
        case .webRTC: "The addresses for WebRTC are the new ones"
        case .tested: "The application was tried where it harms nobody"
        case .audio: "Sound goes in and comes out"
        case .warnings: "The application's log has no deprecation warnings"
        case .performance: "It is as fast as before"
        }
    }

    /// The command that answers it.
    public var command: String {
        switch self {
        case .sdk, .warnings: "antiphon check ."
        case .endpoints, .apiVersion: "antiphon check . && antiphon doctor URL"
        case .events: "antiphon check . && antiphon doctor URL --yes"
        case .sessionType: "antiphon check . && antiphon doctor URL --session FILE"
        case .betaHeader: "antiphon check . && antiphon doctor URL --beta"
        case .webRTC: "antiphon check . && antiphon doctor URL"
        case .tested: "antiphon serve --engine scripted --script FILE"
        case .audio, .performance: "antiphon doctor URL --yes"
        }
    }

    /// How it answers.
    public var answer: String {
        switch self {
        case .sdk: "manifests and locks below the floor are named"
        case .endpoints:
            "`check` names the lines, `doctor` opens the address as it is and says which one answers instead"
        case .apiVersion: "row `session`: `api-version-leftover`, or that the server ignores it"
        case .events: "row `events`: the names that the server really says"
        case .sessionType: "rows `update` and `your session`: what is refused, and the place of it"
        case .betaHeader: "`beta-header-refused`; without `--beta`, row `beta header` says what would happen"
        case .webRTC: "rows `client secrets` and `calls`"
        case .tested: "a server on your machine that says the same every time"
        case .audio: "rows `audio`, `bad audio` and `audio turn`"
        case .warnings: "what would be warned of stands in the source; models to be shut down are named"
        case .performance: "the times in the rows `connection`, `session`, `text turn` and `audio turn`"
        }
    }

    /// The section of docs/migration.md.
    public static var documentation: String {
        let rows = allCases.map { "| \($0.asks) | `\($0.command)` | \($0.answer) |" }
        return (["| the guide's line | command | what answers |", "| --- | --- | --- |"] + rows).joined(separator: "\n")
    }
}
