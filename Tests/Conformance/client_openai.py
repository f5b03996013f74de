"""OpenAI's own Python SDK, unmodified: `AsyncOpenAI`, `OpenAI` and `AsyncAzureOpenAI` against a running server.

Each conversation is held twice, by the asynchronous and by the synchronous client. Over TLS the SDK trusts the server's
certificate through SSL_CERT_FILE.
"""

import asyncio
import base64
import contextlib
import functools
import inspect
import json
import time

import openai
from harness import Recording, Suite, expect, expect_equal, expect_order, frames, main, shortened, silence, tone
from openai import AsyncAzureOpenAI, AsyncOpenAI, OpenAI
from websockets.exceptions import ConnectionClosed, InvalidStatus

MODEL = "gpt-realtime"
TRANSLATOR = "gpt-realtime-translate"
WEATHER = {
    "type": "function",
    "name": "get_weather",
    "description": "The weather in a city.",
    "parameters": {
        "type": "object",
        "properties": {"city": {"type": "string"}, "days": {"type": "integer"}},
        "required": ["city", "days"],
    },
}


class Session:
    """One connection of the SDK, whether its methods are coroutines or block. Keeps what came, in order."""

    def __init__(self, connection, record, secure):
        self.connection, self.record, self.secure = connection, record, secure
        self.events = []

    async def call(self, method, **arguments):
        """`call("input_audio_buffer.append", audio=…)` calls that method of the SDK's connection."""
        function = functools.reduce(getattr, method.split("."), self.connection)
        return await perform(function, **arguments)

    async def next(self):
        if self.secure:
            # Over TLS only the client can write down what came; the SDK hands the bytes out and reads them later.
            message = await perform(self.connection.recv_bytes)
            self.record(message)
            event = self.connection.parse_event(message)
        else:
            event = await perform(self.connection.recv)
        self.events.append(event)
        return event

    async def until(self, kind, within=15, errors=False, **wanted):
        """All events up to one of this type (and with these fields). An `error` on the way is a failure."""
        came = []

        async def wait():
            while True:
                event = await self.next()
                came.append(event)
                if event.type == kind and all(getattr(event, name) == value for name, value in wanted.items()):
                    return
                expect(errors or event.type != "error", f"while waiting for {kind}: {event}")

        try:
            await asyncio.wait_for(wait(), within)
        except TimeoutError:
            expect(False, f"no {kind} within {within} s, only: {shortened([e.type for e in came])}")
        return came

    async def say(self, sound):
        for frame in frames(sound):
            await self.call("input_audio_buffer.append", audio=frame)

    async def text(self, words, **item):
        content = [{"type": "input_text", "text": words}]
        await self.call(
            "conversation.item.create", item={"type": "message", "role": "user", "content": content} | item
        )

    async def update(self, **session):
        await self.call("session.update", session={"type": "realtime"} | session)
        return (await self.until("session.updated"))[-1].session

    async def ending(self, within=10):
        """The close frame that ends this connection."""
        try:
            while True:
                await asyncio.wait_for(self.next(), within)
        except ConnectionClosed as closed:
            expect(closed.rcvd is not None, "the connection ended without a close frame")
            return closed.rcvd


async def perform(function, **arguments):
    """Calls a method of either client: coroutines are awaited, what blocks gets a thread."""
    if inspect.iscoroutinefunction(function):
        return await function(**arguments)
    result = await asyncio.to_thread(function, **arguments)
    return await result if inspect.isawaitable(result) else result


