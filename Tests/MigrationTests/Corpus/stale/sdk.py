from openai import AsyncOpenAI
from openai.types.beta.realtime.session import Session  ◀ preview-call


async def main(client: AsyncOpenAI) -> None:
    async with client.beta.realtime.connect(model="gpt-4o-mini-realtime-preview") as connection:  ◀ preview-call, retired-model
        await connection.session.update(
            session={  ◀ session-type-missing
                "modalities": ["text"],  ◀ session-field
                "turn_detection": {"type": "server_vad"},  ◀ session-field
            }
        )
        await connection.response.create(response={"max_output_tokens": 100, "temperature": 0.9})  ◀ response-field
        async for event in connection:
            if event.type == "response.text.delta":  ◀ event-name
                print(event.delta, end="")
            elif event.type == "response.text.done":  ◀ event-name
                print()
            elif event.type == "response.done":
                break
