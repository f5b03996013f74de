// A table: data, exempt from the size rule.

extension Rule {
    private static func python(_ text: String) -> Example { Example(file: "app.py", text: text) }
    private static func script(_ text: String) -> Example { Example(file: "app.ts", text: text) }
    private static func page(_ text: String) -> Example { Example(file: "app.tsx", text: text) }
    private static func shell(_ text: String) -> Example { Example(file: "run.sh", text: text) }
    private static func file(_ name: String, _ text: String) -> Example { Example(file: name, text: text) }

    /// Every rule once, in the order of a call: address, header, session, items, events, libraries, models, keys.
    public static let all: [Rule] = [
        Rule(
            id: .betaHeader,
            title: "The header 'OpenAI-Beta: realtime=v1', or the sub-protocol 'openai-beta.realtime-v1'.",
            breaks: "The connection opens, then comes error beta_api_shape_disabled and close 4000.",
            correct: "Leave it out. 'OpenAI-Beta: assistants=v2' is another API's and stays.",
            certainty: "sure; likely where the program asks for the dialect first, and in tests",
            isFixable: true,
            bad: [
                python("headers = {\n    \"OpenAI-Beta\": \"realtime=v1\",  # ◀\n}"),
                script("const ws = new WebSocket(url, [\"realtime\", \"openai-beta.realtime-v1\"]); // ◀"),
                file("A.swift", "request.setValue(\"realtime=v1\", forHTTPHeaderField: \"OpenAI-Beta\") // ◀"),
                file("a.rb", "client = OpenAI::Client.new.beta(realtime: \"v1\") # ◀"),
                shell("curl -H 'OpenAI-Beta: realtime=v1' https://api.openai.com/v1/models # ◀"),
            ],
            good: [
                python("headers = {\"OpenAI-Beta\": \"assistants=v2\"}"),
                python("# headers[\"OpenAI-Beta\"] = \"realtime=v1\""),
                script("expect(headers).not.toContain(\"realtime=v1\");"),
            ]
        ),
        Rule(
            id: .azurePreviewPath,
            title: "Azure's Preview path '/openai/realtime'.",
            breaks: "Retired on 2026-04-30: the handshake is refused.",
            correct: "'/openai/v1/realtime?model=<deployment>', without api-version and deployment.",
            certainty: "sure",
            isFixable: true,
            bad: [
                python("url = f\"wss://{host}/openai/realtime?api-version={version}&deployment={name}\"  # ◀"),
                script(
                    "uri.pathname = \"openai/realtime\"; // ◀\n"
                        + "uri.searchParams.set(\"api-version\", \"2024-10-01-preview\");"
                ),
                script(
                    "const base = `wss://${resource}.openai.azure.com/openai`;\n"
                        + "connect(base + \"/realtime?deployment=\" + name); // ◀"
                ),
            ],
            good: [
                python("url = f\"wss://{host}/openai/v1/realtime?model={name}\""),
                python("docs = \"https://learn.microsoft.com/azure/ai-services/openai/realtime-audio-quickstart\""),
                script("import { OpenAIRealtimeWS } from \"openai/realtime/ws\";"),
                script("app.ws(\"/openai/realtime\", (socket) => relay(socket));"),
            ]
        ),
        Rule(
            id: .azureAPIVersion,
            title: "An api-version at a Realtime address.",
            breaks: "HTTP 401 before the upgrade.",
            correct: "Leave the parameter out; GA has none.",
            certainty: "sure in the address; likely for a constant that may serve other APIs, too",
            isFixable: true,
            bad: [
                python("url = f\"wss://{host}/openai/v1/realtime?api-version=2025-04-01-preview&model={name}\"  # ◀"),
                python("path = \"/openai/realtime\"\nparams = {\"api-version\": version, \"deployment\": name}  # ◀"),
                file(".env", "AZURE_OPENAI_REALTIME_API_VERSION=2024-10-01-preview # ◀"),
            ],
            good: [
                python(
                    "url = f\"https://{host}/openai/deployments/{name}/chat/completions"
                        + "?api-version=2024-10-01-preview\""
                ),
                python("client = AzureOpenAI(api_version=\"2024-10-01-preview\")  # for chat; realtime is elsewhere"),
            ]
        ),
        Rule(
            id: .azureDeployment,
            title: "The parameter 'deployment' at a Realtime address.",
            breaks: "GA looks for 'model': error missing_model, close 4000.",
            correct: "'model=<deployment>'.",
            certainty: "sure",
            isFixable: true,
            bad: [
                script("connect(`wss://${host}/openai/realtime?api-version=${version}&deployment=${name}`); // ◀"),
                python("path = \"/openai/realtime\"\nparams = {\"deployment\": name, \"api-version\": version}  # ◀"),
            ],
            good: [
                script("connect(`wss://${host}/openai/v1/realtime?model=${deployment}`);"),
                script("fetch(`https://api.example.com/list?deployment=${name}`);"),
            ]
        ),
        Rule(
            id: .regionalWebRTC,
            title: "Azure's regional Preview address for WebRTC, '…realtimeapi-preview.ai.azure.com/v1/realtimertc'.",
            breaks: "The address is retired: the offer gets no answer.",
            correct: "POST the offer to 'https://<resource>.openai.azure.com/openai/v1/realtime/calls'.",
            certainty: "sure",
            isFixable: false,
            bad: [
                script("const url = \"https://eastus2.realtimeapi-preview.ai.azure.com/v1/realtimertc\"; // ◀"),
                file(
                    "A.kt",
                    "val url = \"https://$region.realtimeapi-preview.ai.azure.com/v1/realtimertc?model=$name\" // ◀"
                ),
            ],
            good: [script("const url = `https://${resource}.openai.azure.com/openai/v1/realtime/calls`;")]
        ),
        Rule(
            id: .sessionsEndpoint,
            title: "'/realtime/sessions' and '/realtime/transcription_sessions', which made Preview secrets.",
            breaks: "A GA session that is opened with such a secret ends with api_version_mismatch.",
            correct:
                "POST /v1/realtime/client_secrets with {session: {type: \"realtime\", …}}; the secret is 'value' "
                + "of the answer.",
            certainty: "sure at the service's address; likely after a base that only the program knows",
            isFixable: false,
            bad: [
                script("await fetch(\"https://api.openai.com/v1/realtime/sessions\", { method: \"POST\" }); // ◀"),
                python("requests.post(\"https://api.openai.com/v1/realtime/transcription_sessions\", json=body)  # ◀"),
                file(
                    "A.java",
                    "String base = \"https://api.openai.com/v1\";\nURI.create(base + \"/realtime/sessions\"); // ◀"
                ),
            ],
            good: [
                script("await fetch(\"https://api.openai.com/v1/realtime/client_secrets\", { method: \"POST\" });"),
                script("await fetch(\"/api/realtime/sessions\");"),
            ]
        ),
        Rule(
            id: .offerEndpoint,
            title: "An SDP offer posted to '/v1/realtime'.",
            breaks: "Refused with beta_api_shape_disabled; the call is never set up.",
            correct: "POST it to '/v1/realtime/calls'.",
            certainty: "sure with the scheme in sight; else likely",
            isFixable: true,
            bad: [
                script(
                    "const base = \"https://api.openai.com/v1/realtime\"; // ◀\n"
                        + "await fetch(`${base}?model=${model}`, { method: \"POST\", body: offer.sdp,\n"
                        + "  headers: { \"Content-Type\": \"application/sdp\" } });"
                )
            ],
            good: [
                script(
                    "const base = \"https://api.openai.com/v1/realtime\";\n"
                        + "await fetch(`${base}/calls`, { method: \"POST\", headers: { \"Content-Type\": "
                        + "\"application/sdp\" } });"
                ),
                script("new WebSocket(\"wss://api.openai.com/v1/realtime?model=gpt-realtime-2\");"),
            ]
        ),
        Rule(
            id: .sessionTypeMissing,
            title: "A session without its type.",
            breaks:
                "Missing required parameter: 'session.type' (missing_required_parameter): nothing of the update "
                + "applies.",
            correct: "type: \"realtime\" (or \"transcription\").",
            certainty: "sure; likely in a declared type",
            isFixable: true,
            bad: [
                script(
                    "ws.send(JSON.stringify({ type: \"session.update\", session: { instructions: \"Be brief.\" } "
                        + "})); // ◀"
                ),
                python(
                    "config = {\"instructions\": \"Be brief.\"}\nsend({\"type\": \"session.update\",\n"
                        + "  \"session\": config})  # ◀"
                ),
                python("await connection.session.update(session={\"instructions\": \"Be brief.\"})  # ◀"),
            ],
            good: [
                script(
                    "send({ type: \"session.update\", session: { type: \"realtime\", instructions: \"Be brief.\" } });"
                ),
                script("send({ type: \"session.update\", session: { ...defaults, instructions: \"Be brief.\" } });"),
                script("store.update({ type: \"login\", session: { instructions: \"Be brief.\" } });"),
            ]
        ),
        Rule(
            id: .sessionField,
            title: "A flat field of a session.",
            breaks:
                "Unknown parameter: 'session.…' (unknown_parameter): the whole event is refused, nothing of it "
                + "applies.",
            correct:
                "Under audio.input and audio.output; modalities is output_modalities, max_response_output_tokens is "
                + "max_output_tokens; temperature is gone.",
            certainty: "sure in what goes to the service; likely where only the name says so",
            isFixable: true,
            bad: [
                script("send({ type: \"session.update\", session: {\n  voice: \"alloy\", // ◀\n} });"),
                python(
                    "event = {\"type\": \"session.update\", \"session\": {}}\n"
                        + "event[\"session\"][\"temperature\"] = 0.7  # ◀"
                ),
                file(
                    "Session.swift",
                    "let event = \"session.update\"\nencoder.keyEncodingStrategy = .convertToSnakeCase\n"
                        + "struct Session: Codable {\n    let inputAudioFormat: String // ◀\n}"
                ),
                file(
                    "session.go",
                    "const update = \"session.update\"\ntype Session struct {\n"
                        + "\tFormat string `json:\"input_audio_format\"` // ◀\n}"
                ),
                file(
                    "Session.cs",
                    "var update = \"session.update\";\n[JsonPropertyName(\"turn_detection\")]\n"
                        + "[JsonPropertyName(\"input_audio_transcription\")] // ◀\n"
                ),
                file(
                    "main.c",
                    "cJSON_AddStringToObject(root, \"type\", \"session.update\");\n"
                        + "cJSON_AddStringToObject(session, \"input_audio_format\", \"pcm16\"); // ◀"
                ),
                file(
                    "Main.java",
                    "String json = \"{\\\"type\\\": \\\"session.update\\\", \\\"session\\\": {\\\"voice\\\": "
                        + "\\\"alloy\\\"}}\"; // ◀"
                ),
            ],
            good: [
                script(
                    "send({ type: \"session.update\", session: { type: \"realtime\", audio: { output: { voice: "
                        + "\"marin\" } } } });"
                ),
                python(
                    "import livekit\nmodel = RealtimeModel(voice=\"alloy\", turn_detection=None, "
                        + "input_audio_transcription=None)"
                ),
                file("ATests.swift", "let event = \"session.update\"\nXCTAssertNil(json[\"input_audio_format\"])"),
                python(
                    "client.chat.completions.create(model=\"gpt-4o-audio-preview\", modalities=[\"text\", "
                        + "\"audio\"], temperature=0.2)"
                ),
                script("send({ type: \"response.create\", response: { output_modalities: [\"text\"] } });"),
            ]
        ),
        Rule(
            id: .responseField,
            title: "A flat field of response.create.",
            breaks: "Unknown parameter: 'response.…' (unknown_parameter): no response is made.",
            correct:
                "output_modalities, audio.output.voice, audio.output.format, max_output_tokens; temperature is gone.",
            certainty: "sure",
            isFixable: true,
            bad: [
                script("send({ type: \"response.create\", response: { modalities: [\"text\"] } }); // ◀"),
                python("await connection.response.create(response={\"temperature\": 0.8})  # ◀"),
            ],
            good: [
                script(
                    "send({ type: \"response.create\", response: { output_modalities: [\"text\"], metadata: { "
                        + "voice: \"x\" } } });"
                )
            ]
        ),
        Rule(
            id: .bothModalities,
            title: "Both modalities at once.",
            breaks:
                "Invalid modalities: ['audio', 'text']. Supported combinations are: ['text'] and ['audio'] "
                + "(invalid_value).",
            correct: "output_modalities: [\"audio\"], which includes the transcript.",
            certainty: "sure in what goes to the service; else likely",
            isFixable: true,
            bad: [
                script(
                    "send({ type: \"session.update\", session: { type: \"realtime\", output_modalities: "
                        + "[\"audio\", \"text\"] } }); // ◀"
                )
            ],
            good: [
                script(
                    "send({ type: \"session.update\", session: { type: \"realtime\", output_modalities: "
                        + "[\"audio\"] } });"
                ),
                file(
                    "models.json",
                    "{\"architecture\": {\"output_modalities\": [\"text\", \"audio\"]}, \"name\": \"realtime\"}"
                ),
            ]
        ),
        Rule(
            id: .audioFormatName,
            title: "A Preview name of an audio format in a GA session.",
            breaks:
                "Invalid type for 'session.audio.input.format': expected an object (invalid_type): the whole event "
                + "is refused.",
            correct: "{type: \"audio/pcm\", rate: 24000}, {type: \"audio/pcmu\"}, {type: \"audio/pcma\"}.",
            certainty: "sure",
            isFixable: true,
            bad: [
                script(
                    "const session = { type: \"realtime\", audio: { input: { format: \"g711_ulaw\" } } }; "
                        + "send(\"session.update\"); // ◀"
                )
            ],
            good: [
                script(
                    "const session = { type: \"realtime\", audio: { input: { format: { type: \"audio/pcmu\" } } } };"
                ),
                script("const recorder = { format: \"pcm16\" }; // realtime"),
            ]
        ),
        Rule(
            id: .pcmRateMissing,
            title: "audio/pcm without its rate.",
            breaks: "Missing required parameter: 'session.audio.input.format.rate' (missing_required_parameter).",
            correct: "{type: \"audio/pcm\", rate: 24000}.",
            certainty: "sure",
            isFixable: true,
            bad: [
                python(
                    "send({\"type\": \"session.update\", \"session\": {\"type\": \"realtime\",\n"
                        + "  \"audio\": {\"input\": {\"format\": {\"type\": \"audio/pcm\"}}}}})  # ◀"
                )
            ],
            good: [
                python(
                    "fmt = {\"audio\": {\"input\": {\"format\": {\"type\": \"audio/pcm\", \"rate\": 24000}}}}  # "
                        + "realtime"
                ),
                script("const blob = new Blob(chunks, { type: \"audio/pcm\" }); // realtime"),
            ]
        ),
        Rule(
            id: .contentType,
            title: "An assistant's message made of 'text' or 'audio'.",
            breaks: "Invalid value in 'item.content[].type' (invalid_value): the item is not created.",
            correct: "'output_text', 'output_audio'.",
            certainty: "sure",
            isFixable: true,
            bad: [
                script(
                    "send({ type: \"conversation.item.create\", item: { type: \"message\", role: \"assistant\",\n"
                        + "  content: [{ type: \"text\", text: \"Hello\" }] } }); // ◀"
                )
            ],
            good: [
                script(
                    "send({ type: \"conversation.item.create\", item: { role: \"user\", content: [{ type: "
                        + "\"input_text\", text: \"Hi\" }] } });"
                ),
                script(
                    "chat({ messages: [{ role: \"assistant\", content: [{ type: \"text\", text: \"Hi\" }] }] }); "
                        + "// realtime"
                ),
            ]
        ),
        Rule(
            id: .itemObject,
            title: "A question for 'realtime.item'.",
            breaks: "GA's items carry no 'object': the comparison is false, in silence.",
            correct: "Ask for 'item.type'.",
            certainty: "likely",
            isFixable: false,
            bad: [script("if (event.item.object === \"realtime.item\") show(event.item); // ◀")],
            good: [script("if (event.item.type === \"message\") show(event.item); // realtime.item")]
        ),
        Rule(
            id: .clientEventName,
            title: "A client event that GA does not have.",
            breaks: "Refused with invalid_value, param 'type'.",
            correct: "'session.update' with session.type \"transcription\".",
            certainty: "sure; likely where it is asked for, as a server does",
            isFixable: false,
            bad: [script("send({ type: \"transcription_session.update\", session }); // ◀")],
            good: [script("send({ type: \"session.update\", session: { type: \"transcription\", audio } });")]
        ),
        Rule(
            id: .eventName,
            title: "A server event that GA does not send.",
            breaks: "The handler is never called, and nothing says so.",
            correct: "'response.output_audio.delta' and its kin, 'conversation.item.added' and '…done'.",
            certainty: "sure; likely for names that another API has, too, where the program says the event itself, and "
                + "in tests",
            isFixable: true,
            bad: [
                script("switch (event.type) {\n  case \"response.audio_transcript.delta\": // ◀\n}"),
                script("client.on(\"server.conversation.item.created\", show); // ◀"),
                python("if event[\"type\"] == \"response.text.done\":  # ◀\n    pass"),
                python("HANDLERS = {\"response.audio.delta\": play, \"input_audio_buffer.speech_started\": stop}  # ◀"),
                file("Event.kt", "@SerialName(\"response.audio_transcript.done\") // ◀\nclass TranscriptDone"),
                file(
                    "event.c",
                    "if (strstr(data, \"\\\"type\\\":\\\"response.audio_transcript.delta\\\"\")) play(); // ◀"
                ),
            ],
            good: [
                script(
                    "case \"response.output_audio.delta\":\ncase \"response.audio.delta\":\n  play(event); // realtime"
                ),
                script(
                    "const stream = await client.responses.create({});\n"
                        + "for await (const e of stream) if (e.type === \"response.audio.delta\") f(e);"
                ),
                python("# elif event[\"type\"] == \"response.audio_transcript.delta\":"),
                python("log.info(\"no response.audio_transcript.delta for a second\")"),
            ]
        ),
        Rule(
            id: .previewCall,
            title: "The Preview half of an SDK.",
            breaks: "It sends 'OpenAI-Beta: realtime=v1': error beta_api_shape_disabled, close 4000.",
            correct: "The same without 'beta', in a release that speaks GA.",
            certainty: "sure; likely for a class name alone",
            isFixable: true,
            bad: [
                python("async with client.beta.realtime.connect(model=name) as connection:  # ◀\n    pass"),
                script("import { OpenAIRealtimeWS } from \"openai/beta/realtime/ws\"; // ◀"),
                file("A.cs", "using OpenAI.RealtimeConversation; // ◀"),
                python("from pipecat.services.openai_realtime_beta import context  # ◀"),
            ],
            good: [
                python("async with client.realtime.connect(model=name) as connection:\n    pass"),
                script("client.beta.assistants.create({ model }); // no realtime"),
                file("A.cs", "class RealtimeConversationClient { }"),
            ]
        ),
        Rule(
            id: .previewSDK,
            title: "A library that only speaks Preview.",
            breaks: "The connection is refused; there will be no release that speaks GA.",
            correct:
                "The library's successor: the openai package with the endpoint …/openai/v1, @openai/agents-realtime.",
            certainty: "sure",
            isFixable: false,
            bad: [
                python("from rtclient import RTClient  # ◀"),
                script("import { RTClient } from \"rt-client\"; // ◀"),
                script("const { RealtimeClient } = require(\"@openai/realtime-api-beta\"); // ◀"),
                file("package.json", "{\n  \"dependencies\": {\n    \"rt-client\": \"0.5.2\"◀\n  }\n}"),
            ],
            good: [
                script("import { RTClient } from \"./rt-client\";"),
                file("package.json", "{\n  \"name\": \"my-rt-client\"\n}"),
            ]
        ),
        Rule(
            id: .sdkVersion,
            title: "A release of an SDK below the first one that speaks GA.",
            breaks:
                "It speaks Preview, whatever the code says: beta_api_shape_disabled, or events that are never heard.",
            correct: "The release of the table in docs/check.md, or a newer one.",
            certainty: "sure, and only where the SDK's Realtime part is used below the manifest's folder",
            isFixable: false,
            bad: [],
            good: []
        ),
        Rule(
            id: .retiredModel,
            title: "A model that was shut down.",
            breaks: "The session ends with model_not_found or invalid_model.",
            correct: "gpt-realtime-2 or newer.",
            certainty: "sure as a model; likely as a deployment's name or in a list",
            isFixable: false,
            bad: [
                script("const model = \"gpt-4o-realtime-preview-2024-12-17\"; // ◀"),
                python("url = \"wss://api.openai.com/v1/realtime?model=gpt-4o-mini-realtime-preview\"  # ◀"),
                file("main.bicep", "model: {\n  name: 'gpt-4o-realtime-preview' // ◀\n}"),
            ],
            good: [script("const model = \"gpt-realtime-2\";"), python("# model = \"gpt-4o-realtime-preview\"")]
        ),
        Rule(
            id: .retiringModel,
            title: "A model whose end is announced.",
            breaks: "Nothing until the date that is named, then model_not_found.",
            correct: "gpt-realtime-2 or newer; gpt-transcribe or gpt-realtime-whisper.",
            certainty: "likely",
            isFixable: false,
            bad: [
                script("const model = \"gpt-realtime\"; // ◀"),
                script(
                    "const session = { audio: { input: { transcription: { model: \"whisper-1\" } } } }; "
                        + "connect(\"/v1/realtime\"); // ◀"
                ),
            ],
            good: [
                script("const model = \"gpt-realtime-2.1\";"),
                python("client.audio.transcriptions.create(model=\"whisper-1\")  # no realtime"),
            ]
        ),
        Rule(
            id: .keyInQuery,
            title: "A key in an address.",
            breaks: "Nothing fails; proxies, logs and histories keep the key.",
            correct: "A client secret (ek_…) as header or sub-protocol.",
            certainty: "sure",
            isFixable: false,
            bad: [script("connect(`wss://${host}/openai/v1/realtime?model=${name}&api-key=${key}`); // ◀")],
            good: [
                script(
                    "connect(`wss://${host}/openai/v1/realtime?model=${name}`, [\"realtime\", "
                        + "`openai-insecure-api-key.${secret}`]);"
                )
            ]
        ),
        Rule(
            id: .keyInClient,
            title: "A long-lived key in what users download.",
            breaks: "Nothing fails; whoever reads it can use it.",
            correct: "A client secret (ek_…) that your server makes with POST /v1/realtime/client_secrets.",
            certainty: "sure; likely for a switch that allows it",
            isFixable: false,
            bad: [
                page("const key = import.meta.env.VITE_OPENAI_API_KEY; // realtime ◀"),
                page("const client = new OpenAI({ apiKey, dangerouslyAllowBrowser: true }); // realtime ◀"),
            ],
            good: [
                page("const secret = await (await fetch(\"/token\")).json(); // realtime"),
                script("const key = process.env.OPENAI_API_KEY; // realtime"),
            ]
        ),
        Rule(
            id: .audioLogged,
            title: "Audio in a log.",
            breaks: "Nothing fails; the log gets what was said, in base64.",
            correct: "Log the event's type and the audio's length.",
            certainty: "likely",
            isFixable: false,
            bad: [script("case \"response.output_audio.delta\":\n  console.log(\"got\", event.delta); // ◀\n  break;")],
            good: [
                script("case \"response.output_audio.delta\":\n  console.log(\"got\", event.delta.length);\n  break;")
            ]
        ),
        Rule(
            id: .refusedEvent,
            title: "A recorded client event that GA refuses.",
            breaks: "The error that is quoted, by the wire model of this program.",
            correct: "The form in docs/protocol.md.",
            certainty: "sure",
            isFixable: false,
            bad: [
                file(
                    "calls.jsonl",
                    "{\"type\": \"session.update\", \"session\": {\"type\": \"realtime\", \"voice\": \"alloy\"}}◀"
                )
            ],
            good: [
                file(
                    "calls.jsonl",
                    "{\"type\": \"session.update\", \"session\": {\"type\": \"realtime\", \"instructions\": \"Hi\"}}"
                )
            ]
        ),
        Rule(
            id: .suppression,
            title: "A suppression without a reason.",
            breaks: "It allows nothing.",
            correct: "antiphon:allow(RULE) and why it is right here.",
            certainty: "sure",
            isFixable: false,
            bad: [python("# realtime antiphon:allow(event-name) ◀")],
            good: [python("# realtime antiphon:allow(event-name) the proxy translates")]
        ),
    ]
}
