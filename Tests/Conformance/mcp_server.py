"""MCP servers of the official package, in one process: with and without sessions, in JSON and in streams, and one that
speaks only the newest revision. The port is the system's choice; it is printed, and nothing else is.

    python mcp_server.py

The paths: /stateful-sse, /stateful-json, /stateless-sse, /stateless-json, /modern, /forgetful (which loses a session
once), /guarded (which wants a token), /resuming (which breaks streams off).
"""

import asyncio
import contextlib
import os
import socket

import uvicorn
from mcp.server.mcpserver import Context, Image, MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.streamable_http import EventMessage, EventStore
from mcp_types import ToolAnnotations
from pydantic import BaseModel

TOKEN = b"Bearer conformance-token"


class Memory(EventStore):
    """What was said on each stream, so that one that broke off can go on."""

    def __init__(self):
        self.events = []

    async def store_event(self, stream_id, message):
        self.events.append((stream_id, message))
        return str(len(self.events))

    async def replay_events_after(self, last_event_id, send_callback):
        after = int(last_event_id)
        stream = self.events[after - 1][0]
        for number, (of, message) in enumerate(self.events[after:], after + 1):
            if of == stream and message is not None:
                await send_callback(EventMessage(message, str(number)))
        return stream


class Room(BaseModel):
    name: str


def make_server():
    server = MCPServer("conformance")

    @server.tool(annotations=ToolAnnotations(read_only_hint=True))
    def add(a: int, b: int) -> int:
        """Adds two numbers."""
        return a + b

    @server.tool()
    def greet(name: str = "nobody") -> str:
        """Greets somebody by name."""
        return f"Hello, {name}!"

    @server.tool()
    def fail() -> str:
        """Fails, and says why."""
        raise ToolError("the bulb is broken")

    @server.tool()
    def picture() -> Image:
        """A picture."""
        return Image(data=b"\x89PNG\r\n", format="png")

    @server.tool()
    async def count(context: Context) -> str:
        """Tells how far it is while it works."""
        for step in range(3):
            await context.report_progress(step, 3)
            await context.info(f"step {step}")
        return "counted to 3"

    @server.tool()
    async def ask(context: Context) -> str:
        """Asks its client something, which no realtime client answers."""
        try:
            await context.elicit("Which room?", Room)
        except Exception as refusal:
            return f"refused: {refusal}"
        return "it answered"

    @server.tool()
    async def part(context: Context) -> str:
        """Breaks its stream off, and goes on where the client asks for the rest."""
        await context.close_sse_stream()
        await asyncio.sleep(0.1)
        return "the rest"

    @server.tool()
    def vanish() -> str:
        """Takes the whole server down."""
        os._exit(0)

    return server


def header(scope, name):
    return next((value for key, value in scope["headers"] if key == name), None)


async def refuse(send, status, body):
    headers = [(b"content-type", b"application/json")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def modern_only(app):
    """As a server that never heard of greetings: what does not name the newest revision is refused."""

    async def serve(scope, receive, send):
        if header(scope, b"mcp-protocol-version") != b"2026-07-28":
            error = b'{"jsonrpc":"2.0","id":null,"error":{"code":-32022,"message":"Unsupported protocol version",'
            return await refuse(send, 400, error + b'"data":{"supported":["2026-07-28"]}}}')
        await app(scope, receive, send)

    return serve


def forgetful(app):
    """The fourth request of the first session comes with a session that the server does not know."""
    seen = {}

    async def serve(scope, receive, send):
        session = header(scope, b"mcp-session-id")
        if session is not None:
            seen[session] = seen.get(session, 0) + 1
            if seen[session] == 3:
                changed = [(k, b"0" * 32 if k == b"mcp-session-id" else v) for k, v in scope["headers"]]
                scope = scope | {"headers": changed}
        await app(scope, receive, send)

    return serve


def guarded(app):
    async def serve(scope, receive, send):
        allowed = header(scope, b"authorization") == TOKEN and header(scope, b"x-house") == b"blue"
        await (app(scope, receive, send) if allowed else refuse(send, 401, b"{}"))

    return serve


def plain(app):
    return app


async def main():
    kinds = {
        "stateful-sse": ({}, plain),
        "stateful-json": ({"json_response": True}, plain),
        "stateless-sse": ({"stateless_http": True}, plain),
        "stateless-json": ({"stateless_http": True, "json_response": True}, plain),
        "modern": ({"json_response": True}, modern_only),
        "forgetful": ({}, forgetful),
        "guarded": ({}, guarded),
        # The package names streams by their requests, which are alike in all sessions: this one is for one session.
        "resuming": ({"event_store": Memory(), "retry_interval": 50}, plain),
    }
    async with contextlib.AsyncExitStack() as stack:
        apps = {}
        for name, (options, wrap) in kinds.items():
            server = make_server()
            app = server.streamable_http_app(streamable_http_path=f"/{name}", **options)
            await stack.enter_async_context(app.router.lifespan_context(app))
            apps[f"/{name}"] = wrap(app)

        async def dispatch(scope, receive, send):
            app = apps.get(scope.get("path"))
            await (app(scope, receive, send) if app else refuse(send, 404, b"{}"))

        place = socket.create_server(("127.0.0.1", 0))
        print(place.getsockname()[1], flush=True)
        config = uvicorn.Config(dispatch, lifespan="off", log_level="error", timeout_graceful_shutdown=1)
        await uvicorn.Server(config).serve(sockets=[place])


if __name__ == "__main__":
    asyncio.run(main())
