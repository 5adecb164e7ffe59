"""A web server with a published store, honest but for what a test makes of it."""

from __future__ import annotations

import contextlib
import functools
import http.server
import itertools
import ssl
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

ENDLESS = -1


@dataclass(frozen=True)
class Answer:
    """What the server says instead of the truth."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    length: int | None = None
    """The length that it names, where that is not the one of the body; ENDLESS where it never stops sending it."""
    is_slow: bool = False
    """It sends one byte and then waits until nobody listens any more."""
    is_mute: bool = False
    """It never comes to the end of its first line."""


class Portal:
    """Serves a folder, and answers some addresses as a test says."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.answers: dict[str, Answer] = {}
        self.asked: list[str] = []
        self.address = ""
        self.over = threading.Event()

    @contextlib.contextmanager
    def served(self, security: ssl.SSLContext | None = None) -> Iterator[Portal]:
        """Serve until the end of the block, over TLS where there is something to do that with."""
        made = functools.partial(_Handler, portal=self, directory=str(self.root))
        with _Server(("127.0.0.1", 0), made) as server:
            if security:
                server.socket = security.wrap_socket(server.socket, server_side=True)
            threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
            self.address = f"{'https' if security else 'http'}://127.0.0.1:{server.server_port}/"
            yield self
            self.over.set()
            server.shutdown()


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: whoever does not trust the server hangs up."""


class _Handler(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, *arguments: object, portal: Portal, directory: str) -> None:
        self._portal = portal
        super().__init__(*arguments, directory=directory)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        self.close_connection = True
        path = self.path.removeprefix("/")
        self._portal.asked.append(path)
        answer = self._portal.answers.get(path)
        with contextlib.suppress(OSError):  # whoever asked may have hung up
            if answer is None:
                super().do_GET()
            else:
                self._lie(answer)

    def _lie(self, answer: Answer) -> None:
        if answer.is_mute:
            self._drip(b"HTTP/1.1 200 O", b"K")
            return
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if answer.length != ENDLESS:
            self.send_header("Content-Length", str(len(answer.body) if answer.length is None else answer.length))
        self.end_headers()
        if answer.length == ENDLESS:
            while not self._portal.over.is_set():
                self.wfile.write(answer.body)
        elif answer.is_slow:
            self._drip(answer.body[:1], answer.body[1:2])
        else:
            self.wfile.write(answer.body)

    def _drip(self, first: bytes, more: bytes) -> None:
        self.wfile.write(first)
        for _drop in itertools.count():
            self.wfile.flush()
            if self._portal.over.wait(0.05):
                return
            self.wfile.write(more)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 its name there
        pass
