import json
from urllib.parse import urlencode

import aiohttp
from rtclient import RTLowLevelClient  ◀ preview-sdk

API_VERSION = "2024-10-01-preview"  ◀ azure-api-version


class Relay:
    def __init__(self, endpoint, deployment, key):
        self.endpoint, self.deployment, self.key = endpoint, deployment, key

    def url(self):
        query = {"api-version": API_VERSION, "deployment": self.deployment}  ◀ azure-api-version, azure-deployment-parameter
        return self.endpoint + "/openai/realtime?" + urlencode(query)  ◀ azure-preview-path

    async def secret(self, http):
        body = {"model": self.deployment, "voice": "alloy"}
        url = self.endpoint + "/openai/realtimeapi/sessions?api-version=2025-04-01-preview"  ◀ sessions-endpoint, azure-api-version
        async with http.post(url, json=body, headers={"api-key": self.key}) as answer:
            return (await answer.json())["client_secret"]["value"]

    async def forward(self, message, upstream):
        event = json.loads(message)
        if event["type"] == "session.update":
            session = event["session"]
            event["session"]["temperature"] = 0.6  ◀ session-field
            session["input_audio_transcription"] = {"model": "whisper-1"}  ◀ session-field, retiring-model
        await upstream.send_str(json.dumps(event))

    def translate(self, event):
        match event["type"]:
            case "response.text.delta" | "response.text.done":  ◀ event-name, event-name
                return event
            case "conversation.item.created":  ◀ event-name
                return None
        return event


# The old relay said "OpenAI-Beta: realtime=v1" here, and "response.audio.delta" there.
