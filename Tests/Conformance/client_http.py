"""What no honest HTTP client sends, over a bare socket: smuggled, oversized, cut off, pipelined, slow, binary.

Each input must get one clear answer or none, the connection must end, and the server must go on.
"""

import json
import random
import re
import socket
import ssl
import time
from dataclasses import replace

from harness import Suite, expect, expect_equal, main

SEED = 20_261_121


def connect(place, timeout=10):
    plain = socket.create_connection((place.host, place.port), timeout=timeout)
    if not place.secure:
        return plain
    return ssl.create_default_context().wrap_socket(plain, server_hostname=place.host)


def send(wire, data):
    try:
        wire.sendall(data)
    except OSError:
        pass  # It may have closed already: what it answered is what counts.


def read_all(wire):
    """Everything until the server ends the connection. A reset is an end too."""
    data = b""
    try:
        while more := wire.recv(65_536):
            data += more
    except (ConnectionResetError, ssl.SSLEOFError):
        pass
    return data


def read_answer(wire):
    """One answer: status, headers and body."""
    data = b""
    while b"\r\n\r\n" not in data:
        more = wire.recv(65_536)
        expect(more, f"the connection ended: {data!r:.200}")
        data += more
    head, body = data.split(b"\r\n\r\n", 1)
    lines = head.decode().split("\r\n")
    headers = {name.lower(): value.strip() for name, value in (line.split(":", 1) for line in lines[1:])}
    while len(body) < int(headers.get("content-length", 0)):
        body += wire.recv(65_536)
    return int(lines[0].split()[1]), headers, body


def statuses(data):
    return [int(status) for status in re.findall(rb"HTTP/1\.1 (\d{3}) ", data)]


def ask(place, data):
    """What the server answers to this, until it ends the connection itself."""
    with connect(place) as wire:
        send(wire, data)
        return read_all(wire)


def healthy(place):
    with connect(place) as wire:
        send(wire, b"GET /healthz HTTP/1.1\r\nHost: h\r\n\r\n")
        expect_equal(read_answer(wire)[0], 200, "the status of /healthz afterwards")


suite = Suite()


def refused(name, *inputs, allowed=(400,), once=True):
    """A case: each input is answered by one of these statuses, once, and the connection ends."""

    @suite.case(f"http: {name}")
    def run(place):
        for data in inputs:
            answer = ask(place, data)
            told = statuses(answer)
            expect(told and told[-1] in allowed, f"{data!r:.120} was answered {answer!r:.200}")
            if once:
                expect_equal(len(told), 1, f"answers to {data!r:.120}")
            healthy(place)


SECRETS = b"POST /v1/realtime/client_secrets HTTP/1.1\r\nHost: h\r\n"
HEALTH = b"GET /healthz HTTP/1.1\r\nHost: h\r\n"
SMUGGLED = b"GET /smuggled HTTP/1.1\r\nHost: h\r\n\r\n"

