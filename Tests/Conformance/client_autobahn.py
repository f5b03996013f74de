"""The Autobahn test suite's own fuzzing client, against the server's HTTP and WebSocket code with an echo behind it.

It is of another age and needs Python 2.7; where there is none, `client_websocket.py` still covers its list of cases.
Its report is kept under .build/autobahn.
"""

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path

from harness import report

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENT = ROOT / ".build" / "python" / "autobahn"
OUTCOMES = {"OK", "INFORMATIONAL"}
"""All that a case may end with: elsewhere NON-STRICT would mean, say, that bad UTF-8 is found late."""
UNANSWERED = {"3.2", "3.3", "3.4", "4.1.3", "4.1.4", "4.1.5", "4.2.3", "4.2.4", "4.2.5", "5.15"}
"""The cases in which a good message comes before a frame that breaks the rules. If both come at once, the connection is
closed before the message is answered, which the suite calls NON-STRICT."""
CASES_MIN = 290

RUN = """
import site, sys
site.addsitedir({packages!r})
sys.argv = ["wstest", "--mode", "fuzzingclient", "--spec", {specification!r}]
from autobahntestsuite.wstest import run
run()
"""


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--echo", required=True, help="the program that echoes")
    echo_program = parser.parse_args().echo
    if not (ENVIRONMENT / "made-from.txt").exists():
        report("autobahn: left out, as its suite is not installed; its cases are run by our own driver", True, 0)
        return

    folder = ROOT / ".build" / "autobahn"
    folder.mkdir(parents=True, exist_ok=True)
    index = folder / "index.json"
    index.unlink(missing_ok=True)
    started = time.monotonic()
    with subprocess.Popen([echo_program], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as echo:
        address = echo.stdout.readline().decode().strip()
        specification = folder / "specification.json"
        specification.write_text(json.dumps({
            "outdir": str(folder),
            "servers": [{"agent": "Antiphon", "url": address}],
            "cases": ["*"],
            # Of compression, which is declined.
            "exclude-cases": ["12.*", "13.*"],
            "exclude-agent-cases": {},
        }))  # fmt: skip
        program = RUN.format(packages=str(ENVIRONMENT / "packages"), specification=str(specification))
        command = [str(ENVIRONMENT / "python"), "-c", program]
        run = subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=150)
        echo.stdin.close()
    seconds = time.monotonic() - started
    if not index.exists():
        report("autobahn", False, seconds, f"no report: {run.stdout.decode(errors='replace')[-500:]}")
        sys.exit(1)

    cases = json.loads(index.read_text())["Antiphon"]
    bad = {
        number: f"{result['behavior']}, close {result['behaviorClose']}"
        for number, result in cases.items()
        if result["behavior"] not in OUTCOMES | ({"NON-STRICT"} if number in UNANSWERED else set())
        or result["behaviorClose"] not in OUTCOMES
    }
    well = not bad and len(cases) >= CASES_MIN
    told = "; ".join(f"{number}: {what}" for number, what in sorted(bad.items())[:12])
    report(f"autobahn: {len(cases)} cases of the fuzzing client", well, seconds, told)
    sys.exit(0 if well else 1)


if __name__ == "__main__":
    main()
