"""Runs what README.md, or another page, shows of OpenAI's SDK and of our commands, as it stands there, against the
running server."""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from harness import Place, report

ROOT = Path(__file__).resolve().parents[2]
LINES_MAX = 14
"""What is short on purpose should stay short."""


def blocks(text):
    return [block for block in re.findall(r"```python\n(.*?)```", text, re.DOTALL) if "from openai import" in block]


def commands(text):
    """The lines of shell that call the program or the server, and do not start one."""
    lines = [line for block in re.findall(r"```sh\n(.*?)```", text, re.DOTALL) for line in block.splitlines()]
    return [line for line in lines if re.search(r"\bantiphon (talk|transcribe)\b|^curl ", line)]


def run_command(line, place, program):
    """Why it does not work as it stands; nothing where it does."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "antiphon").symlink_to(program)
        # Where the program is, and where the server, is the reader's business; the key is in the environment.
        line = line.replace(".build/release/antiphon", "antiphon")
        url = f"--url http://{place.host}:{place.port}/v1"
        line = re.sub(r"(?<=//)127\.0\.0\.1:8080", f"{place.host}:{place.port}", line)
        if "--url" not in line:
            line = re.sub(r"\bantiphon talk\b", f"antiphon talk {url}", line)
        environment = os.environ | {"ANTIPHON_API_KEY": place.key, "PATH": f"{folder}:{os.environ['PATH']}"}
        run = subprocess.run(
            ["bash", "-c", line], cwd=ROOT, env=environment, input="Hello.\n", capture_output=True, text=True,
            timeout=25,
        )  # fmt: skip
    if run.returncode != 0:
        return f"it ended with {run.returncode}: {run.stderr[-800:]}"
    return "" if run.stdout.strip() else "it prints nothing"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--place", required=True, type=lambda text: Place(**json.loads(text)))
    parser.add_argument("--antiphon", required=True, type=lambda text: Path(text).resolve())
    parser.add_argument("--page", default="README.md", help="relative to the root")
    arguments = parser.parse_args()
    place, page = arguments.place, Path(arguments.page)
    text, name = (ROOT / page).read_text(encoding="utf-8"), page.stem.lower()

    found, well = blocks(text), True
    if not found:
        report(f"{name}: an example with OpenAI's SDK", False, 0, f"{page} has no such block of Python")
        sys.exit(1)
    for number, block in enumerate(found, start=1):
        started = time.monotonic()
        # The one thing that differs from a reader's machine is where the server listens.
        program = re.sub(r"(?<=//)(localhost|127\.0\.0\.1):8080", f"{place.host}:{place.port}", block)
        environment = os.environ | {"OPENAI_API_KEY": place.key, "ANTIPHON_API_KEY": place.key}
        if "base_url" not in block:
            environment["OPENAI_BASE_URL"] = place.base + "/v1"
        command = [sys.executable, "-c", program]
        try:
            run = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=20)
            why = "" if run.returncode == 0 else run.stderr[-800:]
            why = why or ("" if run.stdout.strip() else "it prints nothing")
        except subprocess.TimeoutExpired:
            why = "it did not end in 20 s"
        if not why and len(block.strip().splitlines()) > LINES_MAX:
            why = f"it has {len(block.strip().splitlines())} lines"
        report(f"{name}: example {number} runs as it stands", not why, time.monotonic() - started, why)
        well = well and not why
    for line in commands(text):
        started = time.monotonic()
        try:
            why = run_command(line, place, arguments.antiphon)
        except subprocess.TimeoutExpired:
            why = "it did not end in 25 s"
        report(f"{name}: `{line}` runs as it stands", not why, time.monotonic() - started, why)
        well = well and not why
    sys.exit(0 if well else 1)


if __name__ == "__main__":
    main()
