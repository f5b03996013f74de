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

let package = Package(
    name: "antiphon",
    platforms: [.macOS(.v26), .iOS(.v26)],
    products: [
        .executable(name: "antiphon", targets: ["antiphon"]),
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
        // Decide.
        .target(name: "RealtimeEngine", dependencies: ["Bytes", "RealtimeAPI"], swiftSettings: strict),
        .target(
            name: "RealtimeTesting",
            dependencies: ["Bytes", "RealtimeAPI", "RealtimeEngine"],
            swiftSettings: strict
        ),
        // Start.
        .executableTarget(name: "antiphon", dependencies: [], swiftSettings: strict),
        .executableTarget(name: "Simulation", dependencies: ["RealtimeTesting"], swiftSettings: strict),
        .executableTarget(
            name: "JSONBench",
            dependencies: ["Bytes", "RealtimeAPI"],
            path: "Benchmarks/JSONBench",
            swiftSettings: strict
        ),
        .executableTarget(
            name: "WireBench",
            dependencies: ["HTTP"],
            path: "Benchmarks/WireBench",
            swiftSettings: strict
        ),
        // Prove.
        .target(name: "TestSupport", path: "Tests/Support", swiftSettings: strict),
        .testTarget(name: "BytesTests", dependencies: ["Bytes", "TestSupport"], swiftSettings: strict),
        .testTarget(
            name: "HTTPTests",
            dependencies: ["Bytes", "HTTP", "TestSupport"],
            exclude: ["Fixtures"],
            swiftSettings: strict
        ),
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
        .testTarget(name: "TidyTests", dependencies: ["RealtimeAPI"], swiftSettings: strict),
    ]
)
