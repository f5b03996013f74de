"""A client that a team shares: settings go in as arguments."""
from voice_client import VoiceClient


async def begin(url):
    client = VoiceClient(url)  # /v1/realtime
    await client.configure(
        instructions="Be brief.",
        voice="alloy", ◀ session-field
        turn_detection=None, ◀ session-field
        input_audio_format="pcm16", ◀ session-field
    )
