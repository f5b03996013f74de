import json

# Half way: the address and the session are right, two names and one field are not.
URL = "wss://api.openai.com/v1/realtime?model=gpt-realtime-2"


async def start(ws):
    await ws.send(json.dumps({
        "type": "session.update",
        "session": {
            "type": "realtime",
            "audio": {"input": {"format": "pcm16", "turn_detection": None}, "output": {"voice": "marin"}},  ◀ audio-format-name
            "temperature": 0.8,  ◀ session-field
        },
    }))
    await ws.send(json.dumps({
        "type": "conversation.item.create",
        "item": {"type": "message", "role": "assistant", "content": [{"type": "text", "text": "Hello."}]},  ◀ content-type
    }))


def received(event):
    if event["type"] == "response.output_audio.delta":
        return event["delta"]
    if event["type"] == "response.audio_transcript.delta":  ◀ event-name
        return event["delta"]
    if event["type"] == "conversation.item.added":
        return event["item"]
    return None
