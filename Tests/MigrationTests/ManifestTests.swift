import Migration
import Testing

/// Which releases are stale, in every file that names one; and only where Realtime is used.
@Suite("Versions in manifests and locks")
struct ManifestTests {
    typealias Row = (path: String, text: String, stale: Bool)

    private static let uses: [(path: String, text: String)] = [
        (
            "src/app.py",
            "async with client.realtime.connect(model=m) as c: pass\nfrom agents.realtime import RealtimeRunner\n"
        ),
        (
            "src/app.ts",
            "import { OpenAIRealtimeWS } from \"openai/realtime/ws\";\nimport { A } from \"@openai/agents/realtime\";\n"
        ),
        ("src/App.cs", "using OpenAI.Realtime;\nvar c = azure.GetRealtimeClient();\n"),
        ("src/app.go", "import \"github.com/openai/openai-go/v2/realtime\"\nimport \"openai-go/realtime\"\n"),
        ("src/App.java", "import com.openai.models.realtime.RealtimeSession;\n"),
        ("src/app.rb", "client.realtime.client_secrets.create\n"),
        ("src/App.swift", "let session = try await service.realtimeSession(model: model)\nimport OpenAIRealtime\n"),
        ("src/bot.py", "from pipecat.services import OpenAIRealtimeLLMService\nopenai.realtime.RealtimeModel()\n"),
    ]

    private func rules(_ row: Row, with uses: [(path: String, text: String)]) -> [RuleID] {
        var project = Project()
        for file in uses { project.add(FileCheck().check(Array(file.text.utf8), path: file.path)) }
        project.add(FileCheck().check(Array(row.text.utf8), path: row.path))
        return project.finished().filter { $0.file == row.path }.map(\.rule)
    }

