"""Headless Chromium's own WebSocket and fetch, against a running server.

A page from a small server of its own (`page.html`) does the talking and posts what it found; its origin is one that the
server was configured to allow. The same page under another name of this machine is a stranger's.
"""

import argparse
import json
import os
import queue
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote

from harness import Place, report

PAGE = Path(__file__).with_name("page.html")
SECONDS = 60


class Page(BaseHTTPRequestHandler):
    results = queue.Queue()

    def do_GET(self):
        self._answer(200 if self.path == "/" else 404, PAGE.read_bytes() if self.path == "/" else b"")

    def do_POST(self):
        self.results.put(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self._answer(204, b"")

    def _answer(self, status, body):
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def browse(browser, address):
    """Opens the page in a browser of its own, and waits for what it posts."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [
            browser, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
            "--disable-background-networking", "--disable-sync", "--disable-component-update",
            # The certificate is made at the start of the server; nobody vouches for it.
            "--ignore-certificate-errors", f"--user-data-dir={profile}", "--remote-debugging-port=0", address,
        ]  # fmt: skip
        with tempfile.TemporaryFile() as log:
            process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
            try:
                return Page.results.get(timeout=SECONDS)
            except queue.Empty:
                log.seek(0)
                told = log.read().decode(errors="replace")[-600:]
                return [{"case": "browser", "ok": False, "seconds": SECONDS, "why": f"the page told nothing: {told}"}]
            finally:
                process.terminate()
                try:
                    process.wait(10)
                except subprocess.TimeoutExpired:
                    process.kill()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--place", action="append", required=True, type=lambda text: Place(**json.loads(text)))
    parser.add_argument("--only", help="not used: a page tries all")
    places = parser.parse_args().place

    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not browser:
        report("browser: Chromium is installed", False, 0, "scripts/install-dependencies.sh installs it")
        sys.exit(1)

    # The listener was opened by who started the server, which had to know the page's origin.
    listener = socket.socket(fileno=places[0].more["page"])
    server = ThreadingHTTPServer(listener.getsockname(), Page, bind_and_activate=False)
    server.socket.close()
    server.socket = listener
    server.server_activate()
    threading.Thread(target=server.serve_forever, daemon=True).start()

    well = True
    for place in places:
        for host in ("127.0.0.1", "localhost"):
            told = {"base": place.base, "websocket": place.websocket, "key": place.key, "stranger": host == "localhost"}
            page = f"http://{host}:{listener.getsockname()[1]}/#" + quote(json.dumps(told))
            for result in browse(browser, page):
                report(result["case"], result["ok"], result["seconds"], result["why"])
                well = well and result["ok"]
    sys.stdout.flush()
    os._exit(0 if well else 1)


if __name__ == "__main__":
    main()
