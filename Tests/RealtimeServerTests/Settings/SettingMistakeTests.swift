import RealtimeServer
import Testing

@Suite("Mistakes in settings")
struct SettingMistakeTests {
    @Test("All mistakes are told at once, each with its place and its remedy")
    func all() {
        let file = """
            listen:
              address: nowhere
              loopss: 4
            sessions: 5
            sessions.idle: soon
            connections:
              body_max: 21MB
              max:
            access:
              keys:
                - name: "a b"
                  key: "two words"
                  modelss: x
                - {name: b}
                - {name: c, key: x, sha256: y}
                - sk-my-key
              origins: ["ftp://x"]
            preview: sometimes
            surprise: 1
            """
        let mistakes = Settings.mistakes(
            file: file,
            environment: ["HOME": "/h", "ANTIPHON_LOG_LEVL": "x", "ANTIPHON_SESSIONS_MAX": "0", "ANTIPHON_SCRIPT": ""],
            arguments: [
                "--loops", "many", "--lisen", "1", "--engine=robot", "stray", "--data", "--log-level", "info",
                "--log-level", "debug",
            ]
        )
        #expect(
            mistakes == [
                """
                antiphon.yaml:2:12: listen.address is "nowhere"; it must be an address with a port, such as \
                127.0.0.1:8080 or [::1]:8080.
                """,
                #"antiphon.yaml:3:3: "listen.loopss" is not a setting. Did you mean 'listen.loops'?"#,
                """
                antiphon.yaml:4:11: sessions is a text; it must be a mapping of settings, such as 'log:' with \
                'level: info' in it.
                """,
                """
                antiphon.yaml:5:16: sessions.idle is "soon"; it must be a duration from 1s to 60m, such as 10s or 2m, \
                or off.
                """,
                """
                antiphon.yaml:7:13: connections.body_max is "21MB"; it must be a size from 1KiB to 21MiB, such as \
                512KiB or 21MiB.
                """,
                "antiphon.yaml:8:7: connections.max is empty; it must be a whole number from 1 to 1000000.",
                """
                antiphon.yaml:11:13: access.keys[0].name is "a b"; it must be 1 to 64 letters, digits, '-', '_' or '.'.
                """,
                "antiphon.yaml:12:12: access.keys[0].key is not valid; it must be 1 to 512 visible ASCII characters.",
                #"antiphon.yaml:13:7: access.keys[0] has no "modelss". Did you mean 'models'?"#,
                """
                antiphon.yaml:14:7: access.keys[1] has no key; give its text as 'key', or its hash as 'sha256'.
                """,
                "antiphon.yaml:15:7: access.keys[2] has a key and a sha256; it must have one of them.",
                """
                antiphon.yaml:16:7: access.keys[3] is not valid; it must be a mapping with the keys name, key, sha256, \
                models, actions, limits.
                """,
                """
                antiphon.yaml:17:13: access.origins[0] is "ftp://x"; it must be an origin such as https://example.com \
                or http://localhost:3000.
                """,
                #"antiphon.yaml:18:10: preview is "sometimes"; it must be serve or refuse."#,
                #"antiphon.yaml:19:1: "surprise" is not a setting. docs/configuration.md lists them all."#,
                "environment ANTIPHON_LOG_LEVL: no setting has this name. Did you mean ANTIPHON_LOG_LEVEL?",
                "environment ANTIPHON_SCRIPT: script is empty; it must be a path that does not begin with ~.",
                "environment ANTIPHON_SESSIONS_MAX: sessions.max is 0; it must be a whole number from 1 to 1000000.",
                "--lisen: serve has no such flag. Did you mean '--listen'?",
                "stray: serve takes flags only, and this is none.",
                "--data: needs a value after it: a folder, whose path does not begin with ~, or none.",
                "--log-level: comes twice; give it once.",
                #"--loops: listen.loops is "many"; it must be a whole number from 0 to 1024."#,
                #"--engine: engine is "robot"; it must be embedded or scripted."#,
            ]
        )
    }

    @Test("A file that cannot be read is a mistake like others")
    func unreadable() {
        let mistakes = Settings.mistakes(arguments: ["--config", "/nowhere/antiphon.yaml", "--loops", "-1"])
        #expect(
            mistakes == [
                "antiphon.yaml: the file cannot be read: No such file or directory.",
                "--loops: listen.loops is -1; it must be a whole number from 0 to 1024.",
            ]
        )
        #expect(Settings.mistakes(arguments: ["--config", "/"]).first?.contains("Is a directory") == true)
    }

    @Test("What is no YAML is told by its place")
    func syntax() {
        #expect(
            Settings.mistakes(file: "log:\n  level: info\n  level: debug\n") == [
                "antiphon.yaml:3:3: the key 'level' comes twice, first on line 2; keep one."
            ]
        )
        #expect(
            Settings.mistakes(file: "log: {level: info}\nlog.level: debug\n") == [
                "antiphon.yaml:2:1: 'log.level' comes twice; keep one."
            ]
        )
        #expect(Settings.mistakes(file: "- a\n").first?.hasPrefix("antiphon.yaml:1:1: the file is a list;") == true)
    }

    @Test("Wrong flags are wrong usage, a wrong file is not")
    func usage() {
        let byFile = #expect(throws: SettingMistakes.self) { try Settings.load(file: "x: 1\n") }
        #expect(byFile?.isWrongUsage == false)
        let byFlag = #expect(throws: SettingMistakes.self) { try Settings.load(arguments: ["--x"]) }
        #expect(byFlag?.isWrongUsage == true)
    }

    typealias Contradiction = (file: String, message: String)

    static let contradictions: [Contradiction] = [
        ("listen: {tls: {certificate: a}}", "listen.tls.key is not; set both."),
        ("listen: {tls: {key: a}}", "listen.tls.certificate is not; set both."),
        ("listen: {tls: {key: a, certificate: b, self_signed: true}}", "choose one."),
        ("sessions: {queue_high: 2MiB, queue_max: 2MiB}", "sessions.queue_high is 2MiB; it must be less than"),
        ("connections: {pong_timeout: 20s}", "connections.pong_timeout is 20s; it must be more than"),
        ("access: {keys: [{name: a, key: x}, {name: a, key: y}]}", "access.keys names 'a' twice;"),
        ("access: {keys: [{name: a, key: x}, {name: b, key: x}]}", "gives 'a' and 'b' the same key;"),
        ("access: {api_key: x, keys: [{name: default, key: y}]}", "twice (access.api_key has it);"),
    ]

    @Test("Values that contradict each other are refused", arguments: contradictions)
    func contradiction(_ contradiction: Contradiction) {
        let mistakes = Settings.mistakes(file: contradiction.file)
        #expect(mistakes.count == 1 && mistakes.first?.contains(contradiction.message) == true, "\(mistakes)")
    }

    @Test("Beyond loopback there must be a key, wherever it is kept")
    func exposure() throws {
        let open = try Settings.load(arguments: ["--listen", "0.0.0.0:80"])
        #expect(
            open.check(storageHoldsKeys: false).map(\.description) == [
                """
                listen.address is 0.0.0.0:80, which other machines can reach, and there is no key. Set ANTIPHON_API_KEY \
                or access.keys, or listen on 127.0.0.1:80.
                """
            ]
        )
        #expect(open.check(storageHoldsKeys: true).isEmpty)
        let keyed = try Settings.load(
            environment: ["HOME": "/h", "ANTIPHON_API_KEY": "k"],
            arguments: ["--listen", "[::]:80"]
        )
        #expect(keyed.check(storageHoldsKeys: false).isEmpty)
        #expect(try Settings.load(arguments: ["--listen", "[::1]:80"]).check(storageHoldsKeys: false).isEmpty)
    }

    @Test("A key never shows, also where it is wrong")
    func secrecy() throws {
        let settings = try Settings.load(environment: ["HOME": "/h", "ANTIPHON_API_KEY": "sk-geheim"])
        #expect(settings.access.apiKey?.reveal() == "sk-geheim")
        var dumped = ""
        dump(settings, to: &dumped)
        #expect(!dumped.contains("geheim"))
        let mistakes = Settings.mistakes(environment: ["HOME": "/h", "ANTIPHON_API_KEY": "sk geheim"])
        #expect(mistakes.count == 1 && !mistakes.joined().contains("geheim"))
    }
}