    static let rows: [Row] = [
        ("requirements.txt", "openai==1.106.1\n", true), ("requirements.txt", "openai==1.107.0\n", false),
        ("requirements.txt", "openai[realtime]<1.100,>=1.59  # chat and voice\n", true),
        ("requirements.txt", "openai>=1.59\n", false),
        ("requirements.txt", "openai\n", false), ("requirements-dev.txt", "openai~=1.66\n", false),
        ("requirements.txt", "openai~=1.66.1\n", true), ("requirements.txt", "openai_agents==0.2.8\n", true),
        ("requirements.txt", "livekit-plugins-openai==1.2.8\n", true),
        ("requirements.txt", "pipecat-ai==0.0.84\n", true),
        ("pyproject.toml", "[project]\ndependencies = [\n  \"openai==1.59.7\",\n]\n", true),
        ("pyproject.toml", "[tool.poetry.dependencies]\nopenai = \"^1.59\"\n", false),
        (
            "pyproject.toml", "[tool.poetry.dependencies]\nopenai = {version = \"1.66.2\", extras = [\"realtime\"]}\n",
            true
        ),
        ("poetry.lock", "[[package]]\nname = \"openai\"\nversion = \"1.66.2\"\n", true),
        ("uv.lock", "[[package]]\nname = \"openai\"\nversion = \"2.1.0\"\n", false),
        (
            "Pipfile.lock", "{\n  \"default\": {\n    \"openai\": {\n      \"version\": \"==1.66.2\"\n    }\n  }\n}\n",
            true
        ),
        ("package.json", "{\n  \"dependencies\": {\n    \"openai\": \"^4.77.0\"\n  }\n}\n", true),
        ("package.json", "{\n  \"dependencies\": {\n    \"openai\": \"^5.23.1\"\n  }\n}\n", false),
        ("package.json", "{\n  \"dependencies\": {\n    \"openai\": \"latest\", \"x\": \"1\"\n  }\n}\n", false),
        ("package.json", "{\n  \"dependencies\": { \"@openai/agents\": \"^0.0.5\" }\n}\n", true),
        (
            "package-lock.json",
            "{\n  \"packages\": {\n    \"node_modules/openai\": {\n      \"version\": \"4.104.0\"\n    }\n  }\n}\n",
            true
        ),
        ("yarn.lock", "openai@^4.77.0:\n  version \"4.104.0\"\n", true),
        ("pnpm-lock.yaml", "packages:\n\n  openai@4.104.0(zod@3.25.0):\n    resolution: {}\n", true),
        ("pnpm-lock.yaml", "packages:\n\n  openai@6.1.0:\n    resolution: {}\n", false),
        ("Voice.csproj", "<PackageReference Include=\"OpenAI\" Version=\"2.1.0-beta.2\" />\n", true),
        ("Voice.csproj", "<PackageReference Include=\"OpenAI\" Version=\"2.9.0\" />\n", false),
        (
            "Voice.csproj", "<PackageReference Include=\"OpenAI\">\n  <Version>2.8.0</Version>\n</PackageReference>\n",
            true
        ),
        ("Directory.Packages.props", "<PackageVersion Include=\"Azure.AI.OpenAI\" Version=\"2.1.0\" />\n", true),
        ("packages.lock.json", "{\n  \"OpenAI\": {\n    \"resolved\": \"2.8.0\"\n  }\n}\n", true),
        (
            "pom.xml",
            "<v.version>3.4.9</v.version>\n<groupId>com.openai</groupId>\n<artifactId>openai-java</artifactId>\n"
                + "<version>${v.version}</version>\n", true
        ),
        ("build.gradle.kts", "implementation(\"com.openai:openai-java:3.5.0\")\n", false),
        ("build.gradle", "implementation 'com.openai:openai-java:2.0.0'\n", true),
        (
            "gradle/libs.versions.toml",
            "[versions]\nopenai = \"3.0.0\"\n[libraries]\nopenai = { module = \"com.openai:openai-java\", "
                + "version.ref = \"openai\" }\n", true
        ),
        ("go.mod", "require (\n\tgithub.com/openai/openai-go/v2 v2.3.1\n)\n", true),
        ("go.mod", "require github.com/openai/openai-go/v3 v3.1.0\n", false),
        ("Gemfile", "gem \"openai\", \"~> 0.16.0\"\n", true),
        ("Gemfile.lock", "GEM\n  specs:\n    openai (0.22.1)\n", true),
        ("Gemfile.lock", "GEM\n  specs:\n    openai (0.23.0)\n", false),
        ("requirements/base.txt", "openai==1.66.2\n", true),
        ("Package.resolved", firstLock("https://github.com/jamesrochabrun/SwiftOpenAI.git", "4.4.9"), true),
        ("Package.resolved", firstLock("https://github.com/jamesrochabrun/SwiftOpenAI.git", "4.5.0"), false),
        ("Package.resolved", lock("git@github.com:jamesrochabrun/swiftopenai", "4.4.9"), true),
        ("Package.resolved", lock("https://github.com/jamesrochabrun/SwiftOpenAI", "4.5.0"), false),
        ("Package.resolved", lock("https://github.com/MacPaw/OpenAI", "0.4.7"), false),
        ("Package.swift", package("\"https://github.com/jamesrochabrun/SwiftOpenAI.git\", exact: \"4.4.0\""), true),
        ("Package.swift", package("\"https://github.com/jamesrochabrun/SwiftOpenAI.git\", from: \"4.4.0\""), false),
        ("Package.swift", package("\"https://github.com/jamesrochabrun/SwiftOpenAI.git\", from: \"3.9.9\""), true),
        (
            "Package.swift",
            package(
                "\n\"https://github.com/jamesrochabrun/SwiftOpenAI\",\n.upToNextMinor(from: \"4.4.2\")\n"
            ), true
        ),
        (
            "Package.swift",
            package("\"https://github.com/jamesrochabrun/SwiftOpenAI\", \"4.0.0\"..<\"4.5.0\""), true
        ),
        (
            "Package.swift",
            package("\"https://github.com/jamesrochabrun/SwiftOpenAI\", \"4.0.0\"...\"4.5.0\""), false
        ),
        ("Package.swift", package("\"https://github.com/jamesrochabrun/SwiftOpenAI\", branch: \"main\""), false),
    ]

    private static func package(_ said: String) -> String {
        "let package = Package(name: \"App\", dependencies: [\n    .package(url: \(said)),\n])\n"
    }

