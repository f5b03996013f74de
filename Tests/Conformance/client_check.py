"""Stale programs of the corpus of `antiphon check`: refused as they are, and at home after `antiphon check --fix`."""

import argparse
import json
import os
import pty
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from harness import Place, report

CORPUS = Path(__file__).resolve().parents[1] / "MigrationTests" / "Corpus" / "stale"
SECONDS = 30
CALL = """
import { ask } from "./client";
ask(process.env.REALTIME_URL!, process.env.OPENAI_API_KEY!, "Hello?").then(
  (words) => { console.log(words); process.exit(0); },
  (error) => { console.error(error.message ?? error); process.exit(1); },
);
"""


def python(file):
    return [sys.executable, str(file)]


def node(file):
    """Types taken away by esbuild; Node's own WebSocket speaks as a browser's does."""
    call, made = file.with_name("call.ts"), file.with_name("call.mjs")
    call.write_text(CALL)
    subprocess.run(
        ["esbuild", str(call), "--bundle", "--platform=node", "--format=esm", f"--outfile={made}", "--log-level=error"],
        check=True,
    )
    return ["node", "--experimental-websocket", str(made)]


def run(command, environment):
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=SECONDS)


def migrate(name, start, program, environment):
    """Why it did not go as it should; empty if it did."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / name
        lines = (CORPUS / name).read_text(encoding="utf-8").split("\n")
        file.write_text("\n".join(line.split("◀")[0].rstrip() for line in lines), encoding="utf-8")
        before = run(start(file), environment)
        if before.returncode == 0:
            return "the stale program was not refused"
        fixed = subprocess.run([program, "check", "--fix", str(file)], capture_output=True, text=True)
        if fixed.returncode != 1 or "+++" not in fixed.stdout:
            return f"check --fix ended with {fixed.returncode}: {fixed.stderr[-400:]}"
        after = run(start(file), environment)
        return "" if after.returncode == 0 and after.stdout.strip() else f"still refused: {after.stderr[-600:]}"


def progress(program):
    """A bar where errors go to a terminal, wiped away at the end; why not, if not."""
    with tempfile.TemporaryDirectory() as folder:
        for index in range(600):
            (Path(folder) / f"{index}.py").write_text("a = 1\n")
        terminal, end = pty.openpty()
        subprocess.run([program, "check", folder], stdout=subprocess.DEVNULL, stderr=end, timeout=SECONDS)
        os.set_blocking(terminal, False)
        said = os.read(terminal, 1 << 16)
        os.close(end)
        os.close(terminal)
        return "" if b"600 of 600 files" in said and said.endswith(b"\r\x1b[K") else f"it said {said[-80:]!r}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--place", required=True, type=lambda text: Place(**json.loads(text)))
    parser.add_argument("--program", required=True)
    arguments = parser.parse_args()
    place = arguments.place
    url = place.base.replace("http", "ws", 1) + "/v1/realtime"
    environment = os.environ | {"OPENAI_API_KEY": place.key, "REALTIME_URL": url}
    programs = [("assistant.py", python)]
    if shutil.which("esbuild") and shutil.which("node"):
        programs.append(("client.ts", node))
    started = time.monotonic()
    why = progress(arguments.program)
    report("check: how far it is, on a terminal", not why, time.monotonic() - started, why)
    well = not why
    for name, start in programs:
        started = time.monotonic()
        try:
            why = migrate(name, start, arguments.program, environment)
        except subprocess.TimeoutExpired:
            why = f"it did not end in {SECONDS} s"
        report(f"check: --fix brings {name} to GA", not why, time.monotonic() - started, why)
        well = well and not why
    sys.exit(0 if well else 1)


if __name__ == "__main__":
    main()
