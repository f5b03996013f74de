import Migration

extension GuardTests {
    static let spared: [Case] = [
        Case(
            "cases that fall through",
            "app.ts",
            [],
            """
            switch (event.type) { // session.update was sent
              case "response.audio.delta":
              case "response.output_audio.delta":
                play(event.delta); break;
              case "conversation.item.created":
              case "conversation.item.added":
                show(event.item);
            }
            """
        ),
        Case(
            "a whole file commented out",
            "app.py",
            [],
            """
            # ws.send(json.dumps({"type": "session.update", "session": {"voice": "alloy"}}))
            # headers = {"OpenAI-Beta": "realtime=v1"}
            """
        ),
        Case(
            "a file hidden from the compiler",
            "main.c",
            [],
            "#if 0\nconst char *h = \"OpenAI-Beta: realtime=v1\";\n#endif\n"
        ),
        Case(
            "a doc string",
            "app.py",
            [],
            "def f():\n    \"\"\"{\"type\": \"session.update\", \"session\": {\"voice\": \"alloy\"}}\"\"\"\n"
                + "    return 1\n"
        ),
        Case(
            "tests that assert the absence of a field",
            "SessionTests.swift",
            [],
            """
            let event = "session.update"
            XCTAssertNil(json["input_audio_format"])
            XCTAssertNil(session["turn_detection"])
            """
        ),
        Case(
            "the absence of a field, Python",
            "check_session.py",
            [],
            "sent = \"session.update\"\nassert \"input_audio_format\" not in session\n"
        ),
        Case(
            "taking a field away",
            "app.py",
            [],
            "session = event[\"session\"]  # session.update\nsession.pop(\"input_audio_format\", None)\n"
        ),
        Case(
            "the Responses API's events",
            "app.ts",
            [],
            """
            for await (const event of await client.responses.create({ model, stream: true })) {
              if (event.type === "response.output_text.delta") write(event.delta);
              if (event.type === "response.audio.delta") play(event.delta);
              if (event.type === "response.audio_transcript.delta") write(event.delta);
            }
            """
        ),
        Case(
            "Chat Completions' modalities",
            "app.py",
            [],
            """
            # realtime is elsewhere
            client.chat.completions.create(
                model="gpt-4o-audio-preview", modalities=["text", "audio"], audio={"voice": "alloy", "format": "pcm16"},
                temperature=0.3,
            )
            """
        ),
        Case("assistants", "app.py", [], "headers = {\"OpenAI-Beta\": \"assistants=v2\"}  # not realtime"),
        Case(
            "a framework's own settings",
            "agent.py",
            [],
            """
            from livekit.plugins import openai
            model = openai.realtime.RealtimeModel(
                voice="alloy", turn_detection=None, modalities=["audio"], input_audio_transcription=None, temperature=0.8)
            """
        ),
        Case(
            "a framework's settings in camel case",
            "agent.ts",
            [],
            """
            import { RealtimeSession } from "@openai/agents/realtime";
            new RealtimeSession(agent, { config: { audio: { input: { format: "pcm16" } }, voice: "alloy" } });
            """
        ),
        Case(
            "code that asks for the dialect",
            "app.py",
            [],
            "if use_beta:\n    headers[\"OpenAI-Beta\"] = \"realtime=v1\"\n"
        ),
        Case(
            "an SDK's own Preview half",
            "src/sdk/resources/beta/realtime/events.py",
            [],
            "TYPES = [\"response.audio_transcript.delta\", \"conversation.item.created\", \"session.update\"]\n"
        ),
        Case(
            "another company's service",
            "voice.py",
            [],
            """
            URL = "wss://dashscope.aliyuncs.com/api-ws/v1/realtime"
            if event["type"] == "response.audio_transcript.delta":
                show(event)
            """
        ),
        Case(
            "a vendor's specification of both dialects",
            "openapi.yaml",
            [],
            """
            openapi: 3.1.0
            paths:
              /realtime/sessions:
                post: {}
              /realtime/client_secrets:
                post: {}
            components:
              schemas:
                Event:
                  enum:
                    - conversation.item.created
            """
        ),
        Case(
            "the GA form of everything",
            "app.py",
            [],
            """
            await ws.send(json.dumps({"type": "session.update", "session": {
                "type": "realtime",
                "output_modalities": ["audio"],
                "audio": {
                    "input": {"format": {"type": "audio/pcm", "rate": 24000}, "turn_detection": {"type": "server_vad"}},
                    "output": {"voice": "marin", "speed": 1.1},
                },
                "max_output_tokens": 300,
            }}))
            if event["type"] == "response.output_audio.delta":
                play(event["delta"])
            """
        ),
        Case(
            "a name in prose",
            "app.py",
            [],
            "log.warning(\"response.audio_transcript.delta is what the Preview said\")  # realtime"
        ),
        Case(
            "a module of that name",
            "app.ts",
            [],
            "import { OpenAIRealtimeWS } from \"openai/realtime/ws\";\nimport type { X } from \"openai/realtime\";"
        ),
        Case(
            "a page of the documentation",
            "app.py",
            [],
            "DOCS = \"https://learn.microsoft.com/azure/openai/realtime\"\n"
                + "HELP = \"https://platform.openai.com/docs/guides/realtime\""
        ),
        Case(
            "an offer to the right address",
            "app.js",
            [],
            """
            const base = "https://api.openai.com/v1/realtime";
            fetch(`${base}/calls`, { method: "POST", headers: { "Content-Type": "application/sdp" }, body: offer.sdp });
            """
        ),
        Case(
            "an event of a server, said by the program",
            "relay.py",
            [],
            """
            await service.send(json.dumps({"type": "input_audio_buffer.commit"}))
            await page.send_text(json.dumps({"type": "response.audio.delta", "delta": chunk, "item_id": "other"}))
            """
        ),
        Case(
            "a client's event, asked for by a server",
            "server.ts",
            [],
            "const isUpdate = message.type === \"transcription_session.update\"; // realtime"
        ),
        Case(
            "an OpenAPI document of the Preview",
            "openapi.yaml",
            [],
            """
            openapi: 3.1.0
            paths:
              /realtime/sessions:
                post: {}
            components:
              schemas:
                Event:
                  enum:
                    - conversation.item.created
                    - response.text.delta
            """
        ),
        Case(
            "a header's value among words to look for",
            "matrix.ts",
            [],
            "const words = [\"realtime\", \"realtime=v1\", \"client_secrets\"];"
        ),
        Case(
            "a method of one's own with a library's name",
            "Program.cs",
            [],
            """
            using OpenAI.Realtime;
            var client = GetRealtimeConversationClient();
            static RealtimeClient GetRealtimeConversationClient() => new(key);
            """
        ),
    ]
}
