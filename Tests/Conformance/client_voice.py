"""Speech in, speech out, offline: OpenAI's own SDK against the embedded engine.

flite speaks the questions, as a program of its own; the server hears them, answers by voice from approved content
(`content/`), and what it said is recognised again by `antiphon transcribe`. Nothing of it is scripted.
"""

import array
import asyncio
import base64
import json
import subprocess
import sys
import tempfile
import wave
from dataclasses import replace
from pathlib import Path

from client_openai import TRANSLATOR, Client, expect_order, joined, types
from harness import SAMPLES_PER_SECOND, Suite, expect, expect_equal, frames, main, silence

ANTIPHON = sys.argv[sys.argv.index("--antiphon") + 1]
del sys.argv[sys.argv.index("--antiphon") : sys.argv.index("--antiphon") + 2]

TURN = [
    "input_audio_buffer.speech_started", "input_audio_buffer.speech_stopped", "input_audio_buffer.committed",
    "conversation.item.added", "response.created", "response.output_item.added", "response.content_part.added",
    "response.output_audio.delta", "response.output_audio.done", "response.content_part.done",
    "response.output_item.done", "response.done",
]  # fmt: skip
VAD = {"type": "server_vad", "silence_duration_ms": 400}
SECONDS = 60

voice = Suite()


def spoken(text, voice="rms"):
    """What flite makes of a text: PCM16 at 24 kHz, and a pause after it."""
    with tempfile.NamedTemporaryFile(suffix=".wav") as file:
        subprocess.run(["flite", "-voice", voice, "-t", text, "-o", file.name], check=True)
        with wave.open(file.name) as sound:
            rate, samples = sound.getframerate(), array.array("h", sound.readframes(sound.getnframes()))
    # Straight lines between the samples are good enough for speech of 16 kHz.
    count = len(samples) * SAMPLES_PER_SECOND // rate
    made = array.array("h", bytes(2 * count))
    for index in range(count):
        place = index * rate / SAMPLES_PER_SECOND
        before = int(place)
        after = min(before + 1, len(samples) - 1)
        made[index] = int(samples[before] + (samples[after] - samples[before]) * (place - before))
    return made.tobytes() + silence(1_000)


def heard(audio):
    """What antiphon's own recogniser makes of the audio of an answer."""
    with tempfile.NamedTemporaryFile(suffix=".wav") as file:
        with wave.open(file.name, "wb") as sound:
            sound.setparams((1, 2, SAMPLES_PER_SECOND, 0, "NONE", ""))
            sound.writeframes(audio)
        told = subprocess.run([ANTIPHON, "transcribe", file.name], capture_output=True, text=True, check=True)
    return told.stdout.lower()


def audio_of(events):
    return b"".join(base64.b64decode(e.delta) for e in events if e.type == "response.output_audio.delta")


def said(events):
    return joined(events, "response.output_audio_transcript.delta")


async def ready(session, **more):
    """A session that finds turns by itself."""
    listens = {"turn_detection": VAD, "transcription": {"model": "gpt-4o-mini-transcribe"}} | more.pop("input", {})
    await session.update(audio={"input": listens}, **more)


async def ask(session, question):
    """Says it, and waits for the whole answer."""
    await session.say(await asyncio.to_thread(spoken, question))
    return await session.until("response.done", within=SECONDS)


@voice.case("a spoken question is answered by voice from the approved content")
async def round_trip(place):
    async with Client(place).session() as session:
        await ready(session)
        events = await ask(session, "Is the shop open on Sunday?")
        events += await session.until("conversation.item.input_audio_transcription.completed", within=SECONDS) if (
            "conversation.item.input_audio_transcription.completed" not in types(events)
        ) else []
        expect_order(types(events), TURN)
        [words] = [e.transcript for e in events if e.type == "conversation.item.input_audio_transcription.completed"]
        expect("shop" in words and "open" in words, "the question was heard as", words)
        expect("On Sunday the shop is closed." in said(events), said(events))
        expect("Opening hours" in said(events), "no source in", said(events))
        again = await asyncio.to_thread(heard, audio_of(events))
        expect("sunday" in again and "shop" in again and "closed" in again, "the answer was heard as", again)


@voice.case("with semantic_vad, which takes the end of the turn from the words")
async def semantic(place):
    async with Client(place).session() as session:
        await ready(session, input={"turn_detection": {"type": "semantic_vad", "eagerness": "high"}})
        await session.say(await asyncio.to_thread(spoken, "How long does the delivery take?"))
        # Nobody knows how long it will wait: silence goes on, as from a microphone.
        done = asyncio.ensure_future(session.until("response.done", within=SECONDS))
        while not done.done():
            await session.say(silence(200))
            await asyncio.sleep(0.1)
        expect("three days" in said(done.result()), said(done.result()))


