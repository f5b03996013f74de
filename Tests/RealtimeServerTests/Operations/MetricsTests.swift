import RealtimeAPI
import RealtimeEngine
import RealtimeServer
import Testing

@Suite("Metrics")
struct MetricsTests {
    let metrics = Metrics(version: "1.0 \"a\\b\"\n")

    @Test("Every name is one, ends in its unit, and has a help that is a sentence")
    func names() {
        let names = metrics.all.map(\.name)
        #expect(Set(names).count == names.count)
        let units = ["_total", "_seconds", "_bytes", "_open", "_fds", "_info"]
        for metric in metrics.all {
            #expect(units.contains { metric.name.hasSuffix($0) }, "\(metric.name)")
            #expect((metric.kind == .counter) == metric.name.hasSuffix("_total"), "\(metric.name)")
            #expect(metric.help.hasSuffix("."), "\(metric.name)")
        }
    }

    @Test("All series are there from the start, at nought")
    func start() {
        #expect(metrics.value(#"antiphon_sessions_open{kind="realtime"}"#) == 0)
        #expect(metrics.value(#"antiphon_sessions_ended_total{reason="too_slow"}"#) == 0)
        #expect(metrics.value(#"antiphon_http_requests_total{route="models",status="5xx"}"#) == 0)
        #expect(metrics.value(#"antiphon_admissions_refused_total{code="invalid_api_key"}"#) == 0)
    }

    @Test("What is counted is told")
    func counting() {
        metrics.sessionsOpen.add(2, .realtime)
        metrics.sessionsOpen.add(-1, .realtime)
        metrics.sessionsEnded.add(1, Metrics.End(.expired))
        metrics.requests.add(1, Metrics.Request(.models, status: 404))
        metrics.requests.add(1, Metrics.Request(.models, status: 9_999))
        metrics.audioIn.add(.milliseconds(2_500))
        metrics.admissionsRefused.add(3, .invalidAPIKey)
        for end in [TurnEnd.score, .patience, .patience, .bufferFull] { metrics.turns.add(1, .init(end)) }
        #expect(metrics.value(#"antiphon_sessions_open{kind="realtime"}"#) == 1)
        #expect(metrics.value(#"antiphon_sessions_ended_total{reason="expired"}"#) == 1)
        #expect(metrics.value(#"antiphon_http_requests_total{route="models",status="4xx"}"#) == 1)
        #expect(metrics.value(#"antiphon_http_requests_total{route="models",status="5xx"}"#) == 1)
        #expect(metrics.value("antiphon_audio_in_seconds_total") == 2.5)
        #expect(metrics.value(#"antiphon_turns_ended_total{by="patience"}"#) == 2)
        #expect(metrics.value(#"antiphon_turns_ended_total{by="buffer_full"}"#) == 1)
        #expect(metrics.value(#"antiphon_turns_ended_total{by="silence"}"#) == 0)
        #expect(metrics.value(#"antiphon_admissions_refused_total{code="invalid_api_key"}"#) == 3)
    }

    @Test("A histogram's buckets add up; a bound belongs to its bucket")
    func histogram() {
        for duration in [Duration.milliseconds(10), .milliseconds(50), .milliseconds(51), .seconds(60), .seconds(-1)] {
            metrics.firstAudio.observe(duration)
        }
        metrics.speechStartedDelay.observe(.seconds(Int64.max))
        #expect(metrics.value(#"antiphon_first_audio_seconds_bucket{le="0.05"}"#) == 3)
        #expect(metrics.value(#"antiphon_first_audio_seconds_bucket{le="0.1"}"#) == 4)
        #expect(metrics.value(#"antiphon_first_audio_seconds_bucket{le="5"}"#) == 4)
        #expect(metrics.value(#"antiphon_first_audio_seconds_bucket{le="+Inf"}"#) == 5)
        #expect(metrics.value("antiphon_first_audio_seconds_count") == 5)
        #expect(metrics.value("antiphon_first_audio_seconds_sum") == 60.111)
    }

    @Test("The text is Prometheus' format, and escapes what would break it")
    func exposition() {
        let text = metrics.exposition
        #expect(
            text.hasPrefix(
                """
                # HELP antiphon_sessions_open Sessions open now.
                # TYPE antiphon_sessions_open gauge
                antiphon_sessions_open{kind="realtime"} 0

                """
            )
        )
        #expect(text.contains(#"antiphon_build_info{version="1.0 \"a\\b\"\n"} 1"# + "\n"))
        #expect(text.hasSuffix("\n"))
        let sample = /[a-z_]+(\{([a-z]+="([^"\\\n]|\\["\\n])*",?)+\})? -?[0-9.e+-]+/
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            #expect(line.wholeMatch(of: sample) != nil, "\(line)")
        }
    }

    @Test("The process tells of itself")
    func process() throws {
        #expect(try #require(metrics.value("process_resident_memory_bytes")) > 1_000_000)
        #expect(try #require(metrics.value("process_open_fds")) >= 3)
        #expect(try #require(metrics.value("antiphon_uptime_seconds")) >= 0)
    }
}

@Suite("docs/metrics.md")
struct MetricsDocumentationTests {
    @Test("The documentation lists every metric")
    func table() throws {
        let rows = Metrics(version: "").all.map { metric in
            let labels = metric.labelNames.map { "`\($0)`" }.joined(separator: ", ")
            return "| `\(metric.name)` | \(metric.kind.rawValue) | \(labels) | \(metric.help) |"
        }
        let head = "| metric | kind | labels | what it tells |\n| --- | --- | --- | --- |\n"
        try HeldDocument(name: "metrics.md").hold(to: head + rows.joined(separator: "\n") + "\n")
    }
}
