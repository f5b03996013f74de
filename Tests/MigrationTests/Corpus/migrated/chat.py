"""Only chat, speech and the Responses API: nothing of Realtime but the word."""
from openai import OpenAI

client = OpenAI()


def ask(question):
    stream = client.responses.create(model="gpt-5", input=question, stream=True)
    for event in stream:
        if event.type == "response.output_text.delta":
            print(event.delta)
        elif event.type == "response.audio.delta":
            print(len(event.delta))
        elif event.type in ("response.completed", "response.audio_transcript.done"):
            break
    answer = client.chat.completions.create(
        model="gpt-4o-audio-preview",
        modalities=["text", "audio"],
        audio={"voice": "alloy", "format": "pcm16"},
        temperature=0.2,
        messages=[{"role": "assistant", "content": [{"type": "text", "text": "Hello"}]}],
    )
    url = f"https://demo.openai.azure.com/openai/deployments/gpt/chat/completions?api-version=2024-10-01-preview"
    return answer, url, client.audio.transcriptions.create(model="whisper-1", file=open("a.wav", "rb"))
