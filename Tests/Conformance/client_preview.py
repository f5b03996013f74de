"""The Preview half of OpenAI's Python SDK, unmodified: `client.beta.realtime` of a release, against a running server.

As with the GA half each conversation is held by the asynchronous and by the synchronous client. Whatever comes is held
to the release's own types; the strict Preview schema judges it afterwards.
"""

import asyncio
import base64
import contextlib
import functools
import json
import time

import openai
import pydantic
import websockets
from client_openai import LONG, WEATHER, Client, Session, bound, joined, perform, types
from harness import Place, Recording, Suite, expect, expect_equal, expect_order, frames, main, silence, tone
from openai.types.beta.realtime.realtime_server_event import RealtimeServerEvent
from websockets.exceptions import ConnectionClosed, InvalidStatus

MODEL = "gpt-4o-realtime-preview"
VERSIONS = ("2024-10-01-preview", "2025-04-01-preview")
HAS_GA = hasattr(openai.OpenAI, "realtime")
"""Releases from 1.107.0 on have the GA half beside the Preview one."""
EVENTS = pydantic.TypeAdapter(RealtimeServerEvent)

AUDIO_ANSWER = [
    "response.created", "response.output_item.added", "conversation.item.created", "response.content_part.added",
    "response.audio.delta", "response.audio.done", "response.audio_transcript.done", "response.content_part.done",
    "response.output_item.done", "response.done",
]  # fmt: skip
TEXT_ANSWER = [
    "response.created", "response.output_item.added", "conversation.item.created", "response.content_part.added",
    "response.text.delta", "response.text.done", "response.content_part.done", "response.output_item.done",
    "response.done",
]  # fmt: skip
TURN = [
    "input_audio_buffer.speech_started", "input_audio_buffer.speech_stopped", "input_audio_buffer.committed",
    "conversation.item.created",
]  # fmt: skip
GA_ONLY = (
    "response.output_text", "response.output_audio", "conversation.item.added", "conversation.item.done", "mcp_",
)  # fmt: skip
"""How types begin that no Preview client may see."""


class PreviewSession(Session):
    """A connection of `client.beta.realtime`."""

    async def next(self):
        event = await super().next()
        expect(not event.type.startswith(GA_ONLY), f"a GA event: {event.type}")
        # The release knows no `transcription_session.created`, wants a secret in `.updated`, and no deployment's name.
        if not event.type.startswith(("transcription_session.", "session.")):
            EVENTS.validate_python(event.to_dict(), strict=False)
        return event

    async def update(self, **session):
        await self.call("session.update", session=session)
        return (await self.until("session.updated"))[-1].session

    async def transcribe(self, **session):
        await self.call("transcription_session.update", session=session)
        return (await self.until("transcription_session.updated"))[-1].session


class PreviewClient(Client):
    def sdk(self, path="/v1", key=None, **more):
        if not self.place.secure:
            # It takes wss for granted; over plain HTTP it must be told where to connect.
            more["websocket_base_url"] = self.place.websocket + path
        return super().sdk(path, key, **more)

    def azure(self, version=VERSIONS[-1], **more):
        return super().azure(api_version=version, **more)

    @contextlib.asynccontextmanager
    async def open(self, connecting, kind="realtime"):
        connection = await self.entered(connecting)
        try:
            yield PreviewSession(connection, self.recording.run(kind, "preview"), self.place.secure)
        finally:
            await perform(connection.close)

    @contextlib.asynccontextmanager
    async def session(self, sdk=None, greeted=True, model=MODEL, **options):
        connecting = (sdk or self.sdk()).beta.realtime.connect(model=model, **options)
        async with self.open(connecting) as session:
            if greeted:
                await session.until("session.created")
            yield session

    def at(self, name):
        """The same client at another server, which is a plain one."""
        place = Place(self.place.more[name], self.place.key, name, more=self.place.more)
        return PreviewClient(place, self.blocking)


