"""The cases of the Autobahn test suite, by its numbers, against the endpoint that sessions are opened at.

There is no echo there. What stands for it: an event of an unknown type is answered by an `error` that repeats the
event's id. Handshakes and the reading of frames are wsproto's, other conversations those of `websockets`; only what no
library would send is written by hand.
"""

import asyncio
import json
import socket
import ssl
import struct
import time

import websockets
from harness import Suite, expect, expect_equal, main
from wsproto import ConnectionType, WSConnection
from wsproto.events import AcceptConnection, RejectConnection, Request
from wsproto.extensions import PerMessageDeflate
from wsproto.frame_protocol import FrameProtocol, Opcode

TARGET = "/v1/realtime?model=gpt-realtime"
TEXT, BINARY, CONTINUATION, CLOSE, PING, PONG = 1, 2, 0, 8, 9, 10
MASK = b"\x37\xfa\x21\x3d"
MESSAGE_MAX = 21 * 1024 * 1024


def frame(opcode, payload=b"", final=True, reserved=0, masked=True):
    """One frame, also such as no library would write."""
    if isinstance(payload, str):
        payload = payload.encode()
    head = bytearray([final << 7 | reserved << 4 | opcode])
    mask = 0x80 if masked else 0
    if len(payload) < 126:
        head.append(mask | len(payload))
    elif len(payload) < 65_536:
        head += struct.pack(">BH", mask | 126, len(payload))
    else:
        head += struct.pack(">BQ", mask | 127, len(payload))
    if not masked:
        return bytes(head) + payload
    return bytes(head) + MASK + masked_bytes(payload)


