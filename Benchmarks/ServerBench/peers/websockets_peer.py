"""A WebSocket server that reads each frame as JSON, decodes its audio, and answers with ready bytes: as much audio as a
server that talks sends under the same load.

It does nothing else: what it costs is the least that a server of this protocol in Python, with the usual library,
costs for each frame.
"""

import asyncio
import base64
import json
import signal

from websockets.asyncio.server import serve

ANSWER = '{"type":"input_audio_buffer.cleared","event_id":"event_0123456789abcdef"}'
AUDIO = '{"type":"response.output_audio.delta","delta":"%s"}' % base64.b64encode(bytes(range(240)) * 40).decode()
FRAMES = 5


async def session(connection):
    quiet = "quiet" in connection.request.path
    heard = 0
    async for message in connection:
        event = json.loads(message)
        if event["type"] != "input_audio_buffer.append":
            await connection.send(ANSWER)
            continue
        base64.b64decode(event["audio"])
        heard += 1
        if not quiet and heard % FRAMES:
            await connection.send(AUDIO)


async def main():
    stop = asyncio.get_running_loop().create_future()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set_result, None)
    async with serve(session, "127.0.0.1", 0, max_size=32 * 1024 * 1024, compression=None) as server:
        port = server.sockets[0].getsockname()[1]
        print(f"Listening on 127.0.0.1:{port}.", flush=True)
        await stop


asyncio.run(main())