refused(
    "smuggling: Content-Length and Transfer-Encoding",
    SECRETS + b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + SMUGGLED,
    SECRETS + b"Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n" + SMUGGLED,
)
refused(
    "smuggling: two lengths",
    SECRETS + b"Content-Length: 2\r\nContent-Length: 50\r\n\r\n{}" + SMUGGLED,
    SECRETS + b"Content-Length: 2, 50\r\n\r\n{}" + SMUGGLED,
)
refused(
    "smuggling: lengths that are none",
    *(SECRETS + b"Content-Length: " + length + b"\r\n\r\n{}" + SMUGGLED
      for length in (b"-1", b"+2", b"0x2", b"2 2", b"2;", b"", b"1e1", b"9" * 30)),
    allowed=(400, 413),
)  # fmt: skip
refused(
    "smuggling: transfer codings that are none",
    *(SECRETS + line + b"\r\n\r\n0\r\n\r\n" + SMUGGLED
      for line in (
          b"Transfer-Encoding: xchunked", b"Transfer-Encoding: identity", b"Transfer-Encoding: chunked, identity",
          b"Transfer-Encoding: gzip", b"Transfer-Encoding : chunked", b"Transfer-Encoding:\x0bchunked",
          b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity", b"Transfer-Encoding: \"chunked\"",
      )),
    allowed=(400, 501),
)  # fmt: skip
refused(
    "smuggling: folded lines and bare line feeds",
    HEALTH + b"X-A: b\r\n c\r\n\r\n",
    HEALTH + b"Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n",
    b"GET /healthz HTTP/1.1\nHost: h\n\n",
    HEALTH + b"X-A: b\nX-C: d\r\n\r\n",
    HEALTH + b"X-A: b\rX-C: d\r\n\r\n",
)
refused(
    "smuggling: chunks that are none",
    *(SECRETS + b"Transfer-Encoding: chunked\r\n\r\n" + chunk + SMUGGLED
      for chunk in (
          b"zz\r\n{}\r\n0\r\n\r\n", b"-2\r\n{}\r\n0\r\n\r\n", b"0x2\r\n{}\r\n0\r\n\r\n", b"2\n{}\n0\n\n",
          b"2\r\n{}0\r\n\r\n\r\n", b"f" * 17 + b"\r\n{}", b" 2\r\n{}\r\n0\r\n\r\n", b"2;\n\r\n{}\r\n0\r\n\r\n",
      )),
    allowed=(400, 413),
)  # fmt: skip
refused("a host too many, or none", HEALTH + b"Host: i\r\n\r\n", b"GET /healthz HTTP/1.1\r\n\r\n")
refused(
    "request lines that are none",
    b"GET\r\n\r\n", b"GET /healthz\r\n\r\n", b"GET  /healthz HTTP/1.1\r\nHost: h\r\n\r\n",
    b"GET /healthz HTTP/9.9\r\nHost: h\r\n\r\n", b"GET /healthz HTP/1.1\r\nHost: h\r\n\r\n",
    b"G\x00T /healthz HTTP/1.1\r\nHost: h\r\n\r\n", b"GET /hea\x00lthz HTTP/1.1\r\nHost: h\r\n\r\n",
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    allowed=(400, 505),
)  # fmt: skip
refused(
    "header fields that are none",
    HEALTH + b"no colon\r\n\r\n", HEALTH + b": no name\r\n\r\n", HEALTH + b"na me: x\r\n\r\n",
    HEALTH + b"name : x\r\n\r\n", HEALTH + b"X: a\x00b\r\n\r\n", HEALTH + b"\xff: x\r\n\r\n",
)  # fmt: skip
refused(
    "heads that are too large",
    b"GET /" + b"a" * 1_000_000 + b" HTTP/1.1\r\nHost: h\r\n\r\n",
    HEALTH + b"X: " + b"a" * 1_000_000 + b"\r\n\r\n",
    HEALTH + b"X: a\r\n" * 50_000 + b"\r\n",
    b"A" * 1_000_000,
    allowed=(400, 414, 431),
)
refused(
    "bodies that are too large",
    SECRETS + b"Content-Length: 99999999999\r\n\r\n{",
    SECRETS + b"Transfer-Encoding: chunked\r\n\r\n" + (b"10000\r\n" + b" " * 65_536 + b"\r\n") * 400,
    allowed=(401, 413),
)
refused(
    "binary noise",
    bytes(range(256)) * 8, b"\x00\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 500 + b"\r\n\r\n",
    b"\xff" * 4_096 + b"\r\n\r\n",
    allowed=(400, 431),
)  # fmt: skip


@suite.case("http: noise without an end is closed in time, or at its limit")
def noise(place):
    random.seed(SEED)
    for _ in range(20):
        with connect(place) as wire:
            send(wire, random.randbytes(random.randrange(1, 4_096)))
            wire.shutdown(socket.SHUT_WR)
            told = statuses(read_all(wire))
            expect(all(400 <= status < 600 for status in told), f"answered {told}")
    healthy(place)


@suite.case("http: requests that are cut off, at every byte")
def cut_off(place):
    body = b'{"session": {"type": "realtime"}}'
    whole = SECRETS + b"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body) + body
    for length in range(len(whole)):
        with connect(place) as wire:
            send(wire, whole[:length])
            if not place.secure:
                wire.shutdown(socket.SHUT_WR)
                told = statuses(read_all(wire))
                expect(not any(status < 300 for status in told), f"{length} bytes were answered {told}")
    healthy(place)


@suite.case("http: clients that vanish in the handshake of a WebSocket, at every byte")
def vanished(place):
    head = (
        "GET /v1/realtime?model=gpt-realtime HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
        f"Authorization: Bearer {place.key}\r\n\r\n"
    ).encode()
    for length in range(0, len(head) + 1, 3):
        wire = connect(place)
        send(wire, head[:length])
        # Reset, not closed: nothing more can be written to it.
        wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
        wire.close()
    healthy(place)


@suite.case("http: pipelined requests are answered in their order")
def pipelined(place):
    with connect(place) as wire:
        pair = HEALTH + b"\r\n" + b"GET /nowhere HTTP/1.1\r\nHost: h\r\n\r\n"
        send(wire, pair * 20 + HEALTH + b"Connection: close\r\n\r\n")
        told = statuses(read_all(wire))
    expect_equal(told, [200, 404] * 20 + [200], "the answers")