class Client:
    """The ways to the server that the SDK has."""

    recordings = {}

    def __init__(self, place, blocking=False):
        self.place, self.blocking = place, blocking
        self.recording = self.recordings.setdefault(place.record, Recording(place.record))

    def sdk(self, path="/v1", key=None, **more):
        make = OpenAI if self.blocking else AsyncOpenAI
        return make(base_url=self.place.base + path, api_key=key or self.place.key, max_retries=0, **more)

    def azure(self, **more):
        if not self.place.secure:
            # This client takes wss for granted; over plain HTTP it must be told where to connect.
            more["websocket_base_url"] = self.place.websocket + "/openai"
        options = {"api_key": self.place.key, "api_version": "2025-08-28", "max_retries": 0} | more
        return AsyncAzureOpenAI(azure_endpoint=self.place.base, **options)

    async def entered(self, connecting):
        """The blocking client of `websockets` 15 reads and writes one TLS connection from two threads. Once in some
        hundred connections it waits for ever for an answer that was sent, whoever the server is (24 of 7,199 to
        `websockets`' own server): so over TLS it may try again."""
        try:
            return await perform(connecting.enter)
        except TimeoutError:
            if not (self.blocking and self.place.secure):
                raise
            return await perform(connecting.enter)

    @contextlib.asynccontextmanager
    async def open(self, connecting, kind="realtime"):
        """Enters what `realtime.connect(…)` returned."""
        connection = await self.entered(connecting)
        try:
            yield Session(connection, self.recording.run(kind), self.place.secure)
        finally:
            await perform(connection.close)

    @contextlib.asynccontextmanager
    async def session(self, sdk=None, greeted=True, model=MODEL, **options):
        if model:
            options["model"] = model
        async with self.open((sdk or self.sdk()).realtime.connect(**options)) as session:
            if greeted:
                await session.until("session.created")
            yield session


def types(events):
    return [event.type for event in events]


def joined(events, kind):
    return "".join(event.delta for event in events if event.type == kind)


def heard(events):
    """The answer's sound, put together."""
    return b"".join(base64.b64decode(e.delta) for e in events if e.type == "response.output_audio.delta")


AUDIO_ANSWER = [
    "response.created", "response.output_item.added", "conversation.item.added", "response.content_part.added",
    "response.output_audio.delta", "response.output_audio.done", "response.output_audio_transcript.done",
    "response.content_part.done", "conversation.item.done", "response.output_item.done", "response.done",
]  # fmt: skip
TEXT_ANSWER = [
    "response.created", "response.output_item.added", "conversation.item.added", "response.content_part.added",
    "response.output_text.delta", "response.output_text.done", "response.content_part.done",
    "conversation.item.done", "response.output_item.done", "response.done",
]  # fmt: skip
TURN = [
    "input_audio_buffer.speech_started", "input_audio_buffer.speech_stopped", "input_audio_buffer.committed",
    "conversation.item.added", "conversation.item.done",
]  # fmt: skip


def expect_spoken(events):
    """An audio answer, complete and in order; returns its `response.done`."""
    done = events[-1].response
    expect_equal(done.status, "completed", "status")
    expect_order(types(events), AUDIO_ANSWER)
    sound = heard(events)
    expect(len(sound) > 4_800 and len(sound) % 2 == 0, f"{len(sound)} bytes of sound")
    expect(any(sound), "the answer is silent")
    said = next(e.transcript for e in events if e.type == "response.output_audio_transcript.done")
    expect_equal(joined(events, "response.output_audio_transcript.delta"), said, "the transcript's deltas")
    expect_equal(done.output[0].content[0].transcript, said, "the transcript in response.done")
    expect(done.usage.output_tokens > 0 and done.usage.total_tokens > 0, f"usage: {done.usage}")
    return done


# --- What both clients do ---

conversations = Suite()