def expect_spoken(events):
    """An audio answer, complete and in order; returns its `response.done`."""
    done = events[-1].response
    expect_equal(done.status, "completed", "status")
    expect_order(types(events), AUDIO_ANSWER)
    sound = heard(events)
    expect(len(sound) > 4_800 and any(sound), f"{len(sound)} bytes of sound")
    said = next(e.transcript for e in events if e.type == "response.audio_transcript.done")
    expect_equal(joined(events, "response.audio_transcript.delta"), said, "the transcript's deltas")
    part = done.output[0].content[0]
    expect_equal((part.type, part.transcript), ("audio", said), "the part in response.done")
    expect(set(done.modalities) == {"audio", "text"}, f"modalities: {done.modalities}")
    expect(done.usage.output_tokens > 0 and done.usage.total_tokens > 0, f"usage: {done.usage}")
    return done


def heard(events):
    return b"".join(base64.b64decode(e.delta) for e in events if e.type == "response.audio.delta")


async def answers(session):
    """A text answer to a question of its own, to see that the session is at work."""
    await session.text("woodpecker")
    await session.call("response.create", response={"modalities": ["text"]})
    events = await session.until("response.done")
    expect("woodpecker" in joined(events, "response.text.delta"), "it does not answer")


# --- What both clients do ---

conversations = Suite()


@conversations.case("session.created greets, session.update changes only what it says")
async def update(client):
    async with client.session(greeted=False) as session:
        created = (await session.next()).session
        expect_equal(session.events[0].type, "session.created")
        expect_equal((created.model, created.voice, created.input_audio_format), (MODEL, "alloy", "pcm16"))
        expect_equal(set(created.modalities), {"audio", "text"}, "modalities")
        expect_equal((created.turn_detection.type, created.temperature), ("server_vad", 0.8))
        expect(not hasattr(created, "audio") and not hasattr(created, "type"), f"fields of GA: {created}")
        expect_equal((await session.next()).type, "conversation.created")
        updated = await session.update(voice="verse", temperature=0.7, max_response_output_tokens=200)
        expect_equal((updated.voice, updated.temperature, updated.max_response_output_tokens), ("verse", 0.7, 200))
        expect_equal(updated.instructions, created.instructions)
        off = await session.update(instructions="", turn_detection=None)
        expect_equal((off.instructions, off.turn_detection, off.voice, off.temperature), ("", None, "verse", 0.7))


@conversations.case("a text turn")
async def text_turn(client):
    async with client.session() as session:
        await session.update(modalities=["text"])
        await session.text("Please repeat the word nightingale", id="item_of_the_client")
        created = (await session.until("conversation.item.created"))[-1]
        expect_equal((created.item.id, created.item.content[0].type), ("item_of_the_client", "input_text"))
        await session.call("response.create")
        events = await session.until("response.done")
        expect_order(types(events), TEXT_ANSWER)
        text = joined(events, "response.text.delta")
        expect("nightingale" in text, f"the answer is {text!r}")
        done = events[-1].response
        expect_equal((done.status, done.modalities), ("completed", ["text"]))
        expect_equal((done.output[0].content[0].type, done.output[0].content[0].text), ("text", text))
        # Right after response.created, where GA tells them at the end.
        expect_equal(types(events)[:2], ["response.created", "rate_limits.updated"])


@conversations.case("an audio turn, committed by hand")
async def manual_turn(client):
    async with client.session() as session:
        await session.update(turn_detection=None)
        await session.say(tone(600))
        await session.call("input_audio_buffer.commit")
        committed = await session.until("conversation.item.created")
        expect_order(types(committed), ["input_audio_buffer.committed", "conversation.item.created"])
        expect_equal(committed[0].item_id, committed[-1].item.id)
        await session.call("response.create")
        done = expect_spoken(await session.until("response.done"))
        expect(done.usage.input_token_details.audio_tokens > 0, f"usage: {done.usage}")


async def spoken_turn(session, **detection):
    await session.update(
        turn_detection={"type": "server_vad", "silence_duration_ms": 400} | detection,
        input_audio_transcription={"model": "whisper-1"},
    )
    await session.say(silence(300) + tone(900) + silence(3_000))
    events = await session.until("response.done")
    expect_order(types(events), TURN + AUDIO_ANSWER)
    started = next(e for e in events if e.type == "input_audio_buffer.speech_started")
    committed = next(e for e in events if e.type == "input_audio_buffer.committed")
    expect_equal(started.item_id, committed.item_id, "the turn's item")
    expect_spoken(events)
    finished = "conversation.item.input_audio_transcription.completed"
    if finished not in types(session.events):
        await session.until(finished)
    transcript = next(e for e in session.events if e.type == finished)
    expect(transcript.item_id == committed.item_id and transcript.transcript, f"the transcript: {transcript}")


