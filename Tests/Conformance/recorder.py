"""Stands between a client and the server, passes bytes on untouched, and writes down every event of the server.

The bytes are read a second time, beside their way: the client does not meet another WebSocket implementation.
"""

import asyncio
import json
import re
import threading


class FrameReader:
    """Reads a server's frames into messages. Whatever a server must not send is reported as a fault."""

    def __init__(self):
        self.buffer, self.fragments, self.messages, self.faults = bytearray(), [], [], []

    def feed(self, data):
        self.buffer += data
        while (frame := self._frame()) is not None:
            self._take(*frame)

    def _frame(self):
        buffer = self.buffer
        if len(buffer) < 2:
            return None
        length, start = buffer[1] & 0x7F, 2
        if length == 126:
            length, start = int.from_bytes(buffer[2:4], "big"), 4
        elif length == 127:
            length, start = int.from_bytes(buffer[2:10], "big"), 10
        if len(buffer) < start + length:
            return None
        if buffer[1] & 0x80:
            self.faults.append("a masked frame")
        if buffer[0] & 0x70:
            self.faults.append("a frame with reserved bits")
        first, payload = buffer[0], bytes(buffer[start : start + length])
        del buffer[: start + length]
        return bool(first & 0x80), first & 0x0F, payload

    def _take(self, final, opcode, payload):
        if opcode >= 8:
            if opcode not in (8, 9, 10) or not final or len(payload) > 125:
                self.faults.append(f"a control frame that cannot be: {opcode}, {len(payload)} bytes")
            return
        if opcode == 2:
            self.faults.append("a binary message")
        if (opcode == 0) != bool(self.fragments):
            self.faults.append("a fragment out of place")
        self.fragments.append(payload)
        if final:
            self.messages.append(b"".join(self.fragments))
            self.fragments = []


def dialect(request):
    """What a client speaks who asks so: by header, sub-protocol or path (CONTRACT 19.1)."""
    head = bytes(request).split(b"\r\n\r\n", 1)[0].lower()
    target = head.split(b"\r\n", 1)[0]
    is_preview = (
        re.search(rb"\r\nopenai-beta:[^\r]*realtime=v1", head)
        or re.search(rb"\r\nsec-websocket-protocol:[^\r]*openai-beta\.realtime-v1", head)
        or re.match(rb"get /openai/realtime\?[^ ]*api-version=[^ &]*-preview", target)
    )
    return "preview" if is_preview else "ga"


class Recorder:
    """A listener on a port of its own; every connection is passed on to `host:port`."""

    def __init__(self, host, port, path):
        self.target, self.path = (host, port), path
        self.connections = self.events = 0
        self.faults = []
        self._ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()), daemon=True)

    def start(self):
        self._thread.start()
        self._ready.wait(10)
        return self.port

    def stop(self):
        """Ends what is still open; everything that came is written."""
        self._loop.call_soon_threadsafe(self._stopped.set)
        self._thread.join(10)

    async def _serve(self):
        self._loop, self._stopped = asyncio.get_running_loop(), asyncio.Event()
        server = await asyncio.start_server(self._connection, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        async with server:
            await self._stopped.wait()

    async def _connection(self, reader, writer):
        try:
            await self._carry(reader, writer)
        except asyncio.CancelledError:
            writer.close()  # The run is over.

    async def _carry(self, reader, writer):
        self.connections += 1
        run = self.connections
        try:
            answers, requests = await asyncio.open_connection(*self.target)
        except OSError:
            writer.close()
            return
        head = bytearray()
        await asyncio.gather(
            self._pass_on(reader, requests, lambda data: head.extend(data[: max(0, 8192 - len(head))])),
            self._pass_on(answers, writer, self._listener(run, head)),
        )

    @staticmethod
    async def _pass_on(source, sink, listen):
        try:
            while data := await source.read(65_536):
                listen(data)
                sink.write(data)
                await sink.drain()
            sink.write_eof()
        except OSError:
            sink.close()

    def _listener(self, run, request):
        """Takes what the server says: a response head, and after 101 frames."""
        head, frames = bytearray(), FrameReader()
        upgraded = None

        def listen(data):
            nonlocal upgraded
            if upgraded is None:
                head.extend(data)
                end = head.find(b"\r\n\r\n")
                if end < 0:
                    return
                upgraded = head.startswith(b"HTTP/1.1 101")
                data = bytes(head[end + 4 :])
            if not upgraded:
                return
            frames.feed(data)
            target = request.split(b"\r\n", 1)[0]
            asked = target.decode(errors="replace")
            self.faults += [f"{fault} on connection {run} ({asked})" for fault in frames.faults]
            session = "translation" if b"/translations" in target else "realtime"
            self._write(run, session, dialect(request), frames.messages)
            frames.messages, frames.faults = [], []

        return listen

    def _write(self, run, session, dialect, messages):
        with open(self.path, "ab") as file:
            for message in messages:
                self.events += 1
                # As it came: the oracle also judges the order of keys, and keys that come twice.
                prefix = json.dumps({"session": session, "dialect": dialect, "run": run})[:-1].encode()
                file.write(prefix + b', "event": ' + message.replace(b"\n", b" ") + b"}\n")