@conversations.case("session.created greets, session.update changes only what it says")
async def update(client):
    async with client.session(greeted=False) as session:
        created = (await session.next()).session
        expect_equal(session.events[0].type, "session.created")
        expect(created.id.startswith("sess_"), created.id)
        expect_equal(created.model, MODEL)
        expect_equal(created.output_modalities, ["audio"])
        expect_equal(created.audio.input.turn_detection.type, "server_vad")
        expect(3_590 <= created.expires_at - time.time() <= 3_610, f"expires_at is {created.expires_at}")
        await session.call("session.update", session={"type": "realtime", "audio": {"output": {"voice": "marin"}}})
        updated = (await session.until("session.updated"))[-1].session
        expect_equal(updated.audio.output.voice, "marin")
        expect_equal(updated.audio.output.format, created.audio.output.format)
        expect_equal(updated.instructions, created.instructions)
        off = await session.update(instructions="", audio={"input": {"turn_detection": None}})
        expect_equal(off.instructions, "")
        expect_equal(off.audio.input.turn_detection, None)
        expect_equal(off.audio.output.voice, "marin")


@conversations.case("a text turn")
async def text_turn(client):
    async with client.session() as session:
        await session.update(output_modalities=["text"])
        await session.text("Please repeat the word nightingale", id="item_of_the_client")
        added = await session.until("conversation.item.done")
        expect_equal(types(added), ["conversation.item.added", "conversation.item.done"])
        expect_equal(added[0].item.id, "item_of_the_client")
        await session.call("response.create")
        events = await session.until("response.done")
        expect_order(types(events), TEXT_ANSWER)
        text = joined(events, "response.output_text.delta")
        expect("nightingale" in text, f"the answer is {text!r}")
        done = events[-1].response
        expect_equal(done.status, "completed")
        expect_equal(done.output[0].content[0].type, "output_text")
        expect_equal(done.output[0].content[0].text, text)
        limits = (await session.until("rate_limits.updated"))[-1]
        expect(limits.rate_limits, "no limits in rate_limits.updated")


@conversations.case("an audio turn, committed by hand")
async def manual_turn(client):
    async with client.session() as session:
        await session.update(audio={"input": {"turn_detection": None}})
        await session.say(tone(600))
        await session.call("input_audio_buffer.commit")
        committed = await session.until("conversation.item.done")
        expect_equal(
            types(committed), ["input_audio_buffer.committed", "conversation.item.added", "conversation.item.done"]
        )
        expect_equal(committed[0].item_id, committed[1].item.id)
        await session.call("response.create")
        done = expect_spoken(await session.until("response.done"))
        expect(done.usage.input_token_details.audio_tokens > 0, f"usage: {done.usage}")


async def vad_turn(client, detection):
    async with client.session() as session:
        transcription = {"model": "gpt-4o-mini-transcribe"}
        await session.update(audio={"input": {"turn_detection": detection, "transcription": transcription}})
        await session.say(silence(300) + tone(900) + silence(3_000))
        events = await session.until("response.done")
        expect_order(types(events), TURN + AUDIO_ANSWER)
        started = next(e for e in events if e.type == "input_audio_buffer.speech_started")
        stopped = next(e for e in events if e.type == "input_audio_buffer.speech_stopped")
        committed = next(e for e in events if e.type == "input_audio_buffer.committed")
        expect_equal({started.item_id, stopped.item_id, committed.item_id}, {started.item_id}, "the turn's item")
        expect(0 <= started.audio_start_ms <= 500, f"audio_start_ms is {started.audio_start_ms}")
        expect(stopped.audio_end_ms >= 1_200, f"audio_end_ms is {stopped.audio_end_ms}")
        expect_spoken(events)
        finished = "conversation.item.input_audio_transcription.completed"
        if finished not in types(session.events):
            await session.until(finished)
        transcript = next(e for e in session.events if e.type == finished)
        expect_equal(transcript.item_id, committed.item_id)
        expect(transcript.transcript, "an empty transcript")


@conversations.case("a turn by server_vad, transcribed")
async def server_vad(client):
    await vad_turn(client, {"type": "server_vad", "threshold": 0.5, "silence_duration_ms": 400})


@conversations.case("a turn by semantic_vad, transcribed")
async def semantic_vad(client):
    await vad_turn(client, {"type": "semantic_vad", "eagerness": "high"})