def masked_bytes(payload):
    key = (MASK * (len(payload) // 4 + 1))[: len(payload)]
    return (int.from_bytes(payload, "big") ^ int.from_bytes(key, "big")).to_bytes(len(payload), "big")


def closing(code=None, reason=b""):
    return frame(CLOSE, b"" if code is None else struct.pack(">H", code) + reason)


def probe(name, length=0):
    """An event that is answered by its own id; blanks make it as long as wanted."""
    text = json.dumps({"type": "conformance.echo", "event_id": name}, ensure_ascii=False).encode()
    return text + b" " * (length - len(text))


class Wire:
    """A connection whose frames can be seen."""

    def __init__(self, place, extensions=(), greeted=True):
        self.socket = connect(place)
        self.handshake = WSConnection(ConnectionType.CLIENT)
        headers = [(b"Authorization", f"Bearer {place.key}".encode())]
        self._send(self.handshake.send(Request(f"{place.host}:{place.port}", TARGET, list(extensions), headers)))
        answer, rest = self._accepted()
        self.extensions = answer.extensions
        # `wsproto` stays out of it from here on, but for reading what the server frames.
        self.reader = FrameProtocol(client=True, extensions=[])
        self.reader.receive_bytes(rest)
        self.partial = b""
        if greeted:
            expect_equal(self.event()["type"], "session.created")

    def _accepted(self):
        data = b""
        while b"\r\n\r\n" not in data:
            more = self.socket.recv(65_536)
            expect(more, f"the connection ended in the handshake: {data!r:.200}")
            data += more
        end = data.index(b"\r\n\r\n") + 4
        self.handshake.receive_data(data[:end])
        answer = next(iter(self.handshake.events()))
        expect(not isinstance(answer, RejectConnection), f"the upgrade was refused: {data!r:.300}")
        expect(isinstance(answer, AcceptConnection), f"{answer}")
        return answer, data[end:]

    def _send(self, data):
        try:
            self.socket.sendall(data)
        except OSError:
            pass  # The server may have closed already: what it said before is what counts.

    def send(self, *chunks, octets=False):
        for chunk in chunks:
            if octets:
                for octet in chunk:
                    self._send(bytes([octet]))
            else:
                self._send(chunk)

    def frames(self):
        """What the server sends, until it ends the connection."""
        while True:
            yield from self.reader.received_frames()
            try:
                data = self.socket.recv(262_144)
            except ConnectionResetError:
                return
            if not data:
                return
            self.reader.receive_bytes(data)

    def next(self):
        """(opcode, payload) of one whole message or control frame; the server's own pings are passed over."""
        for got in self.frames():
            payload = got.payload.encode() if isinstance(got.payload, str) else got.payload
            if got.opcode is Opcode.PING:
                continue
            if got.opcode in (Opcode.TEXT, Opcode.BINARY, Opcode.CONTINUATION):
                self.partial += payload
                if not got.message_finished:
                    continue
                payload, self.partial = self.partial, b""
                return TEXT, payload
            # `wsproto` has taken a close frame apart: code and reason.
            return int(got.opcode), got.payload
        return None, b""

    def event(self):
        opcode, payload = self.next()
        expect_equal(opcode, TEXT, "opcode of what should be an event")
        return json.loads(payload)

    def expect_error(self, code=None, name=None):
        event = self.event()
        expect_equal(event["type"], "error")
        if code:
            expect_equal(event["error"]["code"], code)
        if name is not None:
            expect_equal(event["error"]["event_id"], name, "the id in the answer")

    def expect_pong(self, payload=b""):
        opcode, got = self.next()
        expect_equal((opcode, bytes(got)), (PONG, payload), "the pong")

    def expect_works(self):
        self.send(frame(TEXT, probe("works")))
        self.expect_error(name="works")

    def expect_close(self, *codes):
        """A close frame with one of these codes, before anything else is said; then the end of the connection."""
        opcode, payload = self.next()
        expect_equal(opcode, CLOSE, f"opcode of what should be a close frame ({payload!r:.80})")
        code = int(payload[0]) if payload else None
        if codes:
            expect(code in codes, f"closed with {code}, expected {codes}")
        self.send(closing(code if code and code not in (1005, 1006) else None))
        self.expect_end()

    def expect_end(self):
        rest = [got for got in self.frames()]
        expect(not rest, f"frames after the close frame: {rest!r:.200}")

    def shut(self):
        self.socket.close()


def connect(place):
    plain = socket.create_connection((place.host, place.port), timeout=10)
    plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    if not place.secure:
        return plain
    return ssl.create_default_context().wrap_socket(plain, server_hostname=place.host)


suite = Suite()


def case(number, what):
    """Registers a case that gets a greeted connection, and closes it afterwards."""

    def add(function):
        @suite.case(f"websocket {number}: {what}")
        def run(place):
            wire = Wire(place)
            try:
                function(wire)
            finally:
                wire.shut()

        return function

    return add


# 1: sizes

SIZES = [125, 126, 127, 128, 65_535, 65_536]


@case("1.1.1", "an empty text message")
def _(wire):
    wire.send(frame(TEXT))
    wire.expect_error("invalid_json")
    wire.expect_works()


@case("1.1.2-8", "text messages at the edges of the length fields")
def _(wire):
    for size in SIZES:
        wire.send(frame(TEXT, probe(f"size-{size}", size)))
        wire.expect_error(name=f"size-{size}")
    whole = frame(TEXT, probe("chopped", 65_536))
    wire.send(*(whole[i : i + 997] for i in range(0, len(whole), 997)))
    wire.expect_error(name="chopped")


@case("1.2.1-8", "binary messages are refused by an event, and the session goes on")
def _(wire):
    for size in [0, *SIZES]:
        wire.send(frame(BINARY, b"\xfe" * size))
        wire.expect_error("invalid_event")
    wire.expect_works()


# 2: pings and pongs

PINGS = {"2.1": b"", "2.2": b"Hello, world!", "2.3": b"\x00\xff\xfe\xfd\xfc\xfb\x00\xff", "2.4": b"\xfe" * 125}
for number, payload in PINGS.items():

    @case(number, f"a ping of {len(payload)} bytes")
    def _(wire, payload=payload):
        wire.send(frame(PING, payload))
        wire.expect_pong(payload)


@case("2.5", "a ping of 126 bytes")
def _(wire):
    wire.send(frame(PING, b"\xfe" * 126))
    wire.expect_close(1002)


@case("2.6", "a ping of 125 bytes, octet by octet")
def _(wire):
    wire.send(frame(PING, b"\xfe" * 125), octets=True)
    wire.expect_pong(b"\xfe" * 125)


@case("2.7-9", "pongs that nobody asked for")
def _(wire):
    wire.send(frame(PONG), frame(PONG, b"unsolicited"), frame(PING, b"asked"))
    wire.expect_pong(b"asked")
    wire.expect_works()


@case("2.10-11", "ten pings, at once and octet by octet")
def _(wire):
    pings = b"".join(frame(PING, b"payload-%d" % i) for i in range(10))
    for octets in (False, True):
        wire.send(pings, octets=octets)
        for i in range(10):
            wire.expect_pong(b"payload-%d" % i)


# 3: reserved bits

for bits, opcode, payload in [(1, TEXT, "a"), (5, BINARY, "a"), (6, PING, "a"), (7, CLOSE, "")]:

    @case(f"3.{bits}", f"reserved bits {bits} on opcode {opcode}")
    def _(wire, bits=bits, opcode=opcode, payload=payload):
        wire.send(frame(opcode, payload, reserved=bits))
        wire.expect_close(1002)


for bits, octets in [(2, False), (3, False), (4, True)]:

    @case(f"3.{bits}", f"reserved bits {bits} after a good message{', octet by octet' * octets}")
    def _(wire, bits=bits, octets=octets):
        wire.send(frame(TEXT, probe("good")), octets=octets)
        wire.expect_error(name="good")
        wire.send(frame(TEXT, probe("bad"), reserved=bits), frame(PING), octets=octets)
        wire.expect_close(1002)


# 4: opcodes

for opcode in (3, 4, 5, 6, 7, 11, 12, 13, 14, 15):
    number = f"4.1.{opcode - 2}" if opcode < 8 else f"4.2.{opcode - 10}"

    @case(number, f"the reserved opcode {opcode}")
    def _(wire, opcode=opcode):
        wire.send(frame(opcode, b"reserved" if opcode % 2 else b""), frame(PING))
        wire.expect_close(1002)


# 5: fragments

for number, opcode in [("5.1", PING), ("5.2", PONG)]:

    @case(number, f"opcode {opcode} in two fragments")
    def _(wire, opcode=opcode):
        wire.send(frame(opcode, b"frag", final=False), frame(CONTINUATION, b"ment"))
        wire.expect_close(1002)


def halves(name):
    text = probe(name)
    middle = len(text) // 2
    return frame(TEXT, text[:middle], final=False), frame(CONTINUATION, text[middle:])


@case("5.3-5", "text in two fragments: in one write, in several, octet by octet")
def _(wire):
    first, second = halves("fragments")
    wire.send(first + second)
    wire.expect_error(name="fragments")
    wire.send(first, second)
    wire.expect_error(name="fragments")
    wire.send(first, second, octets=True)
    wire.expect_error(name="fragments")


@case("5.6-8", "a ping between two fragments is answered at once")
def _(wire):
    first, second = halves("fragments")
    for octets in (False, True):
        wire.send(first, frame(PING, b"between"), octets=octets)
        wire.expect_pong(b"between")
        wire.send(second, octets=octets)
        wire.expect_error(name="fragments")


LONELY = [("5.9", True, False), ("5.11", True, True), ("5.12", False, False), ("5.14", False, True)]
for number, final, octets in LONELY:

    @case(number, "a continuation of nothing")
    def _(wire, final=final, octets=octets):
        wire.send(frame(CONTINUATION, b"non-continuation payload", final=final), octets=octets)
        wire.send(frame(TEXT, probe("after")))
        wire.expect_close(1002)


@case("5.15", "a continuation after the end of a message")
def _(wire):
    wire.send(*halves("whole"))
    wire.expect_error(name="whole")
    wire.send(frame(CONTINUATION, b"more", final=False), frame(TEXT, probe("after")))
    wire.expect_close(1002)


@case("5.18", "a second text frame instead of a continuation")
def _(wire):
    wire.send(frame(TEXT, b"{", final=False), frame(TEXT, b"}"))
    wire.expect_close(1002)


@case("5.19-20", "five fragments and two pings between them")
def _(wire):
    text = probe("five")
    parts = [text[i : i + 12] for i in range(0, 48, 12)] + [text[48:]]
    for pause in (0.05, 0):
        wire.send(frame(TEXT, parts[0], final=False), frame(CONTINUATION, parts[1], final=False), frame(PING, b"1"))
        wire.expect_pong(b"1")
        time.sleep(pause)
        wire.send(frame(CONTINUATION, parts[2], final=False), frame(CONTINUATION, parts[3], final=False))
        wire.send(frame(PING, b"2"), frame(CONTINUATION, parts[4]))
        wire.expect_pong(b"2")
        wire.expect_error(name="five")


# 6: UTF-8

GOOD = {
    "6.2": "Hello-µ@ßöäüàá-UTF-8!!", "6.5": "κόσμε", "6.7": "\x80\u0800\U00010000",
    "6.9": "\x7f\u07ff\uffff\U0010ffff", "6.11": "\ud7ff\ue000\ufffd\U0010ffff",
    "6.22": "".join(chr(plane << 16 | end) for plane in range(17) for end in (0xFFFE, 0xFFFF)), "6.23": "\ufffd",
}  # fmt: skip
for number, text in GOOD.items():

    @case(number, "good UTF-8: whole, in two fragments, a fragment an octet")
    def _(wire, text=text):
        octets = probe(text)
        for fragments in ([octets], [octets[:45], octets[45:]], [octets[i : i + 1] for i in range(len(octets))]):
            last = len(fragments) - 1
            for i, part in enumerate(fragments):
                wire.send(frame(CONTINUATION if i else TEXT, part, final=i == last))
            wire.expect_error(name=text)


@case("6.1", "fragments that are empty")
def _(wire):
    wire.send(frame(TEXT, final=False), frame(CONTINUATION, final=False), frame(CONTINUATION))
    wire.expect_error("invalid_json")
    wire.send(frame(TEXT, final=False), frame(CONTINUATION, probe("middle"), final=False), frame(CONTINUATION))
    wire.expect_error(name="middle")


BAD = {
    "6.3 an error in the middle": "cebae1bdb9cf83cebcceb5eda080656469746564",
    "6.4 beyond the last code point": "cebae1bdb9cf83cebcceb5f4908080656469746564",
    "6.6 cut off": "cebae1bdb9cf83cebcce", "6.8 five and six octets": "f888808080", "6.8.2": "fc8480808080",
    "6.10 more than 21 bits": "f7bfbfbf", "6.10.2": "fbbfbfbfbf", "6.11.5 110000": "f4908080",
    "6.12 lone continuations": "80bf80bf", "6.13 lone starts": "c020c120c220", "6.14 short by one": "e080",
    "6.16 impossible octets": "fefeffff", "6.17 overlong solidus": "c0af", "6.17.2": "e080af", "6.17.3": "f08080af",
    "6.18 overlong": "c1bf", "6.19 overlong NUL": "c080", "6.20 lone surrogate": "eda080", "6.20.7": "edbfbf",
    "6.21 paired surrogates": "eda080edb080",
}  # fmt: skip
for name, octets in BAD.items():

    @case(name, "bad UTF-8: whole, and an octet a fragment")
    def _(wire, octets=bytes.fromhex(octets)):
        wire.send(frame(TEXT, b'{"event_id":"' + octets + b'"}'))
        wire.expect_close(1007)

    @case(name, "the same, an octet a fragment")
    def _(wire, octets=bytes.fromhex(octets)):
        text = b'{"event_id":"' + octets + b'"}'
        wire.send(*(frame(CONTINUATION if i else TEXT, text[i : i + 1], final=False) for i in range(len(text))))
        wire.send(frame(CONTINUATION))
        wire.expect_close(1007)


@case("6.4.1", "bad UTF-8 in the second of two fragments fails at once")
def _(wire):
    wire.send(frame(TEXT, "κόσμε", final=False), frame(CONTINUATION, b"\xf4\x90\x80\x80", final=False))
    wire.expect_close(1007)


# 7: closing


@case("7.1.1", "a message, then close")
def _(wire):
    wire.send(frame(TEXT, probe("last")))
    wire.expect_error(name="last")
    wire.send(closing(1000))
    wire.expect_close(1000)


@case("7.1.2", "two close frames")
def _(wire):
    wire.send(closing(1000), closing(1000))
    wire.expect_close(1000)


@case("7.1.3-4", "nothing is answered after the close frame")
def _(wire):
    wire.send(closing(1000), frame(PING, b"late"), frame(TEXT, probe("late")))
    wire.expect_close(1000)


@case("7.1.5", "close between two fragments")
def _(wire):
    first, second = halves("never")
    wire.send(first, closing(1000), second)
    wire.expect_close(1000)


@case("7.1.6", "256 KiB, then close")
def _(wire):
    wire.send(frame(TEXT, probe("large", 262_144)), closing(1000), frame(PING))
    opcode, _ = wire.next()
    expect(opcode in (TEXT, CLOSE), f"opcode {opcode}")


@case("7.3.1", "a close frame without a code")
def _(wire):
    wire.send(closing())
    wire.expect_close()


@case("7.3.2", "a close frame of one octet")
def _(wire):
    wire.send(frame(CLOSE, b"a"))
    wire.expect_close(1002)


for number, reason in [("7.3.3", b""), ("7.3.4", b"Hello World!"), ("7.3.5", b"*" * 123)]:

    @case(number, f"a close frame with a reason of {len(reason)} octets")
    def _(wire, reason=reason):
        wire.send(closing(1000, reason))
        wire.expect_close(1000)


@case("7.3.6", "a close frame that is too long")
def _(wire):
    wire.send(closing(1000, b"*" * 124))
    wire.expect_close(1002)


@case("7.5.1", "a reason that is no UTF-8")
def _(wire):
    wire.send(closing(1000, b"\xce\xba\xe1\xbd\xb9\xcf\x83\xce\xbc\xce\xb5\xed\xa0\x80edited"))
    wire.expect_close(1002, 1007)


for code in (1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999):

    @case("7.7", f"close code {code} is one")
    def _(wire, code=code):
        wire.send(closing(code))
        wire.expect_close(code, 1000)


for code in (0, 999, 1004, 1005, 1006, 1016, 1100, 2000, 2999, 5000, 65_535):

    @case("7.9, 7.13", f"close code {code} is none")
    def _(wire, code=code):
        wire.send(closing(code))
        wire.expect_close(1002)


# 9: limits

for megabytes in (0.0625, 0.25, 1, 4, 16):
    size = int(megabytes * 1024 * 1024)

    @case("9.1", f"one message of {size} bytes")
    def _(wire, size=size):
        wire.send(frame(TEXT, probe("large", size)))
        wire.expect_error(name="large")


@case("9.1", f"a message of more than {MESSAGE_MAX} bytes is refused by its length")
def _(wire):
    wire.send(frame(TEXT, b"")[:1] + struct.pack(">BQ", 0xFF, MESSAGE_MAX + 1) + MASK)
    wire.expect_close(1009)


@case("9.1", "a message grows beyond the limit by its fragments")
def _(wire):
    part = b" " * (1024 * 1024)
    wire.send(frame(TEXT, part, final=False), *([frame(CONTINUATION, part, final=False)] * 21))
    wire.expect_close(1009)


@case("9.1", "a length whose highest bit is set")
def _(wire):
    wire.send(frame(TEXT, b"")[:1] + b"\xff" + b"\xff" * 8 + MASK)
    wire.expect_close(1002, 1009)


for size in (64, 1024, 65_536, 1_048_576):

    @case("9.3", f"4 MiB in fragments of {size} bytes")
    def _(wire, size=size):
        # The smaller the fragments, the less of them: this measures no speed.
        text = probe("fragments", min(4 * 1024 * 1024, size * 2_000))
        parts = [text[i : i + size] for i in range(0, len(text), size)]
        last = len(parts) - 1
        wire.send(b"".join(frame(CONTINUATION if i else TEXT, p, final=i == last) for i, p in enumerate(parts)))
        wire.expect_error(name="fragments")


@case("9.7", "a thousand messages, each waiting for the answer")
def _(wire):
    for i in range(1_000):
        wire.send(frame(TEXT, probe(f"round-{i}")))
        wire.expect_error(name=f"round-{i}")


@case("9.7", "a thousand messages at once")
def _(wire):
    wire.send(b"".join(frame(TEXT, probe(f"burst-{i}")) for i in range(1_000)))
    for i in range(1_000):
        wire.expect_error(name=f"burst-{i}")


@case("10.1.1", "65,536 bytes in fragments of 1,300")
def _(wire):
    text = probe("auto", 65_536)
    parts = [text[i : i + 1_300] for i in range(0, len(text), 1_300)]
    wire.send(*(frame(CONTINUATION if i else TEXT, p, final=i == len(parts) - 1) for i, p in enumerate(parts)))
    wire.expect_error(name="auto")


# Beyond the suite


@case("RFC 6455 5.1", "an unmasked frame of a client")
def _(wire):
    wire.send(frame(TEXT, probe("unmasked"), masked=False))
    wire.expect_close(1002)


@case("RFC 6455 5.2", "a length that is not the shortest")
def _(wire):
    wire.send(bytes([0x89, 0x80 | 126, 0, 5]) + MASK + masked_bytes(b"hello"))
    opcode, payload = wire.next()
    expect(opcode == CLOSE and int(payload[0]) == 1002 or opcode == PONG, f"{opcode} {payload}")


@suite.case("websocket 12, 13: permessage-deflate is offered, declined, and not missed (wsproto)")
def _(place):
    wire = Wire(place, extensions=[PerMessageDeflate()])
    expect_equal(wire.extensions, [], "extensions that the server took")
    wire.expect_works()
    wire.shut()


@suite.case("websocket 12, 13: permessage-deflate is offered, declined, and not missed (websockets)")
async def _(place):
    headers = {"Authorization": f"Bearer {place.key}"}
    async with websockets.connect(place.websocket + TARGET, additional_headers=headers) as connection:
        expect_equal(connection.response.headers.get("Sec-WebSocket-Extensions"), None)
        expect_equal(json.loads(await connection.recv())["type"], "session.created")
        await connection.send(probe("websockets").decode())
        expect_equal(json.loads(await connection.recv())["error"]["event_id"], "websockets")
        # A list is sent in fragments.
        await connection.send([probe("parts")[:9].decode(), probe("parts")[9:].decode()])
        expect_equal(json.loads(await connection.recv())["error"]["event_id"], "parts")
        await asyncio.wait_for(await connection.ping(b"websockets"), 5)


@suite.case("websocket: sub-protocols: realtime is chosen, the others are ignored")
async def _(place):
    offered = ["realtime", f"openai-insecure-api-key.{place.key}", "openai-agents-sdk.9.9", "openai-project.p"]
    async with websockets.connect(place.websocket + TARGET, subprotocols=offered) as connection:
        expect_equal(connection.subprotocol, "realtime")
        expect_equal(json.loads(await connection.recv())["type"], "session.created")


@suite.case("websocket: the key in the query, as browsers at Azure send it")
async def _(place):
    target = f"/openai/v1/realtime?model=my-deployment&api-key={place.key}"
    async with websockets.connect(place.websocket + target) as connection:
        expect_equal(json.loads(await connection.recv())["type"], "session.created")


def upgrade(place, *changes, method="GET", target=TARGET, version="HTTP/1.1"):
    """The status line of the answer to a handshake with these headers changed or, if None, left out."""
    headers = {
        "Host": f"{place.host}:{place.port}", "Connection": "Upgrade", "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
        "Authorization": f"Bearer {place.key}",
    } | dict(changes)  # fmt: skip
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items() if value is not None)
    with connect(place) as wire:
        wire.sendall(f"{method} {target} {version}\r\n{head}\r\n".encode())
        return wire.recv(65_536)


HANDSHAKES = [
    ("another version is told the right one", [("Sec-WebSocket-Version", "12")], {}, [426, 400]),
    ("no version", [("Sec-WebSocket-Version", None)], {}, [426, 400]),
    ("no key", [("Sec-WebSocket-Key", None)], {}, [400]),
    ("a key of the wrong length", [("Sec-WebSocket-Key", "c2hvcnQ=")], {}, [400]),
    ("a key that is no base64", [("Sec-WebSocket-Key", "#" * 24)], {}, [400]),
    ("no Upgrade", [("Upgrade", None)], {}, [400, 426]),
    ("an Upgrade to something else", [("Upgrade", "h2c")], {}, [400, 426]),
    ("no Connection", [("Connection", None)], {}, [400, 426]),
    # How a Preview client made a call of WebRTC: refused by name.
    ("POST", [("Content-Length", "0")], {"method": "POST"}, [400, 405, 426, 501]),
    ("HTTP/1.0", [], {"version": "HTTP/1.0"}, [400, 405, 426, 505]),
    ("a path that is not there", [], {"target": "/v2/realtime"}, [404]),
]
for what, changes, options, statuses in HANDSHAKES:

    @suite.case(f"websocket handshake: {what}")
    def _(place, what=what, changes=changes, options=options, statuses=statuses):
        answer = upgrade(place, *changes, **options)
        status = int(answer.split(b" ", 2)[1])
        expect(status in statuses, f"{answer!r:.300}")
        if what == "another version is told the right one" and status == 426:
            expect(b"sec-websocket-version: 13" in answer.lower(), f"{answer!r:.300}")


@suite.case("websocket handshake: the accept value of RFC 6455, in any case of letters, among other tokens")
def _(place):
    answer = upgrade(place, ("Upgrade", "WebSocket"), ("Connection", "keep-alive, UPGRADE"))
    expect(answer.startswith(b"HTTP/1.1 101 "), f"{answer!r:.200}")
    expect(b"s3pPLMBiTxaQ9kYGzzhZRbK+xOo=" in answer, f"{answer!r:.300}")


if __name__ == "__main__":
    main([suite], parallel=8)