@conversations.case("a turn by server_vad, transcribed")
async def server_vad(client):
    async with client.session() as session:
        await spoken_turn(session, threshold=0.5, prefix_padding_ms=300)


@conversations.case("a turn by semantic_vad, transcribed")
async def semantic_vad(client):
    async with client.session() as session:
        await session.update(turn_detection={"type": "semantic_vad", "eagerness": "high"})
        await session.say(silence(300) + tone(900) + silence(3_000))
        expect_spoken(await session.until("response.done"))


@conversations.case("a turn in G.711, as telephones speak")
async def telephone(client):
    async with client.session() as session:
        updated = await session.update(input_audio_format="g711_ulaw", output_audio_format="g711_ulaw")
        expect_equal((updated.input_audio_format, updated.output_audio_format), ("g711_ulaw", "g711_ulaw"))
        # In µ-law these octets are as loud as can be, one way and the other; 0xFF is silence.
        loud, quiet = (b"\x00" * 20 + b"\x80" * 20) * 20, b"\xff" * 800
        for octets in [quiet] * 3 + [loud] * 9 + [quiet] * 15:
            await session.call("input_audio_buffer.append", audio=base64.b64encode(octets).decode())
        events = await session.until("response.done")
        expect_order(types(events), TURN + AUDIO_ANSWER)
        expect_equal(events[-1].response.output_audio_format, "g711_ulaw")
        expect(len(heard(events)) > 800, f"{len(heard(events))} octets of sound")


@conversations.case("speech interrupts an answer that is still running")
async def interruption(client):
    async with client.session() as session:
        await session.text(LONG)
        await session.call("response.create")
        await session.until("response.audio.delta")
        await session.until("response.audio.delta")
        await session.say(tone(900))
        events = await session.until("response.done")
        expect_order(
            types(events),
            [
                "input_audio_buffer.speech_started", "response.audio.done", "response.audio_transcript.done",
                "response.content_part.done", "response.output_item.done", "response.done",
            ],
        )  # fmt: skip
        response = events[-1].response
        expect_equal((response.status, response.status_details.reason), ("cancelled", "turn_detected"))
        answer = response.output[0].id
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
        await session.until("response.audio.delta")
        await session.call("response.cancel")
        response = (await session.until("response.done"))[-1].response
        expect_equal((response.status, response.status_details.reason), ("cancelled", "client_cancelled"))
        await session.call("response.cancel", event_id="late")
        error = (await session.until("error"))[-1].error
        expect_equal((error.code, error.event_id), ("response_cancel_not_active", "late"))


@conversations.case("a function call and its result")
async def function_call(client):
    async with client.session() as session:
        await session.update(modalities=["text"], tools=[WEATHER], tool_choice="required")
        await session.text("What will the weather be?")
        await session.call("response.create")
        events = await session.until("response.done")
        expect_order(
            types(events),
            [
                "response.created", "response.output_item.added", "conversation.item.created",
                "response.function_call_arguments.delta", "response.function_call_arguments.done",
                "response.output_item.done", "response.done",
            ],
        )  # fmt: skip
        call = events[-1].response.output[-1]
        expect_equal((call.type, call.name, call.status), ("function_call", "get_weather", "completed"))
        expect_equal(joined(events, "response.function_call_arguments.delta"), call.arguments, "the deltas")
        result = {"type": "function_call_output", "call_id": call.call_id, "output": '{"sky": "clear"}'}
        await session.call("conversation.item.create", item=result)
        created = (await session.until("conversation.item.created"))[-1].item
        expect_equal((created.type, created.call_id), ("function_call_output", call.call_id))
        await session.call("response.create", response={"tool_choice": "none"})
        answer = (await session.until("response.done"))[-1].response
        expect_equal((answer.status, answer.output[0].type), ("completed", "message"))