@conversations.case("a turn in G.711, as telephones speak")
async def telephone(client):
    async with client.session() as session:
        form = {"type": "audio/pcmu"}
        await session.update(audio={"input": {"format": form}, "output": {"format": form}})
        # In µ-law these octets are as loud as can be, one way and the other; 0xFF is silence.
        loud, quiet = (b"\x00" * 20 + b"\x80" * 20) * 20, b"\xff" * 800
        for octets in [quiet] * 3 + [loud] * 9 + [quiet] * 15:
            await session.call("input_audio_buffer.append", audio=base64.b64encode(octets).decode())
        events = await session.until("response.done")
        expect_order(types(events), TURN + AUDIO_ANSWER)
        expect_equal(events[-1].response.audio.output.format.type, "audio/pcmu")
        started = next(e for e in events if e.type == "input_audio_buffer.speech_started")
        expect(0 <= started.audio_start_ms <= 500, f"audio_start_ms is {started.audio_start_ms}")
        expect(len(heard(events)) > 800, f"{len(heard(events))} octets of sound")


@conversations.case("a user who says nothing for long is asked again: idle_timeout_ms")
async def idle(client):
    async with client.session() as session:
        await session.update(audio={"input": {"turn_detection": {"type": "server_vad", "idle_timeout_ms": 5_000}}})
        await session.text("hi")
        await session.call("response.create")
        await session.until("response.done")
        events = await session.until("response.done")
        expect_order(
            types(events),
            ["input_audio_buffer.timeout_triggered", "input_audio_buffer.committed", "conversation.item.done"]
            + AUDIO_ANSWER,
        )


LONG = "This answer is long enough to be interrupted, as it goes on and on. " * 12


@conversations.case("speech interrupts an answer that is still running")
async def interruption(client):
    async with client.session() as session:
        await session.text(LONG)
        await session.call("response.create")
        await session.until("response.output_audio.delta")
        await session.until("response.output_audio.delta")
        await session.say(tone(900))
        events = await session.until("response.done")
        expect_order(
            types(events),
            [
                "input_audio_buffer.speech_started", "response.output_audio.done",
                "response.output_audio_transcript.done", "response.content_part.done", "conversation.item.done",
                "response.output_item.done", "response.done",
            ],
        )  # fmt: skip
        response = events[-1].response
        expect_equal(response.status, "cancelled")
        expect_equal(response.status_details.reason, "turn_detected")
        expect_equal(response.output[0].status, "incomplete")
        answer = response.output[0].id
        milliseconds = len(heard(session.events)) // 48
        expect(milliseconds < 15_000, f"{milliseconds} ms were sent ahead of the listener")
        await session.call("conversation.item.truncate", item_id=answer, content_index=0, audio_end_ms=150)
        truncated = (await session.until("conversation.item.truncated"))[-1]
        expect_equal((truncated.item_id, truncated.audio_end_ms), (answer, 150))
        # The turn that interrupted goes on to an answer of its own.
        await session.say(silence(1_500))
        expect_spoken(await session.until("response.done"))


@conversations.case("the client cancels an answer")
async def cancel(client):
    async with client.session() as session:
        await session.text(LONG)
        await session.call("response.create")
        await session.until("response.output_audio.delta")
        await session.call("response.cancel")
        response = (await session.until("response.done"))[-1].response
        expect_equal((response.status, response.status_details.reason), ("cancelled", "client_cancelled"))
        await session.call("response.cancel", event_id="late")
        error = (await session.until("error"))[-1].error
        expect_equal((error.code, error.event_id), ("response_cancel_not_active", "late"))


@conversations.case("an answer that fails is told so, and the session goes on")
async def failure(client):
    async with client.session() as session:
        await session.update(output_modalities=["text"])
        await session.text("this answer fails")
        await session.call("response.create")
        response = (await session.until("response.done"))[-1].response
        expect_equal((response.status, response.status_details.error.code), ("failed", "model_gone"))
        await session.text("and this one does not")
        await session.call("response.create")
        expect_equal((await session.until("response.done"))[-1].response.status, "completed")


