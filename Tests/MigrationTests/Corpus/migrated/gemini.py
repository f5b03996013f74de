"""Another company's live service, whose settings have names of the Preview; realtime, but not OpenAI's."""
from google import genai
from google.genai import types

CONFIG = {
    "response_modalities": [types.Modality.AUDIO],
    "temperature": 0.7,
    "realtime_input_config": {"automatic_activity_detection": {"silence_duration_ms": 900}},
    "input_audio_transcription": types.AudioTranscriptionConfig(),
    "output_audio_transcription": types.AudioTranscriptionConfig(),
}


async def talk(key, model):
    async with genai.Client(api_key=key).aio.live.connect(model=model, config=CONFIG) as session:
        await session.send_realtime_input(text="Hello")
        async for message in session.receive():
            print(message.text)
