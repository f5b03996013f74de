extension Settings {
    /// Every setting, once. The file, the environment, the flags, `--help` and docs/configuration.md all come from this
    /// table, so none can be read and not documented, or documented and not read.
    package static let table: [Setting] = [
        Setting(
            "listen.address",
            \.listen.address,
            .address,
            flag: .init(name: "--listen", value: "ADDRESS"),
            "Where to listen. Port 0 takes a free one. Beyond loopback the server starts only with a key."
        ),
        Setting(
            "listen.loops",
            \.listen.loops,
            .integer(0...1_024),
            flag: .init(name: "--loops", value: "N"),
            "Event loops, each with a thread and sessions of its own; 0 is one for each core."
        ),
        Setting(
            "listen.tls.certificate",
            \.listen.tls.certificate,
            .unset(or: .path),
            flag: .init(name: "--tls-certificate", value: "FILE"),
            "The certificate and its chain, in PEM. With it the server speaks TLS alone."
        ),
        Setting(
            "listen.tls.key",
            \.listen.tls.key,
            .unset(or: .path),
            flag: .init(name: "--tls-key", value: "FILE"),
            "The certificate's private key, in PEM."
        ),
        Setting(
            "listen.tls.self_signed",
            \.listen.tls.selfSigned,
            .flag,
            flag: .init(name: "--tls-self-signed", value: nil),
            "Speak TLS with a certificate made at the start, which nobody trusts: for trials."
        ),
        Setting(
            "engine",
            \.engine,
            .choice(),
            flag: .init(name: "--engine", value: "NAME"),
            "What hears, thinks and speaks: by itself and offline; or by a script, always the same."
        ),
        Setting(
            "script",
            \.script,
            .unset(or: .path),
            flag: .init(name: "--script", value: "FILE"),
            "What the scripted engine says, in YAML. Without it, it answers by its own rules."
        ),
        Setting(
            "assistant.content",
            \.assistant.content,
            .unset(or: .path),
            flag: .init(name: "--content", value: "DIR"),
            "A folder of texts (.md, .txt) that the embedded assistant may quote, beside a session's instructions."
        ),
        Setting(
            "assistant.hand_over",
            \.assistant.handOver,
            .list(of: .name, "names of tools"),
            "Tools that bring a person into the conversation. The first one that a session declares is called."
        ),
        Setting(
            "assistant.greeting",
            \.assistant.greeting,
            .unset(or: .text(bytesMax: 1_024), shownAs: "its own"),
            "What the embedded assistant says first."
        ),
        Setting(
            "assistant.language",
            \.assistant.language,
            .choice(),
            "What the embedded assistant speaks where the user's words do not tell."
        ),
        Setting(
            "recognition.decoders",
            \.recognition.decoders,
            .integer(0...256),
            "How many may speak at once, at 93 MB each; 0 is as many as cores and a quarter of the memory bear."
        ),
        Setting(
            "recognition.waiting",
            \.recognition.waiting,
            .integer(0...10_000),
            "How many more who speak may wait for a decoder. The next fails, by name."
        ),
        Setting(
            "recognition.wait",
            \.recognition.wait,
            .duration(.milliseconds(100) ... .seconds(600)),
            "How long speech waits for a decoder before its recognition fails, by name."
        ),
        Setting(
            "recognition.hints",
            \.recognition.hints,
            .integer(0...256),
            "How many sessions at a time may give prompt and keywords of a transcription, at 150 MB each; 0: none."
        ),
        Setting(
            "engines.chat",
            \.engines.chat,
            .chatEngines,
            environment: .none,
            "Language models behind HTTP, by names of yours."
        ),
        Setting(
            "engines.transcription",
            \.engines.transcription,
            .transcriptionEngines,
            environment: .none,
            "Recognisers behind HTTP, by names of yours."
        ),
        Setting(
            "engines.speech",
            \.engines.speech,
            .speechEngines,
            environment: .none,
            "Voices behind HTTP, by names of yours."
        ),
        Setting(
            "routes",
            \.routes,
            .routes,
            environment: .none,
            "What thinks, hears and speaks for a model, or transcribes under its name: an engine's name, or embedded."
        ),
        Setting(
            "data",
            \.data,
            .dataPlace,
            flag: .init(name: "--data", value: "DIR"),
            byDefault: "$XDG_STATE_HOME/antiphon, or ~/.local/state/antiphon",
            "Where keys and secrets are kept; none keeps them in memory."
        ),
        Setting(
            "sessions.max",
            \.sessions.max,
            .integer(1...1_000_000),
            "Sessions open at once, in all. The next is refused: at Azure's paths by 503, at OpenAI's by close 1013."
        ),
        Setting(
            "sessions.duration",
            \.sessions.duration,
            .duration(.seconds(1) ... .seconds(3_600)),
            "The longest that a session lasts."
        ),
        Setting(
            "sessions.idle",
            \.sessions.idle,
            .off(or: .duration(.seconds(1) ... .seconds(3_600)), zeroIsOff: true),
            "A session in which neither side says anything for so long is closed."
        ),
        Setting(
            "sessions.output_lead",
            \.sessions.outputLead,
            .off(or: .duration(.milliseconds(100) ... .seconds(600))),
            "How far audio is sent ahead of what was heard; off sends it as fast as it comes."
        ),
        Setting(
            "sessions.queue_high",
            \.sessions.queueHighBytes,
            .size(4_096...1 << 30),
            "When so much waits to be written to a client, its back end is held."
        ),
        Setting(
            "sessions.queue_max",
            \.sessions.queueMaxBytes,
            .size(65_536...1 << 30),
            "A client that lets so much wait is closed."
        ),
        Setting(
            "sessions.effect_timeout",
            \.sessions.effectTimeout,
            .duration(.seconds(1) ... .seconds(3_600)),
            "How long a back end may be silent before what it does is given up."
        ),
        Setting(
            "sessions.analysis_slice",
            \.sessions.analysisSlice,
            .duration(.milliseconds(20) ... .seconds(60)),
            "How much audio of one long append is analysed before other sessions have their turn."
        ),
        Setting(
            "connections.max",
            \.connections.max,
            .integer(1...1_000_000),
            "Connections open at once. The next is closed as soon as it comes."
        ),
        Setting(
            "connections.handshakes_max",
            \.connections.handshakesMax,
            .integer(1...65_536),
            "Connections at once that have not sent their first request, TLS handshakes among them."
        ),
        Setting(
            "connections.head_timeout",
            \.connections.headTimeout,
            .duration(.milliseconds(100) ... .seconds(600)),
            "How long the head of a request may take; for the first, together with the TLS handshake."
        ),
        Setting(
            "connections.body_timeout",
            \.connections.bodyTimeout,
            .duration(.milliseconds(100) ... .seconds(600)),
            "How long the body of a request may take."
        ),
        Setting(
            "connections.idle_timeout",
            \.connections.idleTimeout,
            .duration(.milliseconds(100) ... .seconds(3_600)),
            "How long a connection may wait for its next request."
        ),
        Setting(
            "connections.ping_interval",
            \.connections.pingInterval,
            .duration(.milliseconds(100) ... .seconds(3_600)),
            "How often a WebSocket is pinged."
        ),
        Setting(
            "connections.pong_timeout",
            \.connections.pongTimeout,
            .duration(.milliseconds(100) ... .seconds(3_600)),
            "A WebSocket that sends nothing for so long, no pong either, is closed."
        ),
        Setting(
            "connections.body_max",
            \.connections.bodyBytesMax,
            .size(1_024...21 * 1_024 * 1_024),
            "The longest body of a request for a client secret. Elsewhere a body may have 16 KiB."
        ),
        Setting(
            "shutdown.drain",
            \.shutdown.drain,
            .duration(.zero ... .seconds(3_600)),
            "How long sessions may go on after SIGTERM."
        ),
        Setting(
            "access.api_key",
            \.access.apiKey,
            .unset(or: .secret),
            environment: .named("ANTIPHON_API_KEY"),
            "One key, named default, with every right. Give it in the environment, where no file keeps it."
        ),
        Setting(
            "access.keys",
            \.access.keys,
            .keys,
            environment: .none,
            "Keys that this file names, each with what it may do."
        ),
        Setting(
            "access.origins",
            \.access.origins,
            .origins,
            "Origins from which browsers may connect, beyond the server's own; * is every one."
        ),
        Setting(
            "access.trusted_proxies",
            \.access.trustedProxies,
            .list(of: .addressRange, "addresses or ranges of them"),
            "Proxies whose X-Forwarded-For and X-Forwarded-Proto are believed."
        ),
        Setting(
            "access.secrets_max",
            \.access.secretsMax,
            .integer(1...10_000_000),
            "Client secrets of each key that are live at once. The next is refused."
        ),
        Setting(
            "limits.requests_per_minute",
            \.limits.requestsPerMinute,
            .requestsPerMinute,
            "Responses of conversations a minute, of each key that has no limit of its own; and client secrets."
        ),
        Setting(
            "limits.tokens_per_minute",
            \.limits.tokensPerMinute,
            .tokensPerMinute,
            "Tokens of conversations' responses a minute, of each key that has no limit of its own."
        ),
        Setting(
            "limits.sessions",
            \.limits.sessionsMax,
            .sessionsPerKey,
            "Sessions open at once of each key that has no limit of its own."
        ),
        Setting(
            "models",
            \.models,
            .unset(or: .list(of: .word, "names of models"), shownAs: "every name"),
            "The names of models that are accepted. One of the service's opens only its own kind of session."
        ),
        Setting(
            "prompts",
            \.prompts,
            .prompts,
            environment: .none,
            "Instructions that clients name by an id. {{name}} stands for a variable."
        ),
        Setting(
            "mcp.enabled",
            \.mcp.enabled,
            .flag,
            "Whether sessions may have tools of MCP servers, which clients name by URL and this server calls."
        ),
        Setting(
            "mcp.allow",
            \.mcp.allow,
            .outboundHosts,
            "Hosts of MCP servers that may be asked: names, *.suffixes, addresses, ranges of them; * is every one."
        ),
        Setting(
            "mcp.private_addresses",
            \.mcp.privateAddresses,
            .flag,
            "Whether MCP servers may be on this machine and in private networks. Any client may then try there."
        ),
        Setting(
            "mcp.http",
            \.mcp.http,
            .flag,
            "Whether MCP servers may be asked without TLS."
        ),
        Setting(
            "mcp.authority_file",
            \.mcp.authorityFile,
            .unset(or: .path),
            "Certificates (PEM) that vouch for MCP servers, instead of the system's."
        ),
        Setting(
            "mcp.timeout",
            \.mcp.timeout,
            .duration(.milliseconds(100) ... .seconds(3_600)),
            "How long an MCP server may take to list its tools, or a tool to do its work."
        ),
        Setting(
            "mcp.response_max",
            \.mcp.responseBytesMax,
            .size(1_024...64 * 1_024 * 1_024),
            "The most that an MCP server may say in answer to one of them."
        ),
        Setting(
            "preview",
            \.preview,
            .choice(),
            "Clients of the Preview dialect are served; or refused, as the services do."
        ),
        Setting(
            "log.level",
            \.log.level,
            .choice(),
            flag: .init(name: "--log-level", value: "LEVEL"),
            byDefault: "info, or warning if standard output is a terminal",
            "What is logged: this, and what is graver."
        ),
        Setting(
            "log.format",
            \.log.format,
            .choice(),
            flag: .init(name: "--log-format", value: "FORMAT"),
            "How lines are written: for eyes, or as an object each."
        ),
        Setting(
            "operations.metrics_public",
            \.operations.metricsPublic,
            .flag,
            "Whether /metrics answers everybody. If not: this machine, and keys with the action metrics."
        ),
    ]

    package static func setting(_ name: String) -> Setting? { table.first { $0.name == name } }
}