@conversations.case("an answer out of band, with metadata and a temperature of its own")
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
                "conversation": "none", "metadata": metadata, "modalities": ["text"], "input": [question],
                "temperature": 0.9, "max_response_output_tokens": "inf",
            },
        )  # fmt: skip
        events = await session.until("response.done")
        for event in (next(e for e in events if e.type == "response.created"), events[-1]):
            expect_equal((event.response.metadata, event.response.conversation_id), (metadata, None))
        expect_equal([t for t in types(events) if t.startswith("conversation.item")], [], "items of the conversation")
        expect("kingfisher" in joined(events, "response.text.delta"), "it does not answer its own input")


@conversations.case("items: history of the assistant, order, retrieval, deletion, duplicates")
async def items(client):
    async with client.session() as session:
        said = {"type": "message", "role": "assistant", "content": [{"type": "text", "text": "I said so."}]}
        await session.call("conversation.item.create", item=said | {"id": "second"})
        created = (await session.until("conversation.item.created"))[-1].item
        expect_equal((created.content[0].type, created.content[0].text), ("text", "I said so."))
        first = {"id": "first", "type": "message", "role": "user", "content": [{"type": "input_text", "text": "first"}]}
        await session.call("conversation.item.create", item=first, previous_item_id="root")
        expect_equal((await session.until("conversation.item.created"))[-1].previous_item_id, None)
        await session.call("conversation.item.retrieve", item_id="second")
        retrieved = (await session.until("conversation.item.retrieved"))[-1].item
        expect_equal((retrieved.content[0].type, retrieved.content[0].text), ("text", "I said so."))
        await session.call("conversation.item.delete", item_id="first")
        expect_equal((await session.until("conversation.item.deleted"))[-1].item_id, "first")
        await session.call("conversation.item.create", item=said | {"id": "second"})
        expect_equal((await session.until("error"))[-1].error.code, "item_create_duplicate_item_id")


@conversations.case("errors name the field as the client wrote it, and the session goes on")
async def errors(client):
    async with client.session() as session:
        mistakes = [
            ({"wishes": 3}, "unknown_parameter", "session.wishes"),
            ({"speed": 9}, "invalid_value", "session.speed"),
            ({"input_audio_format": "mp3"}, "invalid_value", "session.input_audio_format"),
            ({"modalities": ["audio"]}, "invalid_value", "session.modalities"),
            ({"temperature": 2.5}, None, "session.temperature"),
        ]
        for number, (wrong, code, param) in enumerate(mistakes):
            await session.call("session.update", session=wrong, event_id=f"ev_{number}")
            error = (await session.until("error"))[-1].error
            expect_equal((error.param, error.event_id), (param, f"ev_{number}"))
            expect(code in (None, error.code), f"{param}: {error.code}, expected {code}")
        await session.call("input_audio_buffer.commit", event_id="empty")
        error = (await session.until("error"))[-1].error
        expect_equal((error.code, error.event_id), ("input_audio_buffer_commit_empty", "empty"))
        await answers(session)


@conversations.case("a transcription session with turns")
async def transcription(client):
    # The release always says a model; an empty one is none.
    async with client.session(model="", extra_query={"intent": "transcription"}, greeted=False) as session:
        await transcribed(session)


async def transcribed(session):
    # The releases have no class for this event.
    created = (await session.until("transcription_session.created"))[-1].to_dict()["session"]
    expect_equal(created["input_audio_format"], "pcm16")
    updated = await session.transcribe(
        input_audio_transcription={"model": "gpt-4o-mini-transcribe", "language": "en"},
        turn_detection={"type": "server_vad", "silence_duration_ms": 300},
    )
    expect_equal(updated.input_audio_transcription.model, "gpt-4o-mini-transcribe")
    await session.say(silence(200) + tone(800) + silence(1_000))
    events = await session.until("conversation.item.input_audio_transcription.completed")
    expect_order(types(events), TURN[:3] + ["conversation.item.input_audio_transcription.completed"])
    deltas = joined(events, "conversation.item.input_audio_transcription.delta")
    expect(events[-1].transcript, "an empty transcript")
    expect_equal(deltas, events[-1].transcript, "the transcript's deltas")
    expect_equal([t for t in types(session.events) if t.startswith(("response.", "rate_limits."))], [])


