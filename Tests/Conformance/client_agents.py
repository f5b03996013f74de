"""OpenAI's agents SDK, unmodified and with its defaults: semantic_vad, transcription by gpt-4o-mini-transcribe, voice
ash, tracing auto, and a tool.

It judges every event of the server by the SDK's own types; what does not fit becomes an error of its session.
"""

import asyncio
import contextlib
import json
import os

# Traces would be sent to their maker's service. What the SDK says to us does not change.
os.environ["OPENAI_AGENTS_DISABLE_TRACING"] = "1"

from agents import function_tool  # noqa: E402
from agents.realtime import RealtimeAgent, RealtimeRunner  # noqa: E402
from harness import Recording, Suite, expect, expect_equal, main, silence, tone  # noqa: E402

MODEL = "gpt-realtime-2.1"
"""What the SDK puts into `session.model`, whatever the URL says."""


class Talk:
    def __init__(self, session, record):
        self.session, self.record = session, record
        self.events, self.raw = [], []

    async def until(self, kind, within=15, errors=False):
        """All events up to one of this type; of the model's own, `raw:` and the type of the wire."""

        async def wait():
            came = []
            async for event in self.session:
                came.append(event)
                self.events.append(event)
                raw = raw_type(event)
                if raw:
                    self.raw.append(event.data.data)
                    self.record(json.dumps(event.data.data))
                expect(errors or event.type != "error", f"while waiting for {kind}: {event!r:.600}")
                if kind in (event.type, raw):
                    return came
            expect(False, f"the session ended without {kind}")

        try:
            return await asyncio.wait_for(wait(), within)
        except TimeoutError:
            names = [raw_type(e) or e.type for e in self.events[-12:]]
            expect(False, f"no {kind} within {within} s; the last were {names}")

    def last(self, kind):
        return next(event for event in reversed(self.raw) if event["type"] == kind)

    async def say(self, sound):
        step = 4_800
        for start in range(0, len(sound), step):
            await self.session.send_audio(sound[start : start + step])


def raw_type(event):
    if event.type == "raw_model_event" and event.data.type == "raw_server_event":
        return "raw:" + event.data.data["type"]
    return None


@contextlib.asynccontextmanager
async def talk(place, tools=(), model=MODEL, **settings):
    agent = RealtimeAgent(name="Assistant", instructions="You are helpful.", tools=list(tools))
    address = f"{place.websocket}/v1/realtime?model={model}"
    configuration = {"api_key": place.key, "url": address}
    if settings:
        configuration["initial_model_settings"] = settings
    session = await RealtimeRunner(agent).run(model_config=configuration)
    async with session:
        yield Talk(session, Recording(place.record).run("realtime"))


suite = Suite()


@suite.case("agents: the defaults are in force")
async def defaults(place):
    async with talk(place) as conversation:
        await conversation.until("raw:session.updated")
        await conversation.until("raw:session.updated")
        session = conversation.last("session.updated")["session"]
        expect_equal(session["model"], MODEL)
        expect_equal(session["audio"]["input"]["turn_detection"]["type"], "semantic_vad")
        expect_equal(session["audio"]["input"]["turn_detection"]["interrupt_response"], True)
        expect_equal(session["audio"]["input"]["transcription"]["model"], "gpt-4o-mini-transcribe")
        expect_equal(session["audio"]["output"]["voice"], "ash")
        expect_equal(session["tracing"], "auto")


@suite.case("agents: a message in, audio out")
async def message(place):
    async with talk(place) as conversation:
        await conversation.session.send_message("Tell me of the yellowhammer")
        events = await conversation.until("agent_end")
        sound = b"".join(event.audio.data for event in events if event.type == "audio")
        expect(len(sound) > 4_800 and any(sound), f"{len(sound)} bytes of sound")
        history = [event for event in events if event.type == "history_updated"][-1].history
        expect_equal([item.role for item in history], ["user", "assistant"], "roles in the history")
        expect("yellowhammer" in (history[1].content[0].transcript or ""), f"the answer is {history[1].content}")


@suite.case("agents: speech in, audio out, by semantic_vad")
async def speech(place):
    async with talk(place) as conversation:
        await conversation.until("raw:session.updated")
        await conversation.say(silence(300) + tone(900) + silence(5_000))
        events = await conversation.until("agent_end")
        expect(any(event.type == "audio" for event in events), "no audio")
        kind = "conversation.item.input_audio_transcription.completed"
        if kind not in [event["type"] for event in conversation.raw]:
            await conversation.until("raw:" + kind)


@suite.case("agents: a tool is called, its result is answered")
async def tool(place):
    asked = []

    @function_tool
    def get_weather(city: str) -> str:
        """The weather in a city."""
        asked.append(city)
        return f"It rains in {city}."

    async with talk(place, [get_weather]) as conversation:
        await conversation.session.send_message("What is the weather in Paris?")
        events = await conversation.until("tool_end")
        end = events[-1]
        expect_equal((end.tool.name, end.output), ("get_weather", "It rains in Paris."))
        expect_equal(asked, ["Paris"])
        events = await conversation.until("agent_end")
        if not any(event.type == "audio" for event in events):
            events = await conversation.until("agent_end")
        expect(any(event.type == "audio" for event in events), "the tool's result was not answered")


@suite.case("agents: speech interrupts an answer")
async def interruption(place):
    async with talk(place) as conversation:
        await conversation.session.send_message("This goes on and on, long enough to be interrupted. " * 14)
        await conversation.until("audio")
        await conversation.until("audio")
        await conversation.say(tone(900))
        await conversation.until("audio_interrupted")
        events = conversation.events
        if "response.done" not in [event["type"] for event in conversation.raw]:
            await conversation.until("raw:response.done")
        response = conversation.last("response.done")["response"]
        expect_equal((response["status"], response["status_details"]["reason"]), ("cancelled", "turn_detected"))
        # The SDK truncates by itself, and asks for what is left.
        if "conversation.item.truncated" not in [event["type"] for event in conversation.raw]:
            await conversation.until("raw:conversation.item.truncated")
        await conversation.until("raw:conversation.item.retrieved")
        expect(not any(event.type == "error" for event in events), "an error on the way")


@suite.case("agents: text as the only output")
async def text(place):
    async with talk(place, output_modalities=["text"]) as conversation:
        await conversation.session.send_message("Tell me of the dunnock")
        await conversation.until("raw:response.done")
        answer = conversation.last("response.done")["response"]["output"][0]["content"][0]
        expect_equal(answer["type"], "output_text")
        expect("dunnock" in answer["text"], f"the answer is {answer['text']!r}")


@suite.case("agents: a session of another model refuses the name that the SDK sends, and says so")
async def another_model(place):
    async with talk(place, model="gpt-realtime") as conversation:
        await conversation.until("error", errors=True)
        error = conversation.last("error")["error"]
        expect_equal((error["type"], error["param"]), ("invalid_request_error", "session.model"))


@suite.case("agents: the model's name as a setting")
async def named_model(place):
    async with talk(place, model="gpt-realtime", model_name="gpt-realtime") as conversation:
        await conversation.session.send_message("hello")
        await conversation.until("agent_end")


if __name__ == "__main__":
    main([suite], parallel=4)
