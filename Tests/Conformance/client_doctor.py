"""`antiphon doctor` against `antiphon serve`, both as they are built: in good health, and with the wrong key."""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from harness import Disappointment, Place, describe, expect, expect_equal, report

SECONDS = 60


def doctor(program, url, *options, key):
    """What it found, and how it ended."""
    command = [program, "doctor", url, "--json", "--timeout", "10", *options]
    environment = {"PATH": "/usr/bin:/bin"} | ({"ANTIPHON_API_KEY": key} if key else {})
    result = subprocess.run(
        command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=SECONDS
    )
    expect(result.returncode in (0, 1), "it ended with", result.returncode, result.stderr[-600:])
    return json.loads(result.stdout), result.returncode, result.stderr


def healthy(program, place, path):
    with tempfile.TemporaryDirectory() as folder:
        bundle = Path(folder) / "bundle.json"
        found, status, notes = doctor(
            program, place.base + path, "--yes", "--oversized", "--bundle", str(bundle), *place.more.get("trust", []),
            key=place.key,
        )  # fmt: skip
        expect_equal(found["faults"], [], "faults")
        expect_equal(status, 0, "exit code")
        outcomes = {check["check"]: check["outcome"] for check in found["checks"]}
        for row in ("session", "update", "audio", "bad audio", "long audio", "text turn", "audio turn", "client secrets"):
            expect_equal(outcomes[row], "ok", row)
        expect("tokens" in notes, "the costs were not told:", notes)
        written = bundle.read_text(encoding="utf-8")
        expect(place.key not in written, "the key stands in the bundle")
        expect("ek_" not in written.replace("an access", ""), "a client secret stands in the bundle")


def free(program, place, path):
    found, status, notes = doctor(program, place.base + path, *place.more.get("trust", []), key=place.key)
    outcomes = {check["check"]: check["outcome"] for check in found["checks"]}
    expect_equal((status, outcomes["text turn"], outcomes["audio turn"]), (0, "skipped", "skipped"))
    expect("Without --yes" in notes, notes)


def ill(program, place, path):
    trust = place.more.get("trust", [])
    wrong, status, _ = doctor(program, place.base + path, *trust, key="sk-conformance-wrong-key")
    expect_equal((wrong["faults"][0]["fault"], status), ("key-refused", 1))
    missing, _, _ = doctor(program, place.base + path, *trust, key=None)
    expect_equal(missing["faults"][0]["fault"], "credential-missing")
    lost, _, _ = doctor(program, place.base + "/v2/realtime", *trust, key=place.key)
    expect_equal(lost["faults"][0]["fault"], "path-unknown")
    leftover = place.base + "/openai/v1/realtime?api-version=2025-04-01-preview&model=voice"
    leftover, _, _ = doctor(program, leftover, *trust, key=place.key)
    expect_equal([fault["fault"] for fault in leftover["faults"]], ["api-version-leftover"])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--place", action="append", required=True, type=lambda text: Place(**json.loads(text)))
    parser.add_argument("--program", required=True)
    arguments = parser.parse_args()
    well = True
    for place in arguments.place:
        for path in ("/v1", "/openai/v1"):
            for case in (healthy, free, ill):
                started, why = time.monotonic(), ""
                try:
                    case(arguments.program, place, path)
                except (Disappointment, subprocess.TimeoutExpired, ValueError, KeyError) as failure:
                    why = describe(failure)
                name = f"doctor: {case.__name__} at {place.name} {path}"
                report(name, not why, time.monotonic() - started, why)
                well = well and not why
    sys.exit(0 if well else 1)


if __name__ == "__main__":
    main()