@suite.case("http: a connection is used again after a request with a body, in chunks too")
def kept(place):
    body = b'{"session": {"type": "realtime", "model": "gpt-realtime"}}'
    key = f"Authorization: Bearer {place.key}\r\nContent-Type: application/json\r\n".encode()
    with connect(place) as wire:
        for _ in range(3):
            send(wire, SECRETS + key + b"Content-Length: %d\r\n\r\n" % len(body) + body)
            status, headers, answer = read_answer(wire)
            expect_equal(status, 200)
            expect(json.loads(answer)["value"].startswith("ek_"), "no secret")
            chunks = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (body[:7], body[7:]))
            send(wire, SECRETS + key + b"Transfer-Encoding: chunked\r\n\r\n" + chunks + b"0\r\n\r\n")
            expect_equal(read_answer(wire)[0], 200)


@suite.case("http: Expect: 100-continue")
def expectation(place):
    body = b'{"session": {"type": "realtime", "model": "gpt-realtime"}}'
    with connect(place) as wire:
        head = f"Authorization: Bearer {place.key}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n"
        send(wire, SECRETS + head.encode() + b"Expect: 100-continue\r\n\r\n")
        expect_equal(read_answer(wire)[0], 100)
        send(wire, body)
        expect_equal(read_answer(wire)[0], 200)


@suite.case("http: HEAD, OPTIONS, unknown paths and methods")
def methods(place):
    with connect(place) as wire:
        send(wire, b"HEAD /healthz HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
        answer = read_all(wire)
        expect_equal(statuses(answer), [200])
        expect(answer.endswith(b"\r\n\r\n"), f"HEAD was answered with a body: {answer!r:.200}")
    with connect(place) as wire:
        asked = [("DELETE", "/v1/models", 405), ("GET", "/nowhere", 404), ("BREW", "/healthz", 405)]
        for method, path, wanted in asked:
            send(wire, f"{method} {path} HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer {place.key}\r\n\r\n".encode())
            status, headers, body = read_answer(wire)
            expect(status in (wanted, 501), f"{method} {path}: {status}")
            expect(json.loads(body)["error"]["message"], "no error in OpenAI's shape")


@suite.case("http: bodies that are no JSON, not an object, or not the right one")
def bodies(place):
    key = f"Authorization: Bearer {place.key}\r\nContent-Type: application/json\r\n".encode()
    nested = b"[" * 20_000 + b"]" * 20_000
    for body in (b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"session": 3}', b'{"session": {"type": "x"}}', nested):
        with connect(place) as wire:
            send(wire, SECRETS + key + b"Content-Length: %d\r\n\r\n" % len(body) + body)
            status, _, answer = read_answer(wire)
            # An empty body asks for nothing in particular: the defaults.
            expect(status == 400 or (status == 200 and not body), f"{body!r:.40} was answered {status} {answer!r:.200}")
    healthy(place)


@suite.case("http: a request that comes too slowly is ended in time")
def slow(place):
    if "hasty" not in place.more:
        return
    place = replace(place, base=place.more["hasty"])
    limit = place.more["hasty_seconds"]
    patience = limit + 10
    with connect(place, timeout=patience) as silent, connect(place) as dripping:
        started = time.monotonic()
        send(silent, b"GET /healthz HTTP/1.1\r\n")
        dripping.settimeout(0.05)
        head = iter(b"GET /healthz HTTP/1.1\r\nX: " + b"y" * 10_000)
        while time.monotonic() - started < patience:
            try:
                dripping.sendall(bytes([next(head)]))
                if not dripping.recv(1_000):
                    break
            except TimeoutError:
                continue
            except OSError:
                break
        expect(time.monotonic() - started < patience, f"a head that never ended lived for {patience} s")
        told = statuses(read_all(silent))
        expect(told in ([], [408]), f"answered {told}")
    healthy(place)


@suite.case("http: 300 connections that say nothing keep nobody out")
def idle_crowd(place):
    crowd = [connect(place) for _ in range(300)]
    try:
        healthy(place)
    finally:
        for wire in crowd:
            wire.close()


@suite.case("http: readiness and metrics")
def metrics(place):
    with connect(place) as wire:
        send(wire, b"GET /readyz HTTP/1.1\r\nHost: h\r\n\r\n")
        expect_equal(read_answer(wire)[0], 200)
        send(wire, b"GET /metrics HTTP/1.1\r\nHost: h\r\n\r\n")
        status, headers, body = read_answer(wire)
        expect_equal(status, 200)
        expect(b"# TYPE " in body, f"{body!r:.200}")
        expect(place.key.encode() not in body, "a key in the metrics")


if __name__ == "__main__":
    main([suite], parallel=6, seconds=60)
