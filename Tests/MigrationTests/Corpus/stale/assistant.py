"""A voice assistant on the terminal: microphone in, loudspeaker out."""
import asyncio
import base64
import json
import os

import websockets

MODEL = "gpt-4o-realtime-preview-2024-12-17"  ◀ retired-model
URL = os.environ.get("REALTIME_URL", "wss://api.openai.com/v1/realtime")
HEADERS = {
    "Authorization": f"Bearer {os.environ['OPENAI_API_KEY']}",
    "OpenAI-Beta": "realtime=v1",  ◀ beta-header
}

SETTINGS = {
    "modalities": ["text", "audio"],  ◀ session-field
    "instructions": "Answer in one sentence.",
    "voice": "alloy",  ◀ session-field
    "input_audio_format": "pcm16",  ◀ session-field
    "output_audio_format": "pcm16",  ◀ session-field
    "turn_detection": None,  ◀ session-field
    "temperature": 0.7,  ◀ session-field
    "max_response_output_tokens": 300,  ◀ session-field
}


async def talk(question: str) -> str:
    words = []
    heard = bytearray()
    async with websockets.connect(f"{URL}?model={MODEL}", additional_headers=HEADERS) as ws:
        await ws.send(json.dumps({"type": "session.update", "session": SETTINGS}))  ◀ session-type-missing
        await ws.send(json.dumps({
            "type": "conversation.item.create",
            "item": {"type": "message", "role": "user", "content": [{"type": "input_text", "text": question}]},
        }))
        await ws.send(json.dumps({"type": "response.create", "response": {"modalities": ["text", "audio"]}}))  ◀ response-field
        async for message in ws:
            event = json.loads(message)
            kind = event["type"]
            if kind == "response.audio.delta":  ◀ event-name
                heard += base64.b64decode(event["delta"])
            elif kind == "response.audio_transcript.delta":  ◀ event-name
                words.append(event["delta"])
            elif kind == "conversation.item.created":  ◀ event-name
                print("item", event["item"]["id"])
            elif kind == "error":
                raise RuntimeError(event["error"]["message"])
            elif kind == "response.done":
                break
    print(len(heard), "bytes of audio")
    return "".join(words)


if __name__ == "__main__":
    print(asyncio.run(talk("Hello?")))
