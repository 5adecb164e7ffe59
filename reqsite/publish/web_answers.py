"""Answers of a web server that nobody has to believe: each has a deadline, a length, and one host it comes from."""

from __future__ import annotations

import contextlib
import http.client
import io
import socket
import ssl
import threading
import urllib.error
import urllib.request
import zlib
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import SplitResult, urlsplit

from reqsite.i18n import Message, _
from reqsite.publish.errors import UnreadableError

_CHUNK = 1 << 16
_SILENCE_SECONDS = 30.0
"""So long a server may say nothing."""
_GONE = frozenset({404, 410})
_PACKED = frozenset({"gzip", "x-gzip"})
_PAGES = frozenset({"", ".html", ".htm"})


def ask(address: str, path: str, security: Callable[[], ssl.SSLContext], patience: float) -> io.BufferedIOBase:
    """Ask a server for a file; what comes back fails where it does not come back whole.

    Args:
        address: of the file.
        path: what it is called where it lies.
        security: gives what TLS is done with.
        patience: seconds until it must be there whole.

    Raises:
        FileNotFoundError: The server says that there is no such file.
        UnreadableError: It does not come, not in time, from elsewhere, or something comes in its place.
    """
    watch = _Watch(patience)
    request = urllib.request.Request(  # noqa: S310 - the caller has seen to the scheme
        address, headers={"Accept-Encoding": "identity", "User-Agent": "reqsite"}
    )
    with contextlib.ExitStack() as unfinished:
        unfinished.callback(watch.stop)
        with watch.translated():
            answer = _opener(watch, urlsplit(address), security).open(request, timeout=min(_SILENCE_SECONDS, patience))
        unfinished.callback(answer.close)
        body = _Body(answer, path, watch)
        unfinished.pop_all()
    return io.BufferedReader(body, _CHUNK)


def _opener(watch: _Watch, asked: SplitResult, security: Callable[[], ssl.SSLContext]) -> urllib.request.OpenerDirector:
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.UnknownHandler(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
        _SameHost(asked),
        _Plain(watch),
        _Secure(watch, security),
    ):
        opener.add_handler(handler)
    return opener


class _Watch:
    """Hangs up when the time for an answer is over."""

    def __init__(self, seconds: float) -> None:
        self._sockets: list[socket.socket] = []
        self._is_over = False
        self._timer = threading.Timer(seconds, self._hang_up)
        self._timer.daemon = True
        self._timer.start()

    def over(self, connected: socket.socket) -> None:
        """Watch over a connection."""
        self._sockets.append(connected)

    def stop(self) -> None:
        """Watch no more."""
        self._timer.cancel()

    @contextlib.contextmanager
    def translated(self) -> Iterator[None]:
        """Turn whatever goes wrong on the way into one kind of error.

        Raises:
            FileNotFoundError: The server says that there is no such file.
            UnreadableError: Anything else.
        """
        try:
            yield
            self._refuse_late()  # what comes after that is cut off
        except urllib.error.HTTPError as error:
            error.close()
            if error.code in _GONE:
                raise FileNotFoundError from None
            raise UnreadableError(_("The server answers {code}.", code=error.code)) from None
        except UnreadableError:
            self._refuse_late()
            raise
        except (OSError, http.client.HTTPException, zlib.error, ValueError) as error:
            self._refuse_late()
            reason = getattr(error, "reason", error)
            is_silence = isinstance(error, urllib.error.URLError)
            raise UnreadableError(_broken(str(reason)), is_silence=is_silence) from None

    def _refuse_late(self) -> None:
        if self._is_over:
            raise UnreadableError(_("The answer took too long.")) from None

    def _hang_up(self) -> None:
        self._is_over = True
        for connected in self._sockets:
            with contextlib.suppress(OSError):
                connected.shutdown(socket.SHUT_RDWR)


def _broken(said: str) -> Message:
    return _("The answer broke off: {reason}", reason=" ".join(said.split())[:200]) if said else _("No answer came.")


