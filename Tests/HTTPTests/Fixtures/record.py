"""Records what h11 and wsproto make of streams of bytes, right and wrong: a second opinion for HTTPTests.

Run it after changing the samples: python -m venv v && v/bin/pip install h11==0.16.0 wsproto==1.3.2
&& v/bin/python record.py. The recording is committed, so the tests need no Python.
"""

import json
import random
from pathlib import Path

import h11
from wsproto.connection import Connection, ConnectionState, ConnectionType
from wsproto.events import BytesMessage, CloseConnection, Ping, Pong, TextMessage
from wsproto.utilities import RemoteProtocolError

SEED = 9112
MUTATIONS = 400

REQUESTS = [
    "GET /v1/realtime?model=m HTTP/1.1\r\nHost: h\r\nAccept: */*\r\n\r\n",
    "POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 11\r\n\r\nhello world"
    "GET /b HTTP/1.1\r\nHost: h\r\n\r\nHEAD /c HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n",
    "POST /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
    '5\r\nhello\r\nA;x="y"\r\n0123456789\r\n0\r\nTrailer: z\r\n\r\nGET /b HTTP/1.1\r\nHost: h\r\n\r\n',
    "PUT /x HTTP/1.1\r\nHost: h\r\nX: \t y z \r\nEmpty:\r\nContent-Length: 3\r\n\r\nabc",
    "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\nabc",
    "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "GET / HTTP/1.0\r\n\r\n",
]
HEAD_BYTES = b"\r\n\r\n \t:;,/?=&+-0123456789aAfFxHTPhost\x00\x7f\x80"
FRAME_BYTES = bytes([0x00, 0x01, 0x02, 0x80, 0x81, 0x82, 0x88, 0x89, 0x8A, 0x83, 0xC1, 0xFD, 0xFE, 0xFF, 0x7E, 0xED])


def frame(opcode: int, payload: bytes, final: bool = True) -> bytes:
    key = bytes([0x37, 0xFA, 0x21, 0x3D])
    length = len(payload)
    head = bytes([(0x80 if final else 0) | opcode])
    head += bytes([0x80 | length]) if length < 126 else bytes([0xFE]) + length.to_bytes(2, "big")
    return head + key + bytes(byte ^ key[i % 4] for i, byte in enumerate(payload))


FRAMES = [
    frame(1, b"hello") + frame(9, b"p") + frame(1, "κόσμε".encode(), False) + frame(10, b"") + frame(0, "𝄞".encode()),
    frame(2, bytes(range(256))) + frame(1, b"a", False) + frame(0, b"b", False) + frame(0, b"c"),
    frame(1, b"*" * 200) + frame(8, b"\x03\xe8done") + frame(1, b"late"),
    frame(1, "κό".encode()[:3], False) + frame(9, b"x") + frame(0, "κό".encode()[3:]) + frame(8, b""),
    frame(1, b"\xed\xa0\x80") + frame(1, b"after"),
]


def mutate(data: bytes, alphabet: bytes, dice: random.Random) -> bytes:
    data = bytearray(data)
    for _ in range(dice.randint(1, 3)):
        place = dice.randint(0, len(data))
        byte = dice.choice(alphabet) if dice.random() < 0.7 else dice.randrange(256)
        kind = dice.randrange(4)
        if kind == 0 and place < len(data):
            data[place] = byte
        elif kind == 1 and place < len(data):
            del data[place]
        elif kind == 2:
            data[place:place] = data[place : place + dice.randint(0, 8)]
        else:
            data.insert(place, byte)
    return bytes(data)


def requests(data: bytes) -> dict | None:
    """The requests that h11 reads, and whether it refused something after them."""
    connection = h11.Connection(h11.SERVER)
    connection.receive_data(data)
    seen, current = [], None
    try:
        while True:
            event = connection.next_event()
            if isinstance(event, h11.Request):
                current = {
                    "method": event.method.decode("latin-1"),
                    "target": event.target.decode("latin-1"),
                    "fields": [[n.decode("latin-1"), v.decode("latin-1")] for n, v in event.headers],
                    "body": "",
                }
            elif isinstance(event, h11.Data):
                current["body"] += event.data.decode("latin-1")
            elif isinstance(event, h11.EndOfMessage):
                seen.append(current)
                connection.send(h11.Response(status_code=204, headers=[]))
                connection.send(h11.EndOfMessage())
                if connection.our_state is not h11.DONE:
                    return {"requests": seen, "refused": False}
                connection.start_next_cycle()
            else:
                return {"requests": seen, "refused": False}
    except h11.RemoteProtocolError as error:
        # An empty line before a request may be passed over (RFC 9112, 2.2); h11 does not, so it is no oracle there.
        if "no request line" in str(error):
            return None
        return {"requests": seen, "refused": True}


def messages(data: bytes) -> dict:
    """The messages and control frames that wsproto reads, and the code it ends with, if it does."""
    connection = Connection(ConnectionType.SERVER)
    seen, parts, code = [], [], None
    try:
        connection.receive_data(data)
        for event in connection.events():
            if isinstance(event, (TextMessage, BytesMessage)):
                parts.append(event.data.encode() if isinstance(event, TextMessage) else bytes(event.data))
                if event.message_finished:
                    kind = "text" if isinstance(event, TextMessage) else "binary"
                    seen.append([kind, b"".join(parts).hex()])
                    parts = []
            elif isinstance(event, (Ping, Pong)):
                seen.append([type(event).__name__.lower(), bytes(event.payload).hex()])
            elif isinstance(event, CloseConnection):
                code = int(event.code)
                # What it cannot parse, it reports as a close of its own making.
                is_theirs = connection.state is ConnectionState.REMOTE_CLOSING
                seen.append(["close", (event.reason or "").encode().hex()] if is_theirs else ["violation", ""])
                break
    except RemoteProtocolError as error:
        code = int(error.event_hint.code) if error.event_hint else 1002
        seen.append(["violation", ""])
    return {"events": seen, "code": code}


def main() -> None:
    dice = random.Random(SEED)
    heads = [sample.encode() for sample in REQUESTS]
    heads += [mutate(dice.choice(heads[:7]), HEAD_BYTES, dice) for _ in range(MUTATIONS)]
    frames = FRAMES + [mutate(dice.choice(FRAMES), FRAME_BYTES, dice) for _ in range(MUTATIONS)]
    recording = {
        "http": [{"input": data.hex(), **seen} for data in heads if (seen := requests(data))],
        "webSocket": [{"input": data.hex(), **messages(data)} for data in frames],
    }
    target = Path(__file__).with_name("recorded.json")
    target.write_text(json.dumps(recording, separators=(",", ":")).replace("},{", "},\n{") + "\n")


if __name__ == "__main__":
    main()
