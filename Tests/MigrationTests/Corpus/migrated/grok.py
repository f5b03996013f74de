"""Another company's speech: the address comes from the settings."""
import json

from settings import BASE_URL, realtime_headers


async def begin(socket, voice, persona):
    await socket.send(json.dumps({
        "type": "session.update",
        "session": {"instructions": persona, "voice": voice, "turn_detection": {"type": "server_vad"}},
    }))


def heard(event):
    return event["type"] == "conversation.item.created"