@conversations.case("a model and intent=transcription: refused as the service did")
async def transcription_with_model(client):
    async with client.session(extra_query={"intent": "transcription"}, greeted=False) as session:
        error = (await session.until("error", errors=True))[-1].error
        expect_equal(error.code, "invalid_model")
        expect("must not provide a model" in error.message, error.message)
        expect_equal((await session.ending()).code, 4000)


@conversations.case("POST /realtime/sessions: a session and a secret that opens it")
async def sessions(client):
    create = client.sdk().beta.realtime.sessions.create
    made = await perform(
        create, model=MODEL, voice="verse", instructions="Pinned.", modalities=["text"], temperature=0.7,
        turn_detection={"type": "server_vad", "silence_duration_ms": 700},
    )  # fmt: skip
    secret = made.client_secret
    expect(secret.value.startswith("ek_"), secret.value[:5])
    expect(50 <= secret.expires_at - time.time() <= 61, f"it lives for {secret.expires_at - time.time()} seconds")
    expect_equal((made.voice, made.instructions, made.temperature), ("verse", "Pinned.", 0.7))
    expect_equal(made.modalities, ["text"])
    expect_equal(made.turn_detection.silence_duration_ms, 700)
    for _ in range(2):
        async with client.session(client.sdk(key=secret.value), greeted=False) as session:
            created = (await session.until("session.created"))[-1].session
            expect_equal((created.voice, created.instructions, created.temperature), ("verse", "Pinned.", 0.7))
            await answers(session)
    try:
        await perform(create, model=MODEL, extra_body={"wishes": 3})
        expect(False, "an unknown field was accepted")
    except openai.BadRequestError as refused:
        expect_equal((refused.code, refused.param), ("unknown_parameter", "wishes"))


@conversations.case("POST /realtime/transcription_sessions: a session and a secret that opens it")
async def transcription_sessions(client):
    made = await perform(
        client.sdk().beta.realtime.transcription_sessions.create,
        input_audio_transcription={"model": "gpt-4o-transcribe"}, input_audio_format="pcm16",
    )  # fmt: skip
    expect(made.client_secret.value.startswith("ek_"), made.client_secret.value[:5])
    expect_equal(made.input_audio_transcription.model, "gpt-4o-transcribe")
    async with client.session(client.sdk(key=made.client_secret.value), greeted=False) as session:
        await transcribed(session)


@conversations.case("a secret opens sessions of its own dialect only")
async def mismatch(client):
    created = await perform(client.sdk().beta.realtime.sessions.create, model=MODEL)
    old = created.client_secret.value
    new = await client_secret(client)
    async with client.session(client.sdk(key=new), greeted=False) as session:
        error = (await session.until("error", errors=True))[-1].error
        expect_equal(error.code, "api_version_mismatch")
        expect("beta session with a GA client secret" in error.message, error.message)
        closed = await session.ending()
        expect_equal((closed.code, closed.reason), (4000, "invalid_request_error.api_version_mismatch"))
    refused = await refusal(client.place, "/v1/realtime?model=gpt-realtime", {"Authorization": f"Bearer {old}"})
    expect_equal(refused, ("api_version_mismatch", 4000))


async def client_secret(client):
    """A GA secret. Not every release has a method for it."""
    answer = await perform(client.sdk().post, path="/realtime/client_secrets", cast_to=object, body={})
    return answer["value"]


@conversations.case("a bad key: 101, an error, close 3000")
async def bad_key(client):
    async with client.session(client.sdk(key="sk-not-this-one"), greeted=False) as session:
        expect_equal((await session.until("error", errors=True))[-1].error.code, "invalid_api_key")
        closed = await session.ending()
        expect_equal((closed.code, closed.reason), (3000, "invalid_request_error.invalid_api_key"))


# --- What only one of them does ---

asynchronous = Suite()


def azure_versions(function):
    for version in VERSIONS:
        asynchronous.case(f"AsyncAzureOpenAI at /openai/realtime?api-version={version}: {function.__doc__}")(
            functools.partial(function, version=version)
        )


@azure_versions
async def azure_turn(client, version):
    """a spoken turn"""
    async with client.session(client.azure(version), model="my-deployment", greeted=False) as session:
        created = (await session.until("session.created"))[-1].session
        expect_equal(created.model, "my-deployment")
        await spoken_turn(session)
        # rtclient knows no such event and fails: at Azure's path it is not sent.
        expect("conversation.created" not in types(session.events), "conversation.created was sent")