@voice.case("a spoken wish calls a tool, and its result is spoken")
async def tool(place):
    async with Client(place).session() as session:
        await ready(
            session,
            tools=[{
                "type": "function", "name": "check_order", "description": "The state of an order.",
                "parameters": {
                    "type": "object", "properties": {"number": {"type": "integer"}}, "required": ["number"],
                },
            }],
        )  # fmt: skip
        events = await ask(session, "Please check my order number twenty five.")
        [call] = [item for item in events[-1].response.output if item.type == "function_call"]
        expect_equal(call.name, "check_order")
        expect_equal(json.loads(call.arguments), {"number": 25})
        output = json.dumps({"state": "on its way"})
        await session.call(
            "conversation.item.create",
            item={"type": "function_call_output", "call_id": call.call_id, "output": output},
        )
        await session.call("response.create")
        events = await session.until("response.done", within=SECONDS)
        expect("on its way" in said(events), said(events))
        again = await asyncio.to_thread(heard, audio_of(events))
        expect("way" in again, "the answer was heard as", again)


@voice.case("a long answer is interrupted, truncated, and the next one knows what was heard of it")
async def interruption(place):
    async with Client(place).session() as session:
        # Nobody answers the interruption, so that what comes is of the answer that was interrupted.
        await ready(session, input={"turn_detection": VAD | {"create_response": False}})
        await session.text("Tell me the history of the house.")
        await session.call("response.create")
        begun = []
        while len(audio_of(begun)) < 2 * 2 * SAMPLES_PER_SECOND:
            begun += await session.until("response.output_audio.delta", within=SECONDS)
        item = next(e.item_id for e in begun if e.type == "response.output_audio.delta")
        await session.say(await asyncio.to_thread(spoken, "Stop. What did you say?"))
        rest = await session.until("response.done", within=SECONDS)
        expect_order(types(rest), ["input_audio_buffer.speech_started", "response.done"])
        details = rest[-1].response.status_details
        expect_equal((rest[-1].response.status, details.reason), ("cancelled", "turn_detected"))
        sent = len(audio_of(begun + rest)) / 2 / SAMPLES_PER_SECOND
        expect(sent < 10, f"{sent} s of it were sent, as if nobody had interrupted")
        await session.call(
            "conversation.item.truncate", item_id=item, content_index=0, audio_end_ms=2_000
        )
        await session.until("conversation.item.truncated", within=SECONDS)
        await session.call("conversation.item.retrieve", item_id=item)
        kept = (await session.until("conversation.item.retrieved", within=SECONDS))[-1].item.content[0].transcript
        whole = said(begun + rest)
        expect(0 < len(kept) < len(whole) and whole.startswith(kept.rstrip()), f"kept {kept!r} of {whole!r}")
        await session.text("Please repeat that.")
        await session.call("response.create", response={"output_modalities": ["text"]})
        answers = [e for e in await session.until("response.done", within=SECONDS)]
        repeated = joined(answers, "response.output_text.delta")
        expect(kept.strip() in repeated and "apprentices" not in repeated, f"heard was {kept!r}, repeated {repeated!r}")


@voice.case("without transcription nothing is shown of what was heard, and it is answered")
async def untranscribed(place):
    async with Client(place).session() as session:
        await ready(session, input={"transcription": None})
        events = await ask(session, "Is the shop open on Sunday?")
        expect(not [t for t in types(events) if "transcription" in t], types(events))
        expect("Sunday" in said(events), said(events))


@voice.case("in G.711, as a telephone has it")
async def telephone(place):
    async with Client(place).session() as session:
        format = {"type": "audio/pcmu"}
        await session.update(
            audio={"input": {"format": format, "turn_detection": VAD}, "output": {"format": format}}
        )
        sound = array.array("h", await asyncio.to_thread(spoken, "Is the shop open on Sunday?"))[::3]
        law = bytes(mu_law(sample) for sample in sound)
        for start in range(0, len(law), 800):
            audio = base64.b64encode(law[start : start + 800]).decode()
            await session.call("input_audio_buffer.append", audio=audio)
        events = await session.until("response.done", within=SECONDS)
        expect(len(audio_of(events)) > 8_000, "no audio")
        expect(said(events), "no words")


def mu_law(sample):
    """One sample as G.711 has it."""
    sign, size = (0x80, -sample) if sample < 0 else (0, sample)
    size = min(size, 32_635) + 132
    exponent = size.bit_length() - 8
    return ~(sign | exponent << 4 | size >> (exponent + 3) & 0x0F) & 0xFF


@voice.case("in Spanish, by text and by voice")
async def spanish(place):
    async with Client(place).session() as session:
        for modality, delta in (("text", "response.output_text.delta"),
                                ("audio", "response.output_audio_transcript.delta")):  # fmt: skip
            await session.text("¿Está abierta la tienda el domingo?")
            await session.call("response.create", response={"output_modalities": [modality]})
            events = await session.until("response.done", within=SECONDS)
            expect_equal(events[-1].response.status, "completed")
            expect("El domingo la tienda está cerrada." in joined(events, delta), joined(events, delta))
            if modality == "audio":
                expect(len(audio_of(events)) > SAMPLES_PER_SECOND, "it was not spoken")


