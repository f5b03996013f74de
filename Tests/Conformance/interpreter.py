"""A stub of a language model that translates: what a chat back end's endpoint says, for a handful of sentences.

It is told to translate, or it says nothing: so nobody but a translation session gets words from it.
"""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

SPANISH = {"morning": "Buenos días a todos.", "sunday": "La tienda está cerrada el domingo."}
"""By a word that a recogniser is sure of."""


class Answer(BaseHTTPRequestHandler):
    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        told, said = asked["messages"][0]["content"], asked["messages"][-1]["content"]
        if "broken" in said:
            return self.fail()
        spanish = [text for word, text in SPANISH.items() if word in said and "'es'" in told]
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        # A word at a time, as models write.
        for word in " ".join(spanish).split(" "):
            self.tell({"index": 0, "delta": {"content": word + " "}, "finish_reason": None})
        self.tell({"index": 0, "delta": {}, "finish_reason": "stop"})
        self.wfile.write(b"data: [DONE]\n\n")

    def tell(self, choice):
        self.wfile.write(f"data: {json.dumps({'choices': [choice]})}\n\n".encode())
        self.wfile.flush()

    def fail(self):
        body = json.dumps({"error": {"message": "the interpreter is ill"}}).encode()
        self.send_response(400)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


class Interpreter:
    """Serves until the program ends."""

    def __init__(self):
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def settings(self):
        """What makes it the model of translation sessions."""
        url = f"http://127.0.0.1:{self.server.server_port}/v1"
        return (
            f'engines:\n  chat:\n    interpreter: {{url: "{url}", model: stub, retries: 0}}\n'
            "routes:\n  gpt-realtime-translate: {think: interpreter}\n"
        )
