// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]

/// Loops over samples: without optimization they are a hundred times slower, and tests would wait for them.
let numeric: [SwiftSetting] = strict + [.unsafeFlags(["-O"], .when(configuration: .debug))]

let package = Package(
    name: "antiphon",
    platforms: [.macOS(.v26), .iOS(.v26)],
    products: [
        .executable(name: "antiphon", targets: ["antiphon"]),
        .library(name: "RealtimeClient", targets: ["RealtimeClient"]),
        .library(name: "RealtimeTesting", targets: ["RealtimeTesting"]),
    ],
    targets: [
        // Describe.
        // libm: without Foundation nothing else brings in the rounding that number conversions need.
        .target(
            name: "Bytes",
            swiftSettings: strict,
            linkerSettings: [.linkedLibrary("m", .when(platforms: [.linux]))]
        ),
        .target(name: "RealtimeAPI", dependencies: ["Bytes"], swiftSettings: strict),
        // HTTP and WebSocket as machines; nothing of the protocol above them.
        .target(name: "HTTP", dependencies: ["Bytes"], swiftSettings: strict),
        // Calling tools of others: the Model Context Protocol as a machine.
        .target(name: "MCP", dependencies: ["Bytes", "HTTP"], swiftSettings: strict),
        // Samples: formats, G.711, rates, noise, voice activity. Below all that knows what a conversation is.
        .target(
            name: "Audio",
            dependencies: ["Bytes", "CSilero", "CSpeexDSP", "CWebRTCAudio"],
            swiftSettings: numeric
        ),
        .target(name: "YAML", dependencies: ["Bytes", "CYAML"], swiftSettings: strict),
        // C libraries, and the one function that must be C.
        .systemLibrary(name: "CUV", pkgConfig: "libuv", providers: [.apt(["libuv1-dev"]), .brew(["libuv"])]),
        .systemLibrary(
            name: "COpenSSL",
            pkgConfig: "openssl",
            providers: [.apt(["libssl-dev"]), .brew(["openssl@3"])]
        ),
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"]), .brew(["libyaml"])]),
        .systemLibrary(
            name: "CSpeexDSP",
            pkgConfig: "speexdsp",
            providers: [.apt(["libspeexdsp-dev"]), .brew(["speexdsp"])]
        ),
        // flite has no pkg-config file; its libraries stand in the module map.
        .systemLibrary(name: "CFlite", providers: [.apt(["flite1-dev"])]),
        .systemLibrary(
            name: "CPocketSphinx",
            pkgConfig: "pocketsphinx",
            providers: [.apt(["libpocketsphinx-dev"])]
        ),
        // Without pkg-config: its flags are for the C++ headers, and refused.
        .systemLibrary(name: "CWebRTCAudio", providers: [.apt(["libwebrtc-audio-processing-dev"])]),
        // The weights of a model, as data in the program.
        .target(name: "CSilero", exclude: ["LICENSE", "weights.f32"]),
        .target(name: "CThread"),
        // Decide.
        .target(name: "RealtimeEngine", dependencies: ["Bytes", "RealtimeAPI"], swiftSettings: strict),
        .target(
            name: "RealtimeTesting",
            dependencies: ["Bytes", "RealtimeAPI", "RealtimeEngine"],
            swiftSettings: strict
        ),
        // The rules of `check`: words, shapes and versions of the Preview dialect.
        .target(
            name: "Migration",
            dependencies: ["Bytes", "RealtimeAPI"],
            swiftSettings: strict + [.unsafeFlags(["-O"], .when(configuration: .debug))]
        ),
        // Carry.
        .target(
            name: "NetIO",
            dependencies: ["Bytes", "HTTP", "CCurl", "COpenSSL", "CThread", "CUV"],
            swiftSettings: strict
        ),
        .target(
            name: "Speech",
            dependencies: [
                "Audio", "Bytes", "HTTP", "NetIO", "RealtimeAPI", "RealtimeEngine", "YAML",
                "CFlite",
                "CPocketSphinx",
            ],
            swiftSettings: strict
        ),
        .target(
            name: "RealtimeServer",
            dependencies: [
                "Audio", "Bytes", "HTTP", "MCP", "NetIO", "RealtimeAPI", "RealtimeEngine", "Speech", "YAML", "COpenSSL",
                "CSQLite",
            ],
            swiftSettings: strict
        ),
        .target(
            name: "RealtimeClient",
            dependencies: ["Bytes", "HTTP", "NetIO", "RealtimeAPI"],
            swiftSettings: strict
        ),
        .target(
            name: "Commands",
            dependencies: [
                "Audio", "Bytes", "HTTP", "Migration", "NetIO", "RealtimeAPI", "RealtimeClient", "RealtimeEngine",
                "Speech",
            ],
            swiftSettings: strict
        ),
        // Start.
        .executableTarget(
            name: "antiphon",
            dependencies: ["Bytes", "Commands", "Migration", "NetIO", "RealtimeServer"],
            swiftSettings: strict
        ),
        .executableTarget(
            name: "Simulation",
            dependencies: ["RealtimeAPI", "RealtimeTesting"],
            swiftSettings: strict
        ),
        // What benchmarks share.
        .target(
            name: "BenchSupport",
            dependencies: ["Bytes", "NetIO"],
            path: "Benchmarks/BenchSupport",
            swiftSettings: strict
        ),
        .executableTarget(
            name: "CheckBench",
            dependencies: ["BenchSupport"],
            path: "Benchmarks/CheckBench",
            swiftSettings: strict
        ),
        .executableTarget(
            name: "VoiceBench",
            dependencies: ["Audio", "BenchSupport", "Bytes", "HTTP", "NetIO"],
            path: "Benchmarks/VoiceBench",
            swiftSettings: strict
        ),
        .executableTarget(
            name: "JSONBench",
            dependencies: ["BenchSupport", "Bytes", "RealtimeAPI"],
            path: "Benchmarks/JSONBench",
            swiftSettings: strict
        ),
        .executableTarget(
            name: "AudioBench",
            dependencies: ["Audio", "BenchSupport"],
            path: "Benchmarks/AudioBench",
            swiftSettings: strict
        ),
        .executableTarget(
            name: "HearingBench",
            dependencies: ["Audio", "BenchSupport", "Bytes", "RealtimeAPI", "RealtimeEngine", "Speech"],
            path: "Benchmarks/HearingBench",
            exclude: ["peers"],
            swiftSettings: strict
        ),
        .executableTarget(
            name: "SpeechBench",
            dependencies: ["BenchSupport", "Bytes", "RealtimeAPI", "RealtimeEngine", "Speech"],
            path: "Benchmarks/SpeechBench",
            swiftSettings: strict
        ),
        .executableTarget(
            name: "SpeakingBench",
            dependencies: ["NetIO", "RealtimeAPI", "RealtimeEngine", "Speech"],
            path: "Benchmarks/SpeakingBench",
            swiftSettings: strict
        ),
        .executableTarget(
            name: "RecognitionBench",
            dependencies: ["Audio", "NetIO", "RealtimeEngine", "Speech", "TestSupport"],
            path: "Benchmarks/RecognitionBench",
            exclude: ["peers"],
            swiftSettings: strict
        ),
        .executableTarget(
            name: "WireBench",
            dependencies: ["BenchSupport", "HTTP"],
            path: "Benchmarks/WireBench",
            swiftSettings: strict
        ),
        .executableTarget(
            name: "SocketBench",
            dependencies: ["HTTP", "NetIO"],
            path: "Benchmarks/SocketBench",
            swiftSettings: strict
        ),
        .executableTarget(
            name: "ServerBench",
            dependencies: ["BenchSupport", "Bytes", "HTTP", "NetIO"],
            path: "Benchmarks/ServerBench",
            exclude: ["peers"],
            swiftSettings: strict
        ),
        // Prove.
        .target(name: "TestSupport", path: "Tests/Support", swiftSettings: strict),
        // What a foreign WebSocket client can be let loose on.
        .executableTarget(
            name: "WebSocketEcho",
            dependencies: ["HTTP", "NetIO"],
            path: "Tests/WebSocketEcho",
            swiftSettings: strict
        ),
        .testTarget(name: "BytesTests", dependencies: ["Bytes", "TestSupport"], swiftSettings: strict),
        .testTarget(
            name: "AudioTests",
            dependencies: ["Audio", "Bytes", "TestSupport"],
            exclude: ["Fixtures"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "HTTPTests",
            dependencies: ["Bytes", "HTTP", "TestSupport"],
            exclude: ["Fixtures"],
            swiftSettings: strict
        ),
        .testTarget(name: "MCPTests", dependencies: ["Bytes", "HTTP", "MCP", "TestSupport"], swiftSettings: strict),
        .testTarget(
            name: "RealtimeAPITests",
            dependencies: ["Bytes", "RealtimeAPI", "TestSupport"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "RealtimeEngineTests",
            dependencies: ["Bytes", "RealtimeAPI", "RealtimeEngine", "RealtimeTesting", "TestSupport"],
            exclude: ["Transcripts"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "MigrationTests",
            dependencies: ["Bytes", "Migration", "RealtimeAPI", "TestSupport"],
            exclude: ["Corpus", "Recorded"],
            swiftSettings: strict
        ),
        .testTarget(name: "YAMLTests", dependencies: ["Bytes", "TestSupport", "YAML"], swiftSettings: strict),
        .testTarget(
            name: "NetIOTests",
            dependencies: ["Bytes", "HTTP", "NetIO", "TestSupport"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "SpeechTests",
            dependencies: [
                "Audio", "Bytes", "HTTP", "NetIO", "RealtimeAPI", "RealtimeEngine", "Speech", "TestSupport", "YAML",
            ],
            exclude: ["Fixtures"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "RealtimeServerTests",
            dependencies: [
                "Audio", "Bytes", "HTTP", "NetIO", "RealtimeAPI", "RealtimeEngine", "RealtimeServer", "RealtimeTesting",
                "Speech", "TestSupport", "YAML",
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "RealtimeClientTests",
            dependencies: ["Bytes", "HTTP", "NetIO", "RealtimeAPI", "RealtimeClient", "TestSupport"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "CommandsTests",
            dependencies: [
                "Audio", "Bytes", "Commands", "HTTP", "Migration", "NetIO", "RealtimeAPI", "RealtimeClient",
                "RealtimeEngine", "RealtimeServer", "Speech", "TestSupport",
            ],
            swiftSettings: strict
        ),
        .testTarget(name: "TidyTests", dependencies: ["RealtimeAPI"], swiftSettings: strict),
    ],
    // For `#embed`.
    cLanguageStandard: .gnu2x
)