@voice.case("who asks for what is not in the content is told so")
async def unknown(place):
    async with Client(place).session() as session:
        await session.text("What is the capital of Mongolia?")
        await session.call("response.create", response={"output_modalities": ["text"]})
        answer = joined(await session.until("response.done", within=SECONDS), "response.output_text.delta")
        expect("Ulan" not in answer and "know" in answer.lower() or "not" in answer.lower(), answer)


async def say(session, sentence):
    for frame in frames(await asyncio.to_thread(spoken, sentence), milliseconds=200):
        await session.call("session.input_audio_buffer.append", audio=frame)


@voice.case("what is said in English is heard in Spanish, through a language model, and what fails is told")
async def translation(place):
    client = Client(place)
    connecting = client.sdk().realtime.translations.connect(model=TRANSLATOR)
    async with client.open(connecting, "translation") as session:
        await session.until("session.created")
        audio = {"input": {"transcription": {"model": "gpt-realtime-whisper"}}, "output": {"language": "es"}}
        await session.call("session.update", session={"audio": audio})
        await session.until("session.updated")
        await say(session, "Good morning everybody.")
        await say(session, "My car is broken.")
        await say(session, "The shop is closed on Sunday.")
        await session.call("session.close")
        events = await session.until("session.closed", within=SECONDS, errors=True)
        heard = joined(events, "session.input_transcript.delta")
        expect("morning" in heard and "broken" in heard and "sunday" in heard, "it was heard as", heard)
        said = " ".join(joined(events, "session.output_transcript.delta").split())
        expect_equal(said, "Buenos días a todos. La tienda está cerrada el domingo.")
        [error] = [e.error for e in events if e.type == "error"]
        expect_equal(error.code, "translation_failed")
        expect("the interpreter is ill" in error.message, error.message)
        sound = b"".join(base64.b64decode(e.delta) for e in events if e.type == "session.output_audio.delta")
        expect(len(sound) > 2 * 2 * SAMPLES_PER_SECOND, f"{len(sound)} bytes of sound")
        with_language = {"audio": {"output": {"language": "tlh"}}}
    async with client.open(client.sdk().realtime.translations.connect(model=TRANSLATOR), "translation") as session:
        await session.call("session.update", session=with_language)
        error = (await session.until("error", errors=True))[-1].error
        expect_equal(error.param, "session.audio.output.language")


@voice.case("what the embedded engine cannot do is refused by name")
async def refusals(place):
    async with Client(place).session() as session:
        for field, value in (
            ("language", {"model": "whisper-1", "language": "de"}), ("prompt", {"model": "whisper-1", "prompt": "x"}),
        ):  # fmt: skip
            await session.call(
                "session.update", session={"type": "realtime", "audio": {"input": {"transcription": value}}}
            )
            error = (await session.until("error", errors=True))[-1].error
            expect(error.param and error.param.endswith(field), error)


def hints(prompt):
    return {"type": "realtime", "audio": {"input": {"transcription": {"model": "whisper-1", "prompt": prompt}}}}


async def refused(session, prompt):
    """What is wrong with the hint; nothing: it was taken."""
    await session.call("session.update", session=hints(prompt))
    while (event := await session.next()).type not in ("session.updated", "error"):
        pass
    return event.error if event.type == "error" else None


@voice.case("where it is enabled, a prompt's words are expected, by so many sessions at a time as may")
async def expected(place):
    menu = "Woodpecker Pizza. Capricciosa, quattro formaggi, bruschetta, calzone."
    place = replace(place, base=place.more["expecting"])
    async with Client(place).session() as first:
        await ready(first, input={"turn_detection": VAD | {"create_response": False}})
        expect_equal(await refused(first, menu), None)
        async with Client(place).session() as second:
            error = await refused(second, "Minestrone")
            expect_equal(error.param, "session.audio.input.transcription.prompt")
            expect("1 sessions at a time" in error.message, error)
        for wrong, why in (("42", "no word"), ("a" * 40, "32 letters"), ("word " * 2_000, "8192 bytes")):
            error = await refused(first, wrong)
            expect(error and why in error.message, error)
        await first.say(await asyncio.to_thread(spoken, "A small capricciosa and a bruschetta please."))
        events = await first.until("conversation.item.input_audio_transcription.completed", within=SECONDS)
        expect("capricciosa" in events[-1].transcript, events[-1].transcript)
    for _ in range(100):
        async with Client(place).session() as third:
            if await refused(third, "Minestrone") is None:
                return
        await asyncio.sleep(0.05)
    expect(False, "the place was not given back")


if __name__ == "__main__":
    main([voice], parallel=2, seconds=2 * SECONDS)
