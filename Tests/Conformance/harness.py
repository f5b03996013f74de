"""What the conformance clients share: a list of cases, how they are run, and sound to send.

Only the standard library is used here, because each client runs in an environment of its own. A client prints one JSON
object a line for each case: {"case": "…", "ok": true, "seconds": 0.1, "why": ""}.
"""

import argparse
import array
import asyncio
import base64
import inspect
import json
import math
import os
import sys
import time
import traceback
from dataclasses import dataclass, field
from pathlib import Path

SAMPLES_PER_SECOND = 24_000
FRAME_MS = 100


@dataclass
class Place:
    """Where the server is, as a client sees it."""

    base: str
    """`http://127.0.0.1:PORT` or `https://…`, without a path."""
    key: str
    name: str = "plain"
    record: str = ""
    """A file to which the client itself appends what it received: over TLS nothing else can see it."""
    more: dict = field(default_factory=dict)

    @property
    def secure(self):
        return self.base.startswith("https:")

    @property
    def websocket(self):
        return "ws" + self.base.removeprefix("http")

    @property
    def host(self):
        return self.base.split("//")[1].rsplit(":", 1)[0]

    @property
    def port(self):
        return int(self.base.rsplit(":", 1)[1])


class Recording:
    """Appends server events for the oracle, exactly as they came."""

    def __init__(self, path):
        self.path, self.runs = path, 0

    def run(self, session, dialect="ga"):
        """A function that records the messages of one connection."""
        if not self.path:
            return lambda message: None
        self.runs += 1
        number = self.runs

        def append(message):
            text = message if isinstance(message, str) else message.decode()
            line = f'{{"session": "{session}", "dialect": "{dialect}", "run": {number}, "event": {text}}}\n'
            # One write, so that clients which share the process do not mix their lines.
            with open(self.path, "a", encoding="utf-8") as file:
                file.write(line)

        return append


class Suite:
    def __init__(self):
        self.cases = []

    def case(self, name):
        def add(function):
            self.cases.append((name, function))
            return function

        return add

    async def run(self, *arguments, parallel=4, seconds=30, only=None):
        """Runs every case, some at a time; returns whether all went well."""
        gate, results = asyncio.Semaphore(parallel), []

        async def one(name, function):
            async with gate:
                started, why = time.monotonic(), ""
                try:
                    if inspect.iscoroutinefunction(function):
                        await asyncio.wait_for(function(*arguments), seconds)
                    else:
                        await asyncio.wait_for(asyncio.to_thread(function, *arguments), seconds)
                except Exception as failure:
                    why = describe(failure)
                report(name, not why, time.monotonic() - started, why)
                results.append(not why)

        await asyncio.gather(*(one(n, f) for n, f in self.cases if only is None or only in n))
        return all(results)


def report(name, ok, seconds, why=""):
    print(json.dumps({"case": name, "ok": ok, "seconds": round(seconds, 3), "why": why}), flush=True)


def describe(failure):
    """One line: what failed and where in our own code."""
    here = [f for f in traceback.extract_tb(failure.__traceback__) if Path(f.filename).parent == Path(__file__).parent]
    places = " < ".join(f"{Path(f.filename).name}:{f.lineno}" for f in reversed(here[-3:]))
    text = str(failure) or "no answer in time" if isinstance(failure, TimeoutError) else str(failure)
    return f"{type(failure).__name__}: {text[:900]} ({places})"


def main(suites, *, make=None, parallel=4, seconds=30):
    """The command line of every client: `--place JSON`, once for each way to the server."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--place", action="append", required=True, type=lambda text: Place(**json.loads(text)))
    parser.add_argument("--only", help="run only the cases whose name contains this")
    arguments = parser.parse_args()

    async def everything():
        well = True
        for place in arguments.place:
            for suite in suites:
                subject = make(place) if make else place
                well = await suite.run(subject, parallel=parallel, seconds=seconds, only=arguments.only) and well
        return well

    well = asyncio.run(everything())
    sys.stdout.flush()
    # Threads of a client that waits for ever must not keep a failed run alive.
    os._exit(0 if well else 1)


# --- Expectations ---


class Disappointment(AssertionError):
    pass


def expect(condition, *what):
    if not condition:
        raise Disappointment(" ".join(str(part) for part in what) or "an expectation failed")


def expect_equal(got, wanted, what="value"):
    if got != wanted:
        raise Disappointment(f"{what}: {got!r:.300}, expected {wanted!r:.300}")


def expect_order(types, wanted):
    """`wanted` must come in `types` in this order; others may stand between."""
    rest = iter(types)
    for name in wanted:
        expect(any(name == other for other in rest), f"{name} is missing or out of order in {shortened(types)}")


def shortened(types):
    """Runs of one type told once."""
    told = []
    for name in types:
        if told and told[-1][0] == name:
            told[-1][1] += 1
        else:
            told.append([name, 1])
    return ", ".join(name if count == 1 else f"{name}×{count}" for name, count in told)


# --- Sound ---


def tone(milliseconds, amplitude=12_000, hertz=220):
    """Loud PCM16 at 24 kHz, which a detector by energy takes for speech."""
    count = milliseconds * SAMPLES_PER_SECOND // 1000
    step = 2 * math.pi * hertz / SAMPLES_PER_SECOND
    return array.array("h", (int(amplitude * math.sin(step * i)) for i in range(count))).tobytes()


def silence(milliseconds):
    return bytes(2 * (milliseconds * SAMPLES_PER_SECOND // 1000))


def frames(sound, milliseconds=FRAME_MS):
    """The sound in base64, cut as a microphone sends it."""
    size = 2 * (milliseconds * SAMPLES_PER_SECOND // 1000)
    return [base64.b64encode(sound[i : i + size]).decode() for i in range(0, len(sound), size)]
