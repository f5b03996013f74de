"""Another company's service, which speaks as the Preview did."""
URL = "wss://dashscope.aliyuncs.com/api-ws/v1/realtime?model=qwen-omni-turbo-realtime"
EVENT = {"modalities": ["text", "audio"], "voice": "Cherry", "input_audio_format": "pcm16"}


def received(event):
    return event["type"] in ("response.audio.delta", "response.audio_transcript.delta", "conversation.item.created")
