public import RealtimeAPI

/// Every number this server reports, declared once. `docs/metrics.md` is made from the same list.
///
/// Names and labels are fixed before the start: nothing that comes from outside makes a new one.
public final class Metrics: Sendable {
    public let sessionsOpen = Gauge<Kind>("antiphon_sessions_open", "Sessions open now.")
    public let sessionsStarted = Counter<Kind>("antiphon_sessions_started_total", "Sessions begun.")
    public let previewSessions = Counter<NoLabels>(
        "antiphon_preview_sessions_started_total",
        "Sessions begun in the Preview dialect, of those above."
    )
    public let previewLosses = Counter<Loss>(
        "antiphon_preview_losses_total",
        "Sessions in which something was said that the other dialect has no words for, by what (docs/migration.md)."
    )
    public let sessionsEnded = Counter<End>("antiphon_sessions_ended_total", "Sessions ended, by why.")

    public let connectionsOpen = Gauge<NoLabels>("antiphon_connections_open", "Connections open now.")
    public let connectionsAccepted = Counter<NoLabels>("antiphon_connections_accepted_total", "Connections accepted.")
    public let connectionsRefused = Counter<NoLabels>(
        "antiphon_connections_refused_total",
        "Connections closed at once, as there were too many."
    )
    public let handshakeFailures = Counter<NoLabels>("antiphon_tls_failures_total", "TLS handshakes that failed.")
    public let connectionTimeouts = Counter<NoLabels>(
        "antiphon_connection_timeouts_total",
        "Connections ended as they were too slow, and WebSockets as their peers answered no ping."
    )
    public let requests = Counter<Request>("antiphon_http_requests_total", "HTTP requests answered.")
    public let admissionsRefused = Counter<ErrorCode>(
        "antiphon_admissions_refused_total",
        "Sessions refused before they began, by the error that was answered."
    )

    public let clientEvents = Counter<NoLabels>("antiphon_client_events_total", "Events received.")
    public let serverEvents = Counter<NoLabels>("antiphon_server_events_total", "Events sent.")
    public let audioIn = Counter<NoLabels>(
        "antiphon_audio_in_seconds_total",
        "Audio received.",
        countsDurations: true
    )
    public let audioOut = Counter<NoLabels>("antiphon_audio_out_seconds_total", "Audio sent.", countsDurations: true)
    public let turns = Counter<TurnEnding>("antiphon_turns_ended_total", "The user's turns ended, by what ended them.")
    public let responses = Counter<ResponseEnd>("antiphon_responses_total", "Responses ended.")
    public let firstAudio = Histogram(
        "antiphon_first_audio_seconds",
        "From the end of the user's turn to the first audio of the answer.",
        bounds: [0.05, 0.1, 0.15, 0.2, 0.3, 0.5, 0.8, 1.3, 2.1, 5]
    )
    public let speechStartedDelay = Histogram(
        "antiphon_speech_started_delay_seconds",
        "From the audio in which speech begins to the event that tells of it.",
        bounds: [0.02, 0.04, 0.06, 0.08, 0.1, 0.15, 0.2, 0.3, 0.5, 1]
    )

    public let mcpAnswers = Counter<MCPAnswer>(
        "antiphon_mcp_answers_total",
        "Lists of tools and calls that MCP servers answered, or failed to."
    )
    public let limiterRefusals = Counter<NoLabels>("antiphon_limiter_refusals_total", "What a key's limits refused.")
    public let secretsIssued = Counter<NoLabels>("antiphon_secrets_issued_total", "Client secrets made.")
    public let effectTimeouts = Counter<NoLabels>(
        "antiphon_effect_timeouts_total",
        "Back ends given up, as they were silent for too long."
    )
    public let slowClientsClosed = Counter<NoLabels>(
        "antiphon_slow_clients_closed_total",
        "Connections closed, as they did not read what they were sent."
    )
    public let logLinesDropped = Counter<NoLabels>(
        "antiphon_log_lines_dropped_total",
        "Log lines lost, wholly or in part, as nobody read them."
    )

    /// Which build this is.
    public let version: String
    private let process: [SampledGauge]

    /// Uptime counts from here.
    public init(version: String) {
        self.version = version
        let start = ContinuousClock.now
        process = [
            SampledGauge("process_resident_memory_bytes", "Memory in use.") { ProcessFigures.residentBytes },
            SampledGauge("process_open_fds", "File descriptors in use.") { ProcessFigures.openDescriptors },
            SampledGauge("antiphon_uptime_seconds", "Since the start.") {
                let (seconds, attoseconds) = (ContinuousClock.now - start).components
                return Double(seconds) + Double(attoseconds / 1_000_000_000_000_000) / 1_000
            },
            SampledGauge("antiphon_build_info", "Always 1; the label says which build.", labels: [("version", version)])
            {
                1
            },
        ]
    }

    package var all: [any Metric] {
        [
            sessionsOpen, sessionsStarted, previewSessions, previewLosses, sessionsEnded, connectionsOpen,
            connectionsAccepted, connectionsRefused,
            handshakeFailures, connectionTimeouts, requests, admissionsRefused, clientEvents, serverEvents, audioIn,
            audioOut, turns, responses, firstAudio, speechStartedDelay, mcpAnswers, limiterRefusals, secretsIssued,
            effectTimeouts, slowClientsClosed, logLinesDropped,
        ] + process
    }

    /// What `/metrics` answers with.
    public static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    /// The text that a Prometheus server scrapes.
    public var exposition: String { all.map(\.exposition).joined() }
}