@conversations.case("a function call and its result")
async def function_call(client):
    async with client.session() as session:
        await session.update(output_modalities=["text"], tools=[WEATHER], tool_choice="required")
        await session.text("What will the weather be?")
        await session.call("response.create")
        events = await session.until("response.done")
        expect_order(
            types(events),
            [
                "response.created", "response.output_item.added", "conversation.item.added",
                "response.function_call_arguments.delta", "response.function_call_arguments.done",
                "conversation.item.done", "response.output_item.done", "response.done",
            ],
        )  # fmt: skip
        call = events[-1].response.output[-1]
        expect_equal((call.type, call.name, call.status), ("function_call", "get_weather", "completed"))
        expect_equal(joined(events, "response.function_call_arguments.delta"), call.arguments, "the deltas")
        given = json.loads(call.arguments)
        expect(isinstance(given["city"], str) and isinstance(given["days"], int), f"arguments: {call.arguments}")
        result = {"type": "function_call_output", "call_id": call.call_id, "output": '{"sky": "clear"}'}
        await session.call("conversation.item.create", item=result)
        await session.until("conversation.item.done")
        await session.call("response.create", response={"tool_choice": "none"})
        answer = (await session.until("response.done"))[-1].response
        expect_equal((answer.status, answer.output[0].type), ("completed", "message"))


@conversations.case("an answer out of band, with metadata")
async def out_of_band(client):
    async with client.session() as session:
        question = {
            "type": "message", "role": "user",
            "content": [{"type": "input_text", "text": "Classify: kingfisher"}],
        }  # fmt: skip
        metadata = {"topic": "birds", "client_event_id": "abc"}
        await session.call(
            "response.create",
            response={
                "conversation": "none", "metadata": metadata, "output_modalities": ["text"], "input": [question],
            },
        )  # fmt: skip
        events = await session.until("response.done")
        expect_equal(events[0].type, "response.created")
        for event in (events[0], events[-1]):
            expect_equal(event.response.metadata, metadata, "metadata")
            expect_equal(event.response.conversation_id, None, "conversation_id")
        expect_equal([t for t in types(events) if t.startswith("conversation.item")], [], "items of the conversation")
        expect("kingfisher" in joined(events, "response.output_text.delta"), "it does not answer its own input")


@conversations.case("items: order, retrieval, deletion, duplicates")
async def items(client):
    async with client.session() as session:
        for name, previous in (("second", None), ("first", "root"), ("third", "second")):
            content = [{"type": "input_text", "text": name}]
            place = {"previous_item_id": previous} if previous else {}
            await session.call(
                "conversation.item.create",
                item={"id": name, "type": "message", "role": "user", "content": content},
                **place,
            )
            await session.until("conversation.item.done")
        added = {e.item.id: e.previous_item_id for e in session.events if e.type == "conversation.item.added"}
        expect_equal(added, {"second": None, "first": None, "third": "second"}, "previous_item_id")
        await session.call("conversation.item.retrieve", item_id="first")
        retrieved = (await session.until("conversation.item.retrieved"))[-1].item
        expect_equal(retrieved.content[0].text, "first")
        await session.call("conversation.item.delete", item_id="first")
        expect_equal((await session.until("conversation.item.deleted"))[-1].item_id, "first")
        await session.call("conversation.item.delete", item_id="first", event_id="again")
        error = (await session.until("error"))[-1].error
        expect_equal((error.code, error.event_id), ("item_delete_invalid_item_id", "again"))
        await session.text("twice", id="second")
        expect_equal((await session.until("error"))[-1].error.code, "item_create_duplicate_item_id")