class _SameHost(urllib.request.HTTPRedirectHandler):
    """Follows a server to another page of its own, and nowhere else."""

    def __init__(self, asked: SplitResult) -> None:
        self._asked = asked

    def http_error_302(self, *answer: Any) -> Any:  # noqa: ANN401 - as there
        """Follow, and hang up where that is not to be."""
        try:
            return super().http_error_302(*answer)
        except BaseException:
            answer[1].close()
            raise

    http_error_301 = http_error_303 = http_error_307 = http_error_308 = http_error_302  # type: ignore[assignment]

    def redirect_request(self, *answer: Any) -> Any:  # noqa: ANN401 - as there
        """Return what to ask next."""
        target = urlsplit(answer[-1])
        is_safe = target.scheme == self._asked.scheme or (self._asked.scheme, target.scheme) == ("http", "https")
        if target.hostname != self._asked.hostname or not is_safe:
            host = f"{target.scheme}://{target.hostname}"
            raise UnreadableError(_("The server sends its readers elsewhere: {host}", host=host))
        return super().redirect_request(*answer)


class _Plain(urllib.request.HTTPHandler):
    def __init__(self, watch: _Watch) -> None:
        super().__init__()
        self._watch = watch

    def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(self._connection, req)

    def _connection(self, host: str, **settings: Any) -> http.client.HTTPConnection:  # noqa: ANN401
        made = _PlainConnection(host, **settings)
        made.watch = self._watch
        return made


class _Secure(urllib.request.AbstractHTTPHandler):
    def __init__(self, watch: _Watch, security: Callable[[], ssl.SSLContext]) -> None:
        super().__init__()
        self._watch = watch
        self._security = security

    https_request = urllib.request.AbstractHTTPHandler.do_request_

    def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(self._connection, req)

    def _connection(self, host: str, **settings: Any) -> http.client.HTTPSConnection:  # noqa: ANN401
        made = _SecureConnection(host, context=self._security(), **settings)
        made.watch = self._watch
        return made


class _PlainConnection(http.client.HTTPConnection):
    watch: _Watch

    def connect(self) -> None:
        super().connect()
        self.watch.over(self.sock)


class _SecureConnection(http.client.HTTPSConnection):
    watch: _Watch

    def connect(self) -> None:
        super().connect()
        self.watch.over(self.sock)


class _Body(io.RawIOBase):
    """The content of an answer, unpacked where the server has packed it on the way."""

    def __init__(self, answer: Any, path: str, watch: _Watch) -> None:  # noqa: ANN401 - an HTTPResponse
        self._answer = answer
        self._watch = watch
        self._rest = b""
        self._unpacker: Any = None
        suffix = PurePosixPath(path).suffix.lower()
        if answer.headers.get_content_type() == "text/html" and suffix not in _PAGES:
            raise UnreadableError(_("The server sends a page in its place."))
        encoding = (answer.headers.get("Content-Encoding") or "identity").strip().lower()
        if encoding in _PACKED:
            # Some servers say this of files that are packed themselves, and send them as they are.
            self._unpacker = None if suffix == ".gz" else zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
        elif encoding != "identity":
            raise UnreadableError(_("The server sends it in a form that nobody asked for: {name}", name=encoding[:40]))

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 - a buffer, which has no name before Python 3.12
        """Read the next piece."""
        view = memoryview(buffer).cast("B")
        with self._watch.translated():
            piece = self._unpacked(len(view)) if self._unpacker else self._raw(len(view))
        view[: len(piece)] = piece
        return len(piece)

    def close(self) -> None:
        """Hang up."""
        self._watch.stop()
        self._answer.close()
        super().close()

    def _unpacked(self, size: int) -> bytes:
        while not self._unpacker.eof:
            packed = self._rest or self._raw(_CHUNK)
            piece: bytes = self._unpacker.decompress(packed, size)
            self._rest = self._unpacker.unconsumed_tail
            if piece:
                return piece
            if not packed:
                raise UnreadableError(_broken("gzip"))
        return b""

    def _raw(self, size: int) -> bytes:
        piece: bytes = self._answer.read1(size)
        if not piece and self._answer.length:
            missing = _("The answer broke off: {reason}", reason=f"-{self._answer.length} B")
            raise UnreadableError(missing)
        return piece