@azure_versions
async def azure_transcription(client, version):
    """a transcription session"""
    query = {"intent": "transcription"}
    async with client.session(client.azure(version), model="stt", extra_query=query, greeted=False) as session:
        await transcribed(session)


@azure_versions
async def azure_secret(client, version):
    """a session by a secret"""
    made = await client.azure(version).beta.realtime.sessions.create(model="my-deployment", voice="ash")
    async with client.session(client.azure(version, api_key=made.client_secret.value), greeted=False) as session:
        created = (await session.until("session.created"))[-1].session
        expect_equal((created.model, created.voice), ("my-deployment", "ash"))
        await answers(session)


@asynchronous.case("POST /openai/realtimeapi/sessions, as Azure's pages for WebRTC did")
async def azure_regional(client):
    sdk = client.sdk(path="/openai/realtimeapi", default_query={"api-version": VERSIONS[-1]})
    made = await sdk.post("/sessions", cast_to=object, body={"model": "my-deployment", "voice": "verse"})
    expect(made["client_secret"]["value"].startswith("ek_"), made)
    expect_equal((made["model"], made["voice"]), ("my-deployment", "verse"))


@asynchronous.case("AsyncAzureOpenAI with a bad key: 401")
async def azure_bad_key(client):
    try:
        async with client.session(client.azure(api_key="not-this-one"), greeted=False):
            expect(False, "the upgrade was accepted")
    except InvalidStatus as refused:
        expect_equal(refused.response.status_code, 401)


@asynchronous.case("as rtclient at Azure: api-key, the path, and no beta header")
async def rtclient(client):
    target = f"/openai/realtime?api-version={VERSIONS[0]}&deployment=my-deployment"
    connection = await websockets.connect(
        client.place.websocket + target, additional_headers={"api-key": client.place.key}, max_size=None
    )
    async with connection:
        raw = Raw(connection, client.recording.run("realtime", "preview"))
        created = await raw.next()
        expect_equal((created["type"], created["session"]["model"]), ("session.created", "my-deployment"))
        detection = {"type": "server_vad", "silence_duration_ms": 400}
        await raw.send("session.update", session={"modalities": ["text", "audio"], "turn_detection": detection})
        expect_equal((await raw.next())["type"], "session.updated")
        for frame in frames(silence(300) + tone(900) + silence(2_000)):
            await raw.send("input_audio_buffer.append", audio=frame)
        came = await raw.until("response.done")
        expect_order(came, TURN + AUDIO_ANSWER)


@asynchronous.case("as a browser: the beta sub-protocol, answered by realtime")
async def browser(client):
    offered = ["realtime", f"openai-insecure-api-key.{client.place.key}", "openai-beta.realtime-v1"]
    target = f"{client.place.websocket}/v1/realtime?model={MODEL}"
    async with websockets.connect(target, subprotocols=offered) as connection:
        raw = Raw(connection, client.recording.run("realtime", "preview"))
        expect_equal(connection.subprotocol, "realtime")
        session = (await raw.next())["session"]
        expect("voice" in session and "audio" not in session, f"the session of {session}")


class Raw:
    """A connection without an SDK."""

    def __init__(self, connection, record):
        self.connection, self.record = connection, record

    async def send(self, kind, **fields):
        await self.connection.send(json.dumps({"type": kind} | fields))

    async def next(self, within=15):
        message = await asyncio.wait_for(self.connection.recv(), within)
        if self.connection.transport.get_extra_info("sslcontext"):
            self.record(message)
        return json.loads(message)

    async def until(self, kind):
        """The types that came, up to this one."""
        came = []
        while not came or came[-1] != kind:
            event = await self.next()
            expect(event["type"] != "error", f"while waiting for {kind}: {event}")
            came.append(event["type"])
        return came


# --- Beside GA ---