@conversations.case("errors name the event and the field, and the session goes on")
async def errors(client):
    async with client.session() as session:
        await session.call("session.update", session={"type": "realtime", "wishes": 3}, event_id="ev_1")
        error = (await session.until("error"))[-1].error
        expect_equal((error.code, error.event_id), ("unknown_parameter", "ev_1"))
        expect("wishes" in (error.param or ""), f"param is {error.param}")
        await session.call("session.update", session={"instructions": "no type"}, event_id="ev_2")
        error = (await session.until("error"))[-1].error
        expect_equal((error.code, error.param), ("missing_required_parameter", "session.type"))
        await session.call("input_audio_buffer.commit", event_id="ev_3")
        error = (await session.until("error"))[-1].error
        expect_equal((error.code, error.event_id), ("input_audio_buffer_commit_empty", "ev_3"))
        await session.call("send_raw", data="{")
        expect_equal((await session.until("error"))[-1].error.code, "invalid_json")
        await session.call("send_raw", data=b"\x00\x01")
        expect_equal((await session.until("error"))[-1].error.code, "invalid_event")
        await session.call("input_audio_buffer.clear")
        await session.until("input_audio_buffer.cleared")


@conversations.case("a transcription session with turns")
async def transcription(client):
    query = {"intent": "transcription"}
    async with client.session(model=None, extra_query=query, greeted=False) as session:
        expect_equal((await session.until("session.created"))[-1].session.type, "transcription")
        turns = {"type": "server_vad", "silence_duration_ms": 300}
        wanted = {"transcription": {"model": "gpt-4o-mini-transcribe", "language": "en"}, "turn_detection": turns}
        await session.call("session.update", session={"type": "transcription", "audio": {"input": wanted}})
        updated = (await session.until("session.updated"))[-1].session
        expect_equal(updated.audio.input.transcription.model, "gpt-4o-mini-transcribe")
        await session.say(silence(200) + tone(800) + silence(1_000))
        events = await session.until("conversation.item.input_audio_transcription.completed")
        expect_order(types(events), TURN[:3] + ["conversation.item.input_audio_transcription.completed"])
        expect(events[-1].transcript, "an empty transcript")
        deltas = joined(events, "conversation.item.input_audio_transcription.delta")
        expect_equal(deltas, events[-1].transcript, "the transcript's deltas")
        expect_equal([t for t in types(session.events) if t.startswith(("response.", "rate_limits."))], [])


@conversations.case("a transcription session, committed by hand")
async def transcription_by_hand(client):
    query = {"intent": "transcription"}
    async with client.session(model=None, extra_query=query) as session:
        wanted = {"transcription": {"model": "gpt-realtime-whisper"}, "turn_detection": None}
        await session.call("session.update", session={"type": "transcription", "audio": {"input": wanted}})
        await session.until("session.updated")
        await session.say(tone(700))
        await session.call("input_audio_buffer.commit")
        events = await session.until("conversation.item.input_audio_transcription.completed")
        expect(events[-1].transcript, "an empty transcript")


@conversations.case("a translation session")
async def translation(client):
    connecting = client.sdk().realtime.translations.connect(model=TRANSLATOR)
    async with client.open(connecting, "translation") as session:
        created = (await session.until("session.created"))[-1].session
        expect_equal(created.model, TRANSLATOR)
        audio = {"input": {"transcription": {"model": "gpt-realtime-whisper"}}, "output": {"language": "de"}}
        await session.call("session.update", session={"audio": audio})
        expect_equal((await session.until("session.updated"))[-1].session.audio.output.language, "de")
        for frame in frames(tone(1_000) + silence(2_000), milliseconds=200):
            await session.call("session.input_audio_buffer.append", audio=frame)
        await session.call("session.close")
        events = await session.until("session.closed")
        expect(joined(events, "session.output_transcript.delta"), "nothing was translated")
        expect(joined(events, "session.input_transcript.delta"), "nothing was transcribed")
        sound = b"".join(base64.b64decode(e.delta) for e in events if e.type == "session.output_audio.delta")
        expect(len(sound) > 4_800 and any(sound), f"{len(sound)} bytes of sound")


