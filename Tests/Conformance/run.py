#!/usr/bin/env python3
"""Runs every conformance client against a running server, and holds what the server said to the official schemas.

    python3 Tests/Conformance/run.py --antiphon .build/release/antiphon [--echo .build/release/WebSocketEcho]

Eight servers are started: over plain HTTP and over TLS, the same for those who mean harm, one with little patience, one
that refuses old clients, one that hears and speaks by itself, and one that can also be told what it is going to hear.
Before the plain and the speaking one stands a recorder; over TLS a client writes down what it received. At the end the
oracle judges all of it. One line is printed a case, and a summary; the exit code is 0 if all went well.
"""

import argparse
import json
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from interpreter import Interpreter
from recorder import Recorder

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
ENVIRONMENTS = ROOT / ".build" / "python"
HASTY_SECONDS = 1
"""How long the server waits for a request that is tried for being slow. The others wait as long as usual: on a busy
machine an honest client may be slow too."""
PRIVATE = ("nightingale", "woodpecker", "yellowhammer", "Bearer ", "conformance-token", "bulb is broken")
"""Words that clients say, and what stands before a key: none of it may be in a log."""
PREVIEW_RELEASES = ("1.99.9", "1.109.1", "3.52.0")
"""Releases of OpenAI's SDK whose Preview half is tried: before GA, beside it, and today's."""
SECONDS_MAX = 170
TYPES_MIN = 43
"""At least so many types of server events must have been seen on the wire, or the clients did not talk."""


class Server:
    """A server of the program under test, on a port of its own choice."""

    def __init__(self, program, name, folder, origin, key, *flags, settings="", engine="scripted"):
        self.name, self.log = name, folder / f"{name}.log"
        configuration = folder / f"{name}.yaml"
        configuration.write_text(
            f'access:\n  origins: ["{origin}"]\nlimits:\n  tokens_per_minute: 1000000000\n{settings}', encoding="utf-8"
        )
        command = [
            program, "serve", "--engine", engine, "--listen", "127.0.0.1:0", "--data", str(folder / name),
            "--config", str(configuration), *flags,
        ]  # fmt: skip
        if engine == "scripted":
            command += ["--script", str(HERE / "script.yaml")]
        self.output = (folder / f"{name}.out").open("w+b")
        with self.log.open("wb") as log:
            environment = os.environ | {"ANTIPHON_API_KEY": key}
            self.process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=self.output, stderr=log, env=environment
            )
        self.base = self._address()

    def _address(self):
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            # By its own position: the server goes on writing at the end.
            told = os.pread(self.output.fileno(), 65_536, 0).decode(errors="replace")
            if found := re.search(r"https?://[^\s/\"']+:\d+", told):
                return found[0]
            if self.process.poll() is not None:
                break
            time.sleep(0.02)
        sys.exit(f"conformance: the {self.name} server did not say where it listens:\n{self.story()}")

    def story(self):
        """The end of what it logged."""
        return self.log.read_text(errors="replace")[-3_000:]

    def leaks(self, key):
        """What its log tells and should not."""
        told = self.log.read_text(errors="replace")
        return [word for word in (key, *PRIVATE) if word in told]

    def stop(self):
        """Ends it as an operator would; says what is wrong with how it ended, if anything."""
        if self.process.poll() is not None:
            return f"the {self.name} server ended by itself with {self.process.returncode}:\n{self.story()}"
        self.process.send_signal(signal.SIGTERM)
        try:
            status = self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return f"the {self.name} server did not end within 20 s of SIGTERM"
        return f"the {self.name} server ended with {status}:\n{self.story()}" if status != 0 else None


class MCPServer:
    """MCP servers of the official package, in a process of their own."""

    def __init__(self, folder, name):
        self.errors = (folder / f"{name}.log").open("wb")
        command = [str(ENVIRONMENTS / "mcp" / "bin" / "python"), str(HERE / "mcp_server.py")]
        self.process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=self.errors, text=True
        )

    def port(self):
        """Where it listens, once it does."""
        told = self.process.stdout.readline().strip()
        return int(told) if told else sys.exit("conformance: the MCP server did not start")

    def stop(self):
        self.process.kill()
        self.process.wait()
        self.errors.close()


