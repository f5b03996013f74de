"""A framework's settings are flat; the framework makes them right."""
from livekit.agents import AgentSession
from livekit.plugins import openai

session = AgentSession(
    llm=openai.realtime.RealtimeModel(
        model="gpt-realtime-2",
        voice="marin",
        modalities=["audio"],
        temperature=0.8,
        turn_detection=None,
        input_audio_transcription=None,
        input_audio_noise_reduction=None,
    )
)
