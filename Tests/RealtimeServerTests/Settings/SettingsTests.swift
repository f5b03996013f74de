import NetIO
import RealtimeServer
import TestSupport
import Testing

@Suite("Settings")
struct SettingsTests {
    @Test("Without anything the defaults are in force, and data is kept at home")
    func defaults() throws {
        let settings = try Settings.load()
        #expect(settings.listen == Settings().listen)
        #expect(settings.sessions == Settings().sessions)
        #expect(settings.data == .folder("/home/somebody/.local/state/antiphon"))
        #expect(settings.check(storageHoldsKeys: false).isEmpty)
    }

    typealias Home = (environment: [String: String], folder: String)

    static let homes: [Home] = [
        (["XDG_STATE_HOME": "/state", "HOME": "/h"], "/state/antiphon"),
        (["XDG_STATE_HOME": "relative", "HOME": "/h"], "/h/.local/state/antiphon"),
        (["ANTIPHON_DATA": "here"], "here"),
    ]

    @Test("Data goes where XDG says", arguments: homes)
    func home(_ home: Home) throws {
        #expect(try Settings.load(environment: home.environment).data == .folder(home.folder))
    }

    @Test("Without a home, data must be placed")
    func homeless() throws {
        #expect(Settings.mistakes(environment: [:]).first?.hasPrefix("environment HOME: data has no default") == true)
        #expect(try Settings.load(environment: [:], arguments: ["--data", "none"]).data == .memory)
    }

    @Test("A flag beats the environment, the environment the file, the file the default")
    func precedence() throws {
        let file = "listen:\n  loops: 1\n  address: 127.0.0.1:1\nsessions: {max: 1, idle: 0}\n"
        let environment = ["HOME": "/h", "ANTIPHON_LISTEN_LOOPS": "2", "ANTIPHON_LISTEN_ADDRESS": "127.0.0.1:2"]
        let settings = try Settings.load(file: file, environment: environment, arguments: ["--loops=3"])
        #expect(settings.listen.loops == 3)
        #expect(settings.listen.address.port == 2)
        #expect(settings.sessions.max == 1)
        #expect(settings.sessions.idle == nil)
        #expect(settings.sessions.duration == .seconds(3_600))
    }

    @Test("Every default can be said", arguments: Settings.table.compactMap(\.environmentName))
    func sayable(_ name: String) throws {
        let setting = try #require(Settings.table.first { $0.environmentName == name })
        if ["none", "every name", "its own"].contains(setting.byDefault) { return }
        // Their defaults depend on the machine, and are told in a sentence.
        if ["data", "log.level"].contains(setting.name) { return }
        #expect(Settings.mistakes(environment: ["HOME": "/h", name: setting.byDefault]) == [])
    }

    @Test("Hosts of MCP servers: every one, some, or none")
    func outboundHosts() throws {
        #expect(try Settings.load().mcp == Settings().mcp)
        #expect(try Settings.load(file: "mcp: {allow: '*'}").mcp.allow == nil)
        #expect(try Settings.load(file: "mcp: {allow: []}").mcp.allow == [])
        let some = try Settings.load(environment: ["HOME": "/h", "ANTIPHON_MCP_ALLOW": "*.example.com, 10.1.0.0/16"])
        #expect(some.mcp.allow?.map(\.description) == ["*.example.com", "10.1.0.0/16"])
        #expect(Settings.mistakes(file: "mcp: {allow: [127.1]}").count == 1)
    }

    @Test("No name, variable or flag comes twice")
    func unique() {
        #expect(Set(Settings.table.map(\.name)).count == Settings.table.count)
        let variables = Settings.table.compactMap(\.environmentName)
        #expect(Set(variables).count == variables.count)
        let flags = Settings.table.compactMap { $0.flag?.name }
        #expect(Set(flags).count == flags.count)
    }

    @Test("Lists in a variable have commas between their elements")
    func lists() throws {
        let settings = try Settings.load(
            environment: [
                "HOME": "/h", "ANTIPHON_MODELS": "a, b", "ANTIPHON_ACCESS_ORIGINS": "https://A.example:443,http://b:81",
                "ANTIPHON_ACCESS_TRUSTED_PROXIES": "10.0.0.0/8",
            ]
        )
        #expect(settings.models == ["a", "b"])
        #expect(settings.access.origins == .only(["https://a.example", "http://b:81"]))
        #expect(settings.access.trustedProxies.map(\.description) == ["10.0.0.0/8"])
        #expect(try Settings.load(file: "access: {origins: ['*']}").access.origins == .all)
    }

    @Test("A group whose lines are all comments is no mistake")
    func emptyGroup() {
        #expect(Settings.mistakes(file: "listen:\n  # loops: 1\nlog:\n") == [])
        #expect(Settings.mistakes(file: "") == [])
    }

    @Test("What Kubernetes tells of its services is not taken for settings")
    func services() {
        let environment = [
            "HOME": "/h", "ANTIPHON_PORT": "tcp://10.0.0.1:80", "ANTIPHON_SERVICE_HOST": "10.0.0.1",
            "ANTIPHON_SERVICE_PORT_HTTP": "80", "ANTIPHON_PORT_80_TCP_ADDR": "10.0.0.1",
        ]
        #expect(Settings.mistakes(environment: environment) == [])
    }

    @Test("A damaged file is refused with places, or understood", arguments: Seed.some(20))
    func damaged(_ seed: Seed) throws {
        var random = seed.generator
        let whole = Array(try SettingsDocumentationTests.example.utf8)
        for _ in 0..<20 {
            var bytes = whole
            bytes.mutate(using: &random, alphabet: Array("\n -:?[]{},&*!|>%@`'\"#\\\t~a0".utf8))
            for mistake in Settings.mistakes(file: String(decoding: bytes, as: UTF8.self)) {
                #expect(!mistake.contains("\n"), "\(seed)")
                #expect(
                    mistake.hasPrefix("antiphon.yaml:") || !mistake.contains("antiphon.yaml"),
                    "\(seed): \(mistake)"
                )
            }
        }
    }
}