@dataclass
class Client:
    name: str
    program: str
    python: Path
    arguments: list
    environment: dict = field(default_factory=dict)
    inherited: tuple = ()
    cases: int = 0
    failures: list = field(default_factory=list)

    def run(self, show):
        command = [str(self.python), str(HERE / self.program), *self.arguments]
        environment = os.environ | {"PYTHONDONTWRITEBYTECODE": "1"} | self.environment
        with tempfile.TemporaryFile() as errors:
            process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors, env=environment,
                pass_fds=self.inherited, text=True,
            )  # fmt: skip
            killer = threading.Timer(SECONDS_MAX, process.kill)
            killer.start()
            for line in process.stdout:
                self._take(line, show)
            status = process.wait()
            killer.cancel()
            errors.seek(0)
            told = errors.read().decode(errors="replace")[-2_000:]
        if self.cases == 0 or (status != 0 and not self.failures):
            self.failures.append(self.name)
            show(f"FAILED  {self.name}: it ended with {status} after {self.cases} cases\n{told}")

    def _take(self, line, show):
        try:
            result = json.loads(line)
            name, well, seconds, why = (result[key] for key in ("case", "ok", "seconds", "why"))
        except (ValueError, KeyError, TypeError):
            show(f"        {self.name} says: {line.rstrip()}")
            return
        self.cases += 1
        if not well:
            self.failures.append(name)
        label = f"{name} [{self.name}]" if self.name not in name else name
        show(f"{'ok    ' if well else 'FAILED'}  {seconds:6.2f} s  {label}" + (f"\n        {why}" if why else ""))


def place(base, key, name, **more):
    return ["--place", json.dumps({"base": base, "key": key, "name": name} | more)]


def trust(folder, server="tls"):
    """What makes an unmodified SDK trust the server's own certificate."""
    return {"SSL_CERT_FILE": str(folder / server / "certificate.pem")}


def clients(arguments, folder, servers, key, page, mcp_ports):
    plain, direct, tls, hasty, hostile, hostile_tls, refusing, embedded, expecting = servers

    def python(name):
        return ENVIRONMENTS / name / "bin" / "python"

    def recorded(name):
        return str(folder / "events" / f"{name}.jsonl")

    def old(release, base, name, **more):
        """An old release's Preview half, on the servers of the new ones."""
        here = f"preview-{release.replace('.', '-')}"
        known = {"direct": direct, "refusing": refusing, "events": recorded(f"{here}-turned-{name}")}
        return Client(f"{here}-{name}" if name != "plain" else here, "client_preview.py", python(here),
                      place(base, key, name, more=known, **more), trust(folder) if name == "tls" else {})

    descriptor = page.fileno()
    all_clients = [
        Client("openai", "client_openai.py", python("openai"), place(plain, key, "plain")),
        Client("openai-tls", "client_openai.py", python("openai"),
               place(tls, key, "tls", record=recorded("openai-tls")), trust(folder)),
        *(old(release, plain, "plain") for release in PREVIEW_RELEASES),
        old(PREVIEW_RELEASES[0], tls, "tls", record=recorded("preview-tls")),
        Client("agents", "client_agents.py", python("agents"), place(plain, key, "plain")),
        Client("agents-tls", "client_agents.py", python("agents"),
               place(tls, key, "tls", record=recorded("agents-tls")), trust(folder)),
        Client("browser", "client_browser.py", Path(sys.executable),
               place(plain, key, "plain", more={"page": descriptor}) + place(tls, key, "tls"), {}, (descriptor,)),
        Client("mcp", "client_mcp.py", python("openai"),
               place(plain, key, "plain", more={"shut": hostile, "mcp": mcp_ports[0], "mcp_mortal": mcp_ports[1]})),
        # These send what the recorder would choke on, or take the places of others.
        Client("websocket", "client_websocket.py", python("websocket"), place(direct, key, "plain")),
        Client("websocket-tls", "client_websocket.py", python("websocket"), place(tls, key, "tls"), trust(folder)),
        Client("http", "client_http.py", Path(sys.executable),
               place(hostile, key, "plain", more={"hasty": hasty, "hasty_seconds": HASTY_SECONDS})),
        Client("http-tls", "client_http.py", Path(sys.executable),
               place(hostile_tls, key, "tls"), trust(folder, "hostile-tls")),
        Client("readme", "client_readme.py", python("openai"),
               place(plain, key, "plain") + ["--antiphon", arguments.antiphon]),
        Client("migration", "client_readme.py", python("preview-1-99-9"),
               place(plain, key, "plain") + ["--antiphon", arguments.antiphon, "--page", "docs/migration.md"]),
        Client("voice", "client_voice.py", python("openai"),
               ["--antiphon", arguments.antiphon] + place(embedded, key, "embedded", more={"expecting": expecting})),
        Client("greeting", "client_greeting.py", python("openai"), ["--antiphon", arguments.antiphon]),
        # The stale programs must meet a server that refuses them: what does that is no event to validate.
        Client("check", "client_check.py", python("websocket"),
               place(refusing, key, "plain") + ["--program", str(Path(arguments.antiphon).resolve())]),
        Client("doctor", "client_doctor.py", Path(sys.executable),
               place(direct, key, "plain") + place(tls, key, "tls", more={"trust": ["--ca", str(
                   folder / "tls" / "certificate.pem")]}) + ["--program", str(Path(arguments.antiphon).resolve())]),
    ]  # fmt: skip
    if arguments.echo:
        all_clients.append(Client("autobahn", "client_autobahn.py", Path(sys.executable), ["--echo", arguments.echo]))
    chosen = [c for c in all_clients if not arguments.client or c.name in arguments.client]
    if arguments.only:
        for client in chosen:
            client.arguments += ["--only", arguments.only] if client.name not in ("readme", "migration", "check", "doctor", "autobahn") else []
    return chosen