@conversations.case("a client secret opens the session that it pins, more than once")
async def client_secret(client):
    pinned = {"type": "realtime", "model": MODEL, "instructions": "Pinned.", "audio": {"output": {"voice": "cedar"}}}
    expiry = {"anchor": "created_at", "seconds": 120}
    secret = await perform(client.sdk().realtime.client_secrets.create, session=pinned, expires_after=expiry)
    expect(secret.value.startswith("ek_"), secret.value[:5])
    expect(100 <= secret.expires_at - time.time() <= 125, f"expires_at is {secret.expires_at}")
    expect_equal(secret.session.audio.output.voice, "cedar")
    expect(secret.session.id.startswith("sess_"), secret.session.id)
    for model in (None, MODEL):
        async with client.session(client.sdk(key=secret.value), greeted=False, model=model) as session:
            created = (await session.until("session.created"))[-1].session
            expect_equal((created.model, created.instructions), (MODEL, "Pinned."))
            expect_equal(created.audio.output.voice, "cedar")


@conversations.case("a client secret of a transcription and of a translation")
async def other_secrets(client):
    secrets = client.sdk().realtime.client_secrets
    heard = {"type": "transcription", "audio": {"input": {"transcription": {"model": "gpt-4o-transcribe"}}}}
    secret = await perform(secrets.create, session=heard)
    async with client.session(client.sdk(key=secret.value), greeted=False, model=None) as session:
        expect_equal((await session.until("session.created"))[-1].session.type, "transcription")
    translated = {"model": TRANSLATOR, "audio": {"output": {"language": "es"}}}
    create = client.sdk().realtime.translations.client_secrets.create
    secret = await perform(create, session=translated)
    expect(secret.value.startswith("ek_"), secret.value[:5])
    connecting = client.sdk(key=secret.value).realtime.translations.connect(model=TRANSLATOR)
    async with client.open(connecting, "translation") as session:
        created = (await session.until("session.created"))[-1].session
        expect_equal(created.audio.output.language, "es")


@conversations.case("a bad key: 101, an error, close 3000")
async def bad_key(client):
    async with client.session(client.sdk(key="sk-not-this-one"), greeted=False) as session:
        expect_equal((await session.until("error", errors=True))[-1].error.code, "invalid_api_key")
        closed = await session.ending()
        expect_equal((closed.code, closed.reason), (3000, "invalid_request_error.invalid_api_key"))


@conversations.case("no model: an error, close 4000")
async def no_model(client):
    async with client.session(model=None, greeted=False) as session:
        expect_equal((await session.until("error", errors=True))[-1].error.code, "missing_model")
        closed = await session.ending()
        expect_equal((closed.code, closed.reason), (4000, "invalid_request_error.missing_model"))


@conversations.case("the base URL of Azure, with the key in either header")
async def azure_base(client):
    for options in ({}, {"key": "unused", "default_headers": {"api-key": client.place.key}}):
        sdk = client.sdk(path="/openai/v1", **options)
        async with client.session(sdk, model="my-deployment", greeted=False) as session:
            expect_equal((await session.until("session.created"))[-1].session.model, "my-deployment")
            # Samples send the family's name here; the deployment stays in force.
            updated = await session.update(model="gpt-realtime", output_modalities=["text"])
            expect_equal(updated.model, "my-deployment")
            await session.text("woodpecker")
            await session.call("response.create")
            events = await session.until("response.done")
            expect("woodpecker" in joined(events, "response.output_text.delta"), "it does not answer")


@conversations.case("the base URL of Azure, with a bad key: 401")
async def azure_bad_key(client):
    try:
        async with client.session(client.sdk(path="/openai/v1", key="sk-not-this-one"), greeted=False):
            expect(False, "the upgrade was accepted")
    except InvalidStatus as refused:
        expect_equal(refused.response.status_code, 401)