if HAS_GA:

    @asynchronous.case("the GA half of the same release, on the same port at the same time")
    async def beside(client):
        ga = Client(client.place)
        sdk = ga.sdk(websocket_base_url=client.place.websocket + "/v1")
        async with client.session() as old, ga.open(sdk.realtime.connect(model="gpt-realtime")) as new:
            await new.until("session.created")
            await new.update(output_modalities=["text"])
            await asyncio.gather(old.text("first woodpecker"), new.text("second woodpecker"))
            await old.call("response.create", response={"modalities": ["text"]})
            await new.call("response.create")
            one, two = await asyncio.gather(old.until("response.done"), new.until("response.done"))
            expect("first" in joined(one, "response.text.delta"), "the Preview session does not answer")
            expect("second" in joined(two, "response.output_text.delta"), "the GA session does not answer")

    @asynchronous.case("the GA half of AsyncAzureOpenAI with a preview version: its first session.update makes it GA")
    async def turned(client):
        # What comes is of two dialects in turn, so it is written down here, and not on the way.
        direct = client.at("direct")
        written = Recording(client.place.more["events"])
        greeting, rest = written.run("realtime", "preview"), written.run("realtime", "ga")
        connection = await direct.azure().realtime.connect(model="my-deployment").enter()
        try:
            message = await connection.recv_bytes()
            greeting(message)
            expect("voice" in json.loads(message)["session"], "the greeting is not Preview's")
            session = Session(connection, rest, True)
            updated = await session.update(output_modalities=["text"])
            expect_equal((updated.type, updated.model), ("realtime", "my-deployment"))
            await session.text("woodpecker")
            await session.call("response.create")
            events = await session.until("response.done")
            expect("woodpecker" in joined(events, "response.output_text.delta"), "it does not answer")
        finally:
            await connection.close()


# --- `preview: refuse`: each old client is told what the service tells it today ---


@conversations.case("preview: refuse: 101, an error, close 4000")
async def refused(client):
    client = client.at("refusing")
    async with client.session(greeted=False) as session:
        error = (await session.until("error", errors=True))[-1].error
        expect_equal(error.code, "beta_api_shape_disabled")
        expect("no longer supported" in error.message, error.message)
        closed = await session.ending()
        expect_equal((closed.code, closed.reason), (4000, "invalid_request_error.beta_api_shape_disabled"))


@conversations.case("preview: refuse: no session by REST")
async def refused_sessions(client):
    realtime = client.at("refusing").sdk().beta.realtime
    for create in (realtime.sessions.create, realtime.transcription_sessions.create):
        try:
            await perform(create)
            expect(False, "a session was made")
        except openai.BadRequestError as refused:
            expect_equal(refused.code, "beta_api_shape_disabled")


@asynchronous.case("preview: refuse: 401 at Azure's path")
async def refused_azure(client):
    client = client.at("refusing")
    for version in VERSIONS:
        try:
            async with client.session(client.azure(version), greeted=False):
                expect(False, "the upgrade was accepted")
        except InvalidStatus as refused:
            expect_equal(refused.response.status_code, 401)
            expect(version in refused.response.body.decode(), "the version is not named")


@asynchronous.case("preview: refuse: the sub-protocol")
async def refused_browser(client):
    place = client.at("refusing").place
    offered = ["realtime", f"openai-insecure-api-key.{place.key}", "openai-beta.realtime-v1"]
    refused = await refusal(place, f"/v1/realtime?model={MODEL}", {}, offered)
    expect_equal(refused, ("beta_api_shape_disabled", 4000))


async def refusal(place, target, headers, subprotocols=None):
    """The code of the error with which a raw client is not let in, and the code of the close."""
    address = place.websocket + target
    async with websockets.connect(address, additional_headers=headers, subprotocols=subprotocols) as connection:
        code = json.loads(await connection.recv())["error"]["code"]
        try:
            await connection.recv()
        except ConnectionClosed as closed:
            return code, closed.rcvd.code
    return code, None


def both_clients():
    """The conversations, once for each client."""
    suite = Suite()
    for blocking in (False, True):
        for name, function in conversations.cases:
            suite.case(f"{'sync' if blocking else 'async'}: {name}")(bound(function, blocking, PreviewClient))
    for name, function in asynchronous.cases:
        suite.case(f"async: {name}")(bound(function, False, PreviewClient))
    return suite


if __name__ == "__main__":
    main([both_clients()], parallel=4)