    private static func firstLock(_ address: String, _ version: String) -> String {
        """
        {
          "object": {
            "pins": [
              {
                "package": "A",
                "repositoryURL": "\(address)",
                "state": {
                  "branch": null,
                  "revision": "0",
                  "version": "\(version)"
                }
              }
            ]
          },
          "version": 1
        }
        """
    }

    private static func lock(_ address: String, _ version: String) -> String {
        """
        {
          "pins" : [
            {
              "identity" : "a",
              "kind" : "remoteSourceControl",
              "location" : "\(address)",
              "state" : {
                "revision" : "0",
                "version" : "\(version)"
              }
            }
          ],
          "version" : 2
        }
        """
    }

    @Test("A release below the floor is found where Realtime is used", arguments: rows)
    func used(_ row: Row) {
        #expect(rules(row, with: Self.uses) == (row.stale ? [.sdkVersion] : []))
    }

    @Test("Used for chat alone, no release is stale", arguments: rows)
    func unused(_ row: Row) {
        #expect(
            rules(row, with: [("src/app.py", "client.chat.completions.create(model=m)\n# realtime comes later\n")])
                == []
        )
    }

    @Test("A module of one's own and a type of the Preview use no client")
    func ownModule() {
        let text = "from .realtime.connection import Connection\nfrom openai.types.beta.realtime import Session\n"
        #expect(rules(("requirements.txt", "openai==1.59.7\n", true), with: [("app/agent.py", text)]) == [])
    }

    @Test("A manifest speaks for its own folder")
    func folders() {
        let row: Row = ("chat/package.json", "{\n  \"dependencies\": {\n    \"openai\": \"^4.77.0\"\n  }\n}\n", true)
        #expect(rules(row, with: Self.uses) == [])
        let inside = [(path: "chat/src/a.ts", text: "import { X } from \"openai/realtime/ws\";\n")]
        #expect(rules(row, with: inside) == [.sdkVersion])
    }

    @Test("A lock inside an Xcode project, a catalogue in a folder apart speak for the folder above")
    func apart() {
        let folder = "App/App.xcodeproj/project.xcworkspace/xcshareddata/swiftpm"
        let row: Row = (
            "\(folder)/Package.resolved", Self.lock("https://github.com/jamesrochabrun/SwiftOpenAI", "4.4.9"), true
        )
        #expect(rules(row, with: Self.uses) == [])
        let inside = [(path: "App/Sources/Talk.swift", text: "let s = try await service.realtimeSession(model: m)\n")]
        #expect(rules(row, with: inside) == [.sdkVersion])
    }

    @Test("A prerelease is below its release, and not in what is below that")
    func prerelease() {
        let address = "https://github.com/m1guelpf/swift-realtime-openai"
        #expect(rules(("Package.resolved", Self.lock(address, "0.1.0"), true), with: []) == [.sdkVersion])
        #expect(rules(("Package.resolved", Self.lock(address, "1.0.0-beta"), false), with: []) == [])
        let manifest = Self.package("\"\(address)\", from: \"0.1.0\"")
        #expect(rules(("Package.swift", manifest, true), with: []) == [.sdkVersion])
    }

    static let previewOnly: [Row] = [
        ("requirements.txt", "rtclient @ https://example.com/rtclient-0.5.3.tar.gz\n", true),
        (
            "pyproject.toml",
            "[tool.poetry.dependencies]\nrtclient = { url = \"https://example.com/rtclient-0.5.3.tar.gz\" }\n", true
        ),
        ("package.json", "{\n  \"dependencies\": {\n    \"rt-client\": \"0.5.2\"\n  }\n}\n", true),
        (
            "package.json",
            "{\n  \"dependencies\": {\n    \"@openai/realtime-api-beta\": "
                + "\"github:openai/openai-realtime-api-beta\"\n  }\n}\n",
            true
        ),
    ]

    @Test("A library that only speaks Preview is stale wherever it is named", arguments: previewOnly)
    func preview(_ row: Row) { #expect(rules(row, with: []) == [.previewSDK]) }
}