@conversations.case("models, and their errors in OpenAI's shape")
async def models(client):
    async def listed(sdk):
        return await perform(lambda: sdk.models.list())

    expect(MODEL in [model.id for model in (await listed(client.sdk())).data], "the model is not listed")
    try:
        await listed(client.sdk(key="sk-not-this-one"))
        expect(False, "a bad key may list models")
    except openai.AuthenticationError as refused:
        expect_equal(refused.code, "invalid_api_key")
        expect("sk-not-this-one" not in str(refused), "the error repeats the whole key")
    try:
        await perform(client.sdk().realtime.client_secrets.create, session={"type": "realtime", "wishes": 3})
        expect(False, "an unknown field was accepted")
    except openai.BadRequestError as refused:
        expect_equal(refused.code, "unknown_parameter")
    answer = await perform(client.sdk().models.with_raw_response.list)
    expect(answer.headers.get("x-request-id"), "no x-request-id in the answer")


@conversations.case("one append of 15 MiB")
async def large_append(client):
    async with client.session() as session:
        await session.update(audio={"input": {"turn_detection": None}})
        sound = base64.b64encode(bytes(15 * 1024 * 1024)).decode()
        await session.call("input_audio_buffer.append", audio=sound)
        await session.call("input_audio_buffer.clear")
        await session.until("input_audio_buffer.cleared")


# --- What only one of them does ---

asynchronous = Suite()


@asynchronous.case("AsyncAzureOpenAI at /openai/realtime?api-version=…&deployment=…")
async def azure_client(client):
    async with client.session(client.azure(), model="my-deployment", greeted=False) as session:
        expect_equal((await session.until("session.created"))[-1].session.model, "my-deployment")
        await session.update(audio={"input": {"turn_detection": None}})
        await session.say(tone(500))
        await session.call("input_audio_buffer.commit")
        await session.call("response.create")
        expect_spoken(await session.until("response.done"))


@asynchronous.case("AsyncAzureOpenAI with a bad key: 401")
async def azure_client_bad_key(client):
    try:
        async with client.session(client.azure(api_key="not-this-one"), greeted=False):
            expect(False, "the upgrade was accepted")
    except InvalidStatus as refused:
        expect_equal(refused.response.status_code, 401)


@asynchronous.case("sessions side by side do not hear each other")
async def side_by_side(client):
    async def one(word):
        async with client.session() as session:
            await session.update(output_modalities=["text"])
            await session.text(word)
            await session.call("response.create")
            return joined(await session.until("response.done"), "response.output_text.delta")

    words = [f"bird number {n}" for n in range(12)]
    answers = await asyncio.gather(*(one(word) for word in words))
    for word, answer in zip(words, answers, strict=True):
        expect(word in answer, f"{word!r} was answered {answer!r}")
        expect(sum(other in answer for other in words if other not in word) == 0, f"{answer!r} is another's")


@asynchronous.case("events by handlers: dispatch_events")
async def handlers(client):
    came = []
    async with client.session() as session:
        connection = session.connection
        connection.on("response.output_text.delta", lambda event: came.append(event.delta))

        @connection.on("response.done")
        async def finish(event):
            await connection.close()

        await connection.session.update(session={"type": "realtime", "output_modalities": ["text"]})
        await session.text("goldfinch")
        await connection.response.create()
        await asyncio.wait_for(connection.dispatch_events(), 10)
    expect("goldfinch" in "".join(came), f"the handlers got {came}")


def both_clients():
    """The conversations, once for each client."""
    suite = Suite()
    for blocking in (False, True):
        for name, function in conversations.cases:
            suite.case(f"{'sync' if blocking else 'async'}: {name}")(bound(function, blocking))
    for name, function in asynchronous.cases:
        suite.case(f"async: {name}")(bound(function, False))
    return suite


def bound(function, blocking, client=Client):
    async def held(place):
        await function(client(place, blocking))

    return held


if __name__ == "__main__":
    main([both_clients()], parallel=6)
