import Migration
import Testing

/// Constructions that a pattern matcher misses or wrongly reports: each from both sides.
@Suite("check understands enough to be right")
struct GuardTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let file: String
        let text: String
        /// Rules that must be found, and nothing else that is sure.
        let expected: Set<RuleID>

        init(_ name: String, _ file: String, _ expected: Set<RuleID>, _ text: String) {
            self.name = name
            self.file = file
            self.text = text
            self.expected = expected
        }
        var testDescription: String { name }
    }

    @Test("A construction seen in the wild", arguments: missed + spared)
    func construction(_ example: Case) {
        let found = FileCheck().check(Array(example.text.utf8), path: example.file).findings
        let rules = Set(found.map(\.rule))
        #expect(rules.isSuperset(of: example.expected), "missed \(example.expected.subtracting(rules))")
        let wrong = found.filter { $0.certainty == .sure && !example.expected.contains($0.rule) }
        #expect(wrong.isEmpty, "\(wrong.map(\.json))")
    }

    @Test("What an instruction says of dialects asks for none")
    func prose() {
        let text = """
            let event: [String: Any] = ["type": "session.update", "session": [
                "instructions": "If you can, speak the dialect of whoever rings.",
                "turn_detection": ["type": "server_vad"],
            ]]
            """
        let found = FileCheck().check(Array(text.utf8), path: "Call.swift").findings
        #expect(found.filter { $0.rule == .sessionField }.map(\.certainty) == [.sure])
    }

    static let missed: [Case] = [
        Case(
            "camel case and a snake-case strategy, Kotlin",
            "Session.kt",
            [.sessionField],
            """
            val json = Json { namingStrategy = JsonNamingStrategy.SnakeCase }
            data class Session(val inputAudioFormat: String, val instructions: String)
            const val UPDATE = "session.update"
            """
        ),
        Case(
            "camel case and a snake-case strategy, Java",
            "Session.java",
            [.sessionField],
            """
            @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
            class Session { private String outputAudioFormat; }
            class Update { String type = "session.update"; }
            """
        ),
        Case(
            "struct tags",
            "session.go",
            [.sessionField],
            """
            type Session struct {
                Modalities []string `json:"modalities,omitempty"`
                Format     string   `json:"output_audio_format,omitempty"`
            }
            const update = "session.update"
            """
        ),
        Case(
            "rename attributes",
            "session.rs",
            [.sessionField],
            """
            const UPDATE: &str = "session.update";
            #[derive(Serialize)]
            struct Session<'a> { #[serde(rename = "max_response_output_tokens")] tokens: u32, lang: &'a str }
            """
        ),
        Case(
            "header name and value in two constants",
            "Client.java",
            [.betaHeader],
            """
            static final String HEADER = "OpenAI-Beta";
            static final String VALUE = "realtime=v1";
            """
        ),
        Case(
            "value first",
            "Client.swift",
            [.betaHeader],
            "request.addValue(\"realtime=v1\", forHTTPHeaderField: \"OpenAI-Beta\")"
        ),
        Case(
            "URL, model and path in three statements",
            "app.py",
            [.azurePreviewPath, .azureDeployment],
            """
            base = "wss://demo.openai.azure.com"
            path = "/openai/realtime"
            url = base + path + "?deployment=" + name
            """
        ),
        Case(
            "path and query in two annotations",
            "Api.java",
            [.azurePreviewPath, .azureAPIVersion],
            """
            @ClientEndpoint
            @Path("/openai/realtime")
            @Query("api-version")
            interface Api {}
            """
        ),
        Case(
            "settings not under a key session",
            "app.py",
            [.sessionField, .sessionTypeMissing],
            """
            SETTINGS = {
                "voice": "alloy",
                "instructions": "Be brief.",
            }
            async def start(ws):
                await ws.send(json.dumps({"type": "session.update", "session": SETTINGS}))
            """
        ),
        Case(
            "keyword arguments",
            "app.py",
            [.sessionField],
            """
            event = make_event("session.update", input_audio_format="pcm16")
            """
        ),
        Case(
            "item assignments",
            "app.py",
            [.sessionField],
            """
            event = {"type": "session.update", "session": {"type": "realtime"}}
            event["session"]["max_response_output_tokens"] = 300
            """
        ),
        Case(
            "event names with a client library's prefix",
            "app.js",
            [.eventName],
            "client.realtime.on('server.response.audio_transcript.done', show);"
        ),
        Case(
            "JSON inside an escaped string",
            "Main.java",
            [.responseField],
            "String s = "
                + "\"{\\\"type\\\":\\\"response.create\\\",\\\"response\\\":{\\\"modalities\\\":[\\\"text\\\"]}}\";"
        ),
        Case(
            "JSON inside a raw string",
            "main.rs",
            [.sessionField, .sessionTypeMissing],
            "let s = r#\"{\"type\": \"session.update\", \"session\": {\"voice\": \"alloy\", \"instructions\": "
                + "\"Hi\"}}\"#;"
        ),
        Case(
            "JSON inside a C++ raw string",
            "main.cpp",
            [.sessionField, .sessionTypeMissing],
            "auto s = R\"json({\"type\": \"session.update\", \"session\": {\"voice\": \"alloy\"}})json\";"
        ),
        Case(
            "f-strings",
            "app.py",
            [.azurePreviewPath, .azureAPIVersion, .azureDeployment],
            "url = f'wss://{host}/openai/realtime?api-version={version}&deployment={name[\"x\"]}'"
        ),
        Case(
            "templates with code in them",
            "app.ts",
            [.eventName],
            "const h = `${kind === \"a\" ? \"response.audio_transcript.delta\" : other}`;"
        ),
        Case(
            "C's literal concatenation",
            "main.c",
            [.sessionsEndpoint],
            "const char *url = \"https://api.openai.com\" \"/v1/realtime\"\n    \"/sessions\";"
        ),
        Case(
            "cJSON calls",
            "main.c",
            [.sessionField],
            """
            cJSON_AddStringToObject(root, "type", "session.update");
            cJSON *session = cJSON_AddObjectToObject(root, "session");
            cJSON_AddStringToObject(session, "voice", "alloy");
            """
        ),
        Case("Windows line ends", "app.py", [.eventName], "if a:\r\n  x = \"response.text.delta\"\r\n"),
        Case(
            "a shell's here document",
            "run.sh",
            [.sessionField, .sessionTypeMissing],
            "websocat $URL <<EOF\n{\"type\":\"session.update\",\"session\":{\"voice\":\"alloy\"}}\nEOF\n"
        ),
        Case(
            "a script in a page",
            "index.html",
            [.eventName],
            "<p>Don't</p><script>\nif (e.type === 'response.audio_transcript.delta') show(e);\n</script>"
        ),
        Case(
            "YAML keys",
            "config.yaml",
            [.sessionField, .sessionTypeMissing],
            "event:\n  type: session.update\n  session:\n    voice: alloy\n    instructions: Be brief.\n"
        ),
        Case(
            "Ruby's hashes",
            "app.rb",
            [.sessionField, .sessionTypeMissing],
            "ws.send({ type: \"session.update\", session: { voice: \"alloy\" } }.to_json)"
        ),
        Case(
            "Swift's dictionaries",
            "App.swift",
            [.sessionField, .sessionTypeMissing],
            "let event: [String: Any] = [\"type\": \"session.update\", \"session\": [\"voice\": \"alloy\"]]"
        ),
        Case(
            "Java's maps",
            "App.java",
            [.sessionField, .sessionTypeMissing],
            "send(Map.of(\"type\", \"session.update\", \"session\", Map.of(\"voice\", \"alloy\", \"instructions\", "
                + "\"Hi\")));"
        ),
        Case(
            "Kotlin's apply",
            "Talk.kt",
            [.sessionField, .sessionTypeMissing],
            """
            val event = JSONObject().apply {
                put("type", "session.update")
                put("session", JSONObject().apply { put("voice", "alloy"); put("instructions", "Hi") })
            }
            """
        ),
        Case(
            "Java's setters on a variable of any name",
            "Talk.java",
            [.sessionField, .sessionTypeMissing],
            """
            ObjectNode settings = mapper.createObjectNode();
            settings.put("voice", "alloy").put("instructions", "Hi");
            ObjectNode event = mapper.createObjectNode();
            event.put("type", "session.update");
            event.set("session", settings);
            """
        ),
        Case(
            "C#'s properties of the wire's names",
            "Session.cs",
            [.sessionField],
            "class Update { string type = \"session.update\"; }\n"
                + "class Session { public string input_audio_format { get; set; } public string voice { get; set; } }"
        ),
        Case(
            "Swift's coding keys",
            "Session.swift",
            [.sessionField],
            """
            let update = "session.update"
            enum CodingKeys: String, CodingKey { case modalities, voice }
            """
        ),
        Case(
            "C++'s lists in braces",
            "talk.cpp",
            [.sessionField, .sessionTypeMissing],
            "json event = {{\"type\", \"session.update\"}, {\"session\", {{\"voice\", \"alloy\"}}}};"
        ),
        Case(
            "types with commas in a value, C#",
            "Talk.cs",
            [.responseField],
            "var e = new Dictionary<string, object> { { \"type\", \"response.create\" }, "
                + "{ \"response\", new Dictionary<string, object> { { \"voice\", \"cedar\" } } } };"
        ),
        Case(
            "YAML on one line",
            "events.yaml",
            [.responseField],
            "greet: { type: response.create, response: { voice: alloy } } # short"
        ),
        Case(
            "an address without its first slash",
            "Client.php",
            [.sessionsEndpoint],
            "<?php $payload = Payload::create('realtime/sessions', $parameters);"
        ),
        Case(
            "Go's list of modalities",
            "talk.go",
            [.bothModalities],
            "e := map[string]any{\"type\": \"response.create\", \"response\": "
                + "map[string]any{\"output_modalities\": []string{\"audio\", \"text\"}}}"
        ),
    ]
}