def run_all(chosen, parallel):
    """Runs the clients, some at a time, and prints what they tell as it comes."""
    lock = threading.Lock()
    waiting = list(chosen)

    def show(line):
        with lock:
            print(line, flush=True)

    def work():
        while True:
            with lock:
                if not waiting:
                    return
                client = waiting.pop(0)
            client.run(show)

    workers = [threading.Thread(target=work) for _ in range(parallel)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()


def judge(folder, types_min):
    """Whether the oracle takes every event that was recorded."""
    command = [
        str(ENVIRONMENTS / "schema" / "bin" / "python"), str(HERE / "validate_events.py"), str(folder),
        "--at-least-types", str(types_min),
    ]  # fmt: skip
    return subprocess.run(command).returncode == 0


def main():
    parser = argparse.ArgumentParser(description="Runs every conformance client against a running server.")
    parser.add_argument("--antiphon", required=True, help="the program under test")
    parser.add_argument("--echo", help="the program that the Autobahn suite's client talks to")
    parser.add_argument("--client", action="append", help="run only this client; may be given again")
    parser.add_argument("--only", help="run only the cases whose name contains this")
    parser.add_argument("--parallel", type=int, default=4, help="how many clients run at a time")
    arguments = parser.parse_args()

    started = time.monotonic()
    folder = ROOT / ".build" / "conformance"
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "events").mkdir(parents=True)
    key = "sk-conformance-" + secrets.token_hex(12)
    page = socket.create_server(("127.0.0.1", 0))
    origin = f"http://127.0.0.1:{page.getsockname()[1]}"

    servers, recorders, faults, mcp_servers = [], [], [], []

    def recorded(base, name):
        """The address of a recorder that stands before a server."""
        host, port = base.split("//")[1].rsplit(":", 1)
        recorders.append(Recorder(host, int(port), folder / "events" / f"{name}.jsonl"))
        return f"http://127.0.0.1:{recorders[-1].start()}"

    try:
        # The second is taken down by a tool of its own.
        mcp_servers += [MCPServer(folder, name) for name in ("mcp", "mcp-mortal")]
        house = "mcp:\n  private_addresses: true\n  http: true\n"
        servers.append(Server(arguments.antiphon, "plain", folder, origin, key, settings=house))
        servers.append(Server(arguments.antiphon, "tls", folder, origin, key, "--tls-self-signed"))
        slow = f"connections:\n  head_timeout: {HASTY_SECONDS}s\n"
        servers.append(Server(arguments.antiphon, "hasty", folder, origin, key, settings=slow))
        servers.append(Server(arguments.antiphon, "hostile", folder, origin, key))
        servers.append(Server(arguments.antiphon, "hostile-tls", folder, origin, key, "--tls-self-signed"))
        servers.append(Server(arguments.antiphon, "refusing", folder, origin, key, settings="preview: refuse\n"))
        content = ("--content", str(HERE / "content"))
        servers.append(
            Server(arguments.antiphon, "embedded", folder, origin, key, *content,
                   settings=Interpreter().settings, engine="embedded")
        )  # fmt: skip
        hints = "recognition:\n  hints: 1\n"
        servers.append(Server(arguments.antiphon, "expecting", folder, origin, key, settings=hints, engine="embedded"))
        direct, tls, hasty, hostile, hostile_tls, refusing, embedded, expecting = (server.base for server in servers)
        plain, voiced = recorded(direct, "plain"), recorded(embedded, "embedded")
        mcp_ports = [server.port() for server in mcp_servers]
        places = (plain, direct, tls, hasty, hostile, hostile_tls, refusing, voiced, expecting)
        chosen = clients(arguments, folder, places, key, page, mcp_ports)
        run_all(chosen, arguments.parallel)
    finally:
        for recorder in recorders:
            recorder.stop()
            faults += recorder.faults
        for mcp_server in mcp_servers:
            mcp_server.stop()
        faults += [fault for server in servers if (fault := server.stop())]
        for server in servers:
            faults += [f"the log of the {server.name} server tells {leak!r}" for leak in server.leaks(key)]

    for fault in faults:
        print(f"FAILED  {fault}")
    # A run of a part of the clients sees a part of the events.
    partial = bool(arguments.client or arguments.only)
    valid = judge(folder / "events", 1 if partial else TYPES_MIN)
    cases, failures = sum(c.cases for c in chosen), [f for c in chosen for f in c.failures]
    well = not failures and not faults and valid
    print(
        f"Conformance: {cases} cases of {len(chosen)} clients {'passed' if well else 'ran'}, {len(failures)} failed, "
        f"after {time.monotonic() - started:.0f} seconds."
    )
    sys.exit(0 if well else 1)


if __name__ == "__main__":
    main()
