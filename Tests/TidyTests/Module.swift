/// What the design says of a module that a machine can check. `ARCHITECTURE.md` tells the same to a newcomer.
struct Module: Sendable {
    /// What it may import. An edge that is not here is not in the design.
    let imports: Set<String>
    /// What it must not contain.
    var banned: [Ban] = []
    /// A trap in it would end the process, and with it every session.
    var mustNotTrap = false

    /// Every folder of `Sources` and `Benchmarks`, by name.
    static let all: [String: Module] = [
        // Describe.
        "Bytes": Module(imports: [], banned: [.clock, .chance, .tasks, .outside], mustNotTrap: true),
        "RealtimeAPI": Module(imports: ["Bytes"], banned: [.clock, .chance, .tasks, .outside], mustNotTrap: true),
        "HTTP": Module(imports: ["Bytes"], banned: [.clock, .chance, .tasks, .outside], mustNotTrap: true),
        "MCP": Module(imports: ["Bytes", "HTTP"], banned: [.clock, .chance, .tasks, .outside], mustNotTrap: true),
        "Audio": Module(
            imports: ["Bytes", "CSilero", "CSpeexDSP", "CWebRTCAudio"],
            banned: [.clock, .chance, .tasks, .outside],
            mustNotTrap: true
        ),
        // Decide.
        "RealtimeEngine": Module(
            imports: ["Bytes", "RealtimeAPI"],
            banned: [.clock, .chance, .tasks, .outside],
            mustNotTrap: true
        ),
        "RealtimeTesting": Module(
            imports: ["Bytes", "Foundation", "RealtimeAPI", "RealtimeEngine"],
            banned: [.clock, .chance, .outside]
        ),
        "YAML": Module(
            imports: ["Bytes", "CYAML"],
            banned: [.clock, .chance, .tasks, .outside],
            mustNotTrap: true
        ),
        "Migration": Module(
            imports: ["Bytes", "RealtimeAPI"],
            banned: [.clock, .chance, .tasks, .outside],
            mustNotTrap: true
        ),
        // Carry.
        "NetIO": Module(
            imports: ["Bytes", "CCurl", "COpenSSL", "CThread", "CUV", "Glibc", "HTTP", "Synchronization"],
            mustNotTrap: true
        ),
        "Speech": Module(
            imports: [
                "Audio", "Bytes", "HTTP", "NetIO", "RealtimeAPI", "RealtimeEngine", "YAML",
                "CFlite",
                "CPocketSphinx",
            ],
            banned: [.clock, .chance, .outside],
            mustNotTrap: true
        ),
        "RealtimeServer": Module(
            imports: [
                "Audio", "Bytes", "COpenSSL", "CSQLite", "Glibc", "HTTP", "MCP", "NetIO", "RealtimeAPI",
                "RealtimeEngine", "Speech",
                "Synchronization", "YAML",
            ],
            mustNotTrap: true
        ),
        "RealtimeClient": Module(
            imports: ["Bytes", "HTTP", "NetIO", "RealtimeAPI"],
            banned: [.clock, .chance, .outside],
            mustNotTrap: true
        ),
        "Commands": Module(
            imports: [
                "Audio", "Bytes", "Glibc", "HTTP", "Migration", "NetIO", "RealtimeAPI", "RealtimeClient",
                "RealtimeEngine", "Speech",
            ],
            mustNotTrap: true
        ),
        // C: no Swift in them.
        "CFlite": Module(imports: []),
        "CPocketSphinx": Module(imports: []),
        "CCurl": Module(imports: []), "COpenSSL": Module(imports: []), "CSQLite": Module(imports: []),
        "CSilero": Module(imports: []), "CWebRTCAudio": Module(imports: []),
        "CSpeexDSP": Module(imports: []), "CThread": Module(imports: []), "CUV": Module(imports: []),
        "CYAML": Module(imports: []),
        // Start.
        "antiphon": Module(
            imports: ["Bytes", "Commands", "Darwin", "Glibc", "Migration", "NetIO", "RealtimeServer", "YAML"],
            mustNotTrap: true
        ),
        "Simulation": Module(imports: ["Bytes", "Glibc", "RealtimeAPI", "RealtimeEngine", "RealtimeTesting"]),
        "AudioBench": Module(imports: ["Audio", "BenchSupport", "Foundation"]),
        "HearingBench": Module(imports: [
            "Audio", "BenchSupport", "Bytes", "Foundation", "RealtimeAPI", "RealtimeEngine", "Speech",
        ]),
        "JSONBench": Module(imports: ["BenchSupport", "Bytes", "Foundation", "RealtimeAPI"]),
        "SpeechBench": Module(imports: [
            "BenchSupport", "Bytes", "Foundation", "RealtimeAPI", "RealtimeEngine", "Speech",
        ]),
        "SpeakingBench": Module(imports: ["Foundation", "NetIO", "RealtimeAPI", "RealtimeEngine", "Speech"]),
        "RecognitionBench": Module(
            imports: ["Audio", "Foundation", "NetIO", "RealtimeEngine", "Speech", "TestSupport"]
        ),
        "BenchSupport": Module(imports: ["Bytes", "Foundation", "NetIO"]),
        "ServerBench": Module(imports: ["BenchSupport", "Bytes", "Foundation", "HTTP", "NetIO"]),
        "CheckBench": Module(imports: ["BenchSupport", "Foundation"]),
        "VoiceBench": Module(imports: ["Audio", "BenchSupport", "Bytes", "Foundation", "HTTP", "NetIO"]),
        "WireBench": Module(imports: ["BenchSupport", "Foundation", "HTTP"]),
        "SocketBench": Module(imports: ["Foundation", "HTTP", "NetIO"]),
    ]
}

/// Words that make of a module without I/O one that has some.
struct Ban: Sendable {
    let reason: String
    /// Words that must not appear at all, unless as part of a longer word.
    var names: Set<String> = []
    /// Functions that must not be called by their bare name. A method of that name, `value.dump()`, is another thing.
    var calls: Set<String> = []
    /// Methods that roll dice, unless they are told with which: `using:`.
    var dice: Set<String> = []

    static let clock = Ban(
        reason: "time is an argument",
        names: [
            "ContinuousClock", "SuspendingClock", "Date", "DispatchTime", "DispatchWallTime", "clock_gettime",
            "gettimeofday", "mach_absolute_time", "systemUptime", "CFAbsoluteTimeGetCurrent",
        ],
        calls: ["sleep", "usleep", "nanosleep"]
    )
    static let chance = Ban(
        reason: "randomness is an argument, a seeded generator passed with `using:`",
        names: ["SystemRandomNumberGenerator", "UUID", "arc4random", "arc4random_uniform", "getentropy", "hashValue"],
        calls: ["Hasher", "rand", "drand48"],
        dice: ["random", "randomElement", "shuffle", "shuffled"]
    )
    static let tasks = Ban(
        reason: "a machine does not wait; what it wants done goes out as an action",
        names: [
            "async", "await", "actor", "Task", "TaskGroup", "AsyncStream", "AsyncSequence", "DispatchQueue", "Thread",
            "withTaskGroup", "withCheckedContinuation", "MainActor",
        ]
    )
    static let outside = Ban(
        reason: "no I/O and no log; the driver does both",
        names: [
            "FileManager", "FileHandle", "URLSession", "Process", "Pipe", "CommandLine", "Logger", "NSLog", "os_log",
            "OutputStream", "InputStream",
        ],
        calls: ["print", "debugPrint", "dump", "readLine", "fopen", "fputs", "printf"]
    )
}
