"""Starts the server on a terminal, as `make run` does, and runs the commands that it prints there, as they stand."""

import argparse
import asyncio
import os
import pty
import re
import select
import signal
import subprocess
import sys
import tempfile
import time
import wave
from pathlib import Path

from harness import Suite, expect, expect_equal

ROOT = Path(__file__).resolve().parents[2]
ANSWER = "/tmp/answer.wav"
"""Where the greeting's second command keeps the answer."""


class Terminal:
    """The server, on a terminal of its own. It ends with the block."""

    def __init__(self, program, *flags, environment=None):
        self.folder = tempfile.TemporaryDirectory()
        self.command = [
            program, "serve", "--listen", "127.0.0.1:0", "--engine", "scripted", "--data", self.folder.name, *flags,
        ]  # fmt: skip
        self.environment = {name: value for name, value in os.environ.items() if not name.startswith("ANTIPHON_")}
        self.environment |= environment or {}

    def __enter__(self):
        ours, theirs = pty.openpty()
        self.descriptor = ours
        self.process = subprocess.Popen(
            self.command, cwd=ROOT, env=self.environment, stdin=subprocess.DEVNULL, stdout=theirs, stderr=theirs
        )
        os.close(theirs)
        self.text = self._read()
        return self

    def _read(self):
        """The greeting, whose last word is END, and what the log says with it."""
        told, deadline = "", time.monotonic() + 20
        while time.monotonic() < deadline:
            if select.select([self.descriptor], [], [], 0.3)[0]:
                told += os.read(self.descriptor, 65_536).decode().replace("\r\n", "\n")
            elif "\nEND\n" in told:
                return told
        raise TimeoutError(f"the terminal says {told!r} and no more")

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(20)
        os.close(self.descriptor)
        self.folder.cleanup()

    @property
    def commands(self):
        """What follows a line that ends with a colon, up to the next such line: a here-document has empty lines too."""
        greeting = self.text[: self.text.index("\nEND\n") + 5]
        return [c.strip() for c in re.findall(r":\n\n(.*?)(?=\n\n[A-Z][^\n]*:\n\n|\Z)", greeting, re.DOTALL)]


def run(command, said="", environment=None):
    """Runs a command as a shell in another directory does."""
    # `python3` is the one that has the SDK, as the greeting says.
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    with tempfile.TemporaryDirectory() as folder:
        return subprocess.run(
            ["bash", "-c", command], cwd=folder, input=said, capture_output=True, text=True, timeout=25,
            env=os.environ | {"PATH": path} | (environment or {}),
        )  # fmt: skip


suite = Suite()


@suite.case("greeting: what is printed works as it stands")
def as_it_stands(program):
    with Terminal(program) as terminal:
        expect(terminal.text.startswith("Antiphon serves the Realtime API at http://127.0.0.1:"), terminal.text)
        expect(" info " not in terminal.text, "the log is not quiet:", terminal.text)
        commands = terminal.commands
        expect_equal(len(commands), 3, "commands")
        written = run(commands[0], said="Hello, terminal.\n")
        expect_equal((written.returncode, written.stdout), (0, "Hello, terminal.\n"), "talk by keyboard")
        Path(ANSWER).unlink(missing_ok=True)
        asked = run(commands[1])
        expect_equal(asked.returncode, 0, f"talk by file: {asked.stderr}")
        expect("you: This is a fixed transcript." in asked.stdout, asked.stdout)
        expect("answer: I heard what you said." in asked.stdout, asked.stdout)
        with wave.open(ANSWER) as answer:
            expect_equal((answer.getnchannels(), answer.getsampwidth(), answer.getframerate()), (1, 2, 24_000))
            expect(answer.getnframes() > 24_000, "an answer of", answer.getnframes(), "samples")
        python = run(commands[2])
        expect_equal((python.returncode, python.stderr), (0, ""), "Python")
        expect("Say hello." in python.stdout, python.stdout)


@suite.case("greeting: over TLS, with a key of one's own")
def over_tls(program):
    key = "sk-greeting-0123456789"
    with Terminal(program, "--tls-self-signed", environment={"ANTIPHON_API_KEY": key}) as terminal:
        expect(key not in terminal.text, "a key that is given is not shown")
        commands = terminal.commands
        expect_equal(len(commands), 3, "commands")
        for command, said in zip(commands, ("Hello.\n", "", ""), strict=True):
            result = run(command, said, {"ANTIPHON_API_KEY": key})
            expect_equal(result.returncode, 0, f"{command}: {result.stderr}")
            expect(result.stdout.strip(), command, "prints nothing")


@suite.case("greeting: the log is there where it is asked for")
def chosen_log(program):
    with Terminal(program, "--log-level", "info") as terminal:
        expect(" info server.started" in terminal.text, terminal.text)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--antiphon", required=True)
    parser.add_argument("--only", help="run only the cases whose name contains this")
    arguments = parser.parse_args()
    # One after the other: the first two write the same file.
    program = str(Path(arguments.antiphon).resolve())
    well = asyncio.run(suite.run(program, parallel=1, seconds=80, only=arguments.only))
    sys.exit(0 if well else 1)


if __name__ == "__main__":
    main()
