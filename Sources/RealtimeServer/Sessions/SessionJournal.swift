internal import HTTP
internal import MCP
internal import NetIO
internal import RealtimeAPI
internal import RealtimeEngine

/// What is written down of a session: lines in the log, counts in the metrics. Never what was said.
struct SessionJournal {
    private let kind: SessionKind
    private let log: Log
    private let metrics: Metrics
    private let startedAt = EventLoop.now
    /// When the last turn ended that has not been answered by audio yet.
    private var turnEndedAt: Duration?
    /// When the last event came: what it leads to is told at once, or it is late.
    private var receivedAt = EventLoop.now
    private var eventsReceived = 0
    private var eventsSent = 0
    private var heard = Ticks.zero
    private var spoken = Ticks.zero
    private var tracing: Tracing?
    private var clientEnd: WebSocketEnd?

    init(
        _ id: String,
        kind: SessionKind,
        model: String,
        dialect: DialectName,
        origin: SessionOrigin,
        log: Log,
        metrics: Metrics
    ) {
        self.kind = kind
        self.metrics = metrics
        self.log = log.with(origin, session: id)
        if let kind = Metrics.Kind(kind) {
            metrics.sessionsStarted.add(1, kind)
            metrics.sessionsOpen.add(1, kind)
        }
        if dialect == .preview { metrics.previewSessions.add() }
        self.log(.info, "session.started", ["kind": kind.rawValue, "model": model, "dialect": dialect.rawValue])
    }

    mutating func received() {
        eventsReceived += 1
        receivedAt = EventLoop.now
    }

    mutating func heard(_ length: Ticks) { heard += length }

    mutating func sent(_ event: ServerEvent, messages: Int) {
        eventsSent += messages
        switch event {
        case .responseDone(let body):
            if let end = body.response.status.flatMap({ Metrics.ResponseEnd($0) }) { metrics.responses.add(1, end) }
        // Base64 of PCM16: eight characters are three samples.
        case .translationAudioDelta(let body): spoken += Ticks(body.delta.utf8.count * 3 / 8)
        case .speechStarted: metrics.speechStartedDelay.observe(EventLoop.now - receivedAt)
        case .error(let body): log(.debug, "event.refused", ["code": body.error.code.value ?? "none"])
        default: break
        }
    }

    mutating func sent(_ audio: OutgoingAudio, messages: Int) {
        eventsSent += messages
        spoken += Ticks(audio.samples.count)
        guard let turnEndedAt else { return }
        self.turnEndedAt = nil
        metrics.firstAudio.observe(EventLoop.now - turnEndedAt)
    }

    mutating func note(_ note: Note) {
        switch note {
        case .turnEnded(let item, let end):
            turnEndedAt = EventLoop.now
            metrics.turns.add(1, Metrics.TurnEnding(end))
            log(.debug, "turn.ended", ["item": item.rawValue, "by": Metrics.TurnEnding(end).rawValue])
        case .audioForgotten(let item): log(.info, "audio.forgotten", ["item": item.rawValue])
        case .contextTruncated(let items): log(.info, "context.truncated", ["items": items])
        }
    }

    /// Under which names the client wants the session found again.
    mutating func trace(_ tracing: Tracing?) {
        self.tracing = tracing
        guard case .named(let names) = tracing else { return }
        log(
            .info,
            "session.traced",
            ["workflow": names.workflowName ?? "", "group": names.groupID ?? "", "metadata": names.metadata != nil]
        )
    }

    /// A client of a preview version spoke GA after all.
    func turnedToGA() { log(.info, "dialect.turned", ["to": DialectName.ga.rawValue]) }

    /// What one dialect says and the other cannot; each once in a session.
    func lost(_ losses: [Loss]) {
        for loss in losses { metrics.previewLosses.add(1, loss) }
        log(.info, "dialect.lost", ["what": losses.map(\.rawValue).joined(separator: ",")])
    }

    func limited(_ answer: LimitAnswer) {
        guard case .refused(let error, _) = answer else { return }
        metrics.limiterRefusals.add()
        log(.info, "limit.reached", ["code": error.code ?? "none"])
    }

    /// What an MCP server gave, and not what was in it.
    func answered(_ answer: ToolAnswer, by label: String) {
        metrics.mcpAnswers.add(1, Metrics.MCPAnswer(answer))
        switch answer {
        case .listed(let tools): log(.debug, "mcp.listed", ["server": label, "tools": tools.count])
        case .called: log(.debug, "mcp.called", ["server": label])
        case .failed(let failure): log(.info, "mcp.failed", ["server": label, "why": failure.name])
        }
    }

    func timedOut(_ effects: Int) {
        metrics.effectTimeouts.add(effects)
        log(.warning, "backend.silent", ["effects": effects])
    }

    mutating func left(_ end: WebSocketEnd) { clientEnd = end }

    func ended(_ reason: EndReason) {
        if let kind = Metrics.Kind(kind) { metrics.sessionsOpen.add(-1, kind) }
        metrics.sessionsEnded.add(1, Metrics.End(reason))
        if reason == .tooSlow { metrics.slowClientsClosed.add() }
        metrics.clientEvents.add(eventsReceived)
        metrics.serverEvents.add(eventsSent)
        metrics.audioIn.add(heard.duration)
        metrics.audioOut.add(spoken.duration)
        log(
            .info,
            "session.ended",
            [
                "reason": Metrics.End(reason).rawValue,
                "client": clientEnd?.name ?? "connected",
                "seconds": (EventLoop.now - startedAt) / .seconds(1),
                "events_in": eventsReceived,
                "events_out": eventsSent,
                "audio_in_seconds": heard.seconds,
                "audio_out_seconds": spoken.seconds,
            ]
        )
    }
}

extension Log {
    /// A log whose every line tells which session it is about, and where that comes from.
    func with(_ origin: SessionOrigin, session: String) -> Log {
        var log = with(["session": session, "request": origin.requestID, "flavour": origin.flavour.rawValue])
        log = log.with(["address": origin.address])
        if let key = origin.key { log = log.with(["key": key]) }
        if let secret = origin.secret { log = log.with(["secret": secret]) }
        if let id = origin.clientRequestID { log = log.with(["client_request": id]) }
        if let trace = origin.traceParent { log = log.with(["trace": trace]) }
        if let user = origin.safetyIdentifier { log = log.with(["user": user]) }
        return log
    }
}

extension WebSocketEnd {
    /// How the client left, without its own words.
    var name: String {
        switch self {
        case .closedByPeer(let code, _): "closed \(code.map { "\($0.rawValue)" } ?? "without a code")"
        case .closedByUs: "was closed"
        case .violation(let violation): "broke the protocol: \(violation)"
        case .lost: "lost"
        }
    }
}
