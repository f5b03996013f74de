"""The assistant as GA wants it. It once sent {"type": "session.update", "session": {"voice": "alloy"}}."""
import asyncio
import json
import os

import websockets

MODEL = os.environ.get("MODEL", "gpt-realtime-2")
HEADERS = {"Authorization": f"Bearer {os.environ['OPENAI_API_KEY']}", "OpenAI-Beta": "assistants=v2"}
SETTINGS = {
    "type": "realtime",
    "output_modalities": ["audio"],
    "instructions": "Answer in one sentence.",
    "audio": {
        "input": {"format": {"type": "audio/pcm", "rate": 24000}, "turn_detection": None},
        "output": {"format": {"type": "audio/pcm", "rate": 24000}, "voice": "marin", "speed": 1.1},
    },
    "max_output_tokens": 300,
}


async def talk(question):
    async with websockets.connect(f"wss://api.openai.com/v1/realtime?model={MODEL}", additional_headers=HEADERS) as ws:
        await ws.send(json.dumps({"type": "session.update", "session": SETTINGS}))
        await ws.send(json.dumps({"type": "response.create", "response": {"output_modalities": ["text"]}}))
        async for message in ws:
            event = json.loads(message)
            if event["type"] == "response.output_audio.delta":
                print(len(event["delta"]))
            elif event["type"] == "response.output_text.delta":
                print(event["delta"])
            elif event["type"] == "conversation.item.added":
                print(event["item"]["id"])
    chat = {"modalities": ["text", "audio"], "temperature": 0.4, "audio": {"voice": "alloy", "format": "pcm16"}}
    return chat
