"""Asking a server for a file: which redirects are followed, and what each refusal means in plain words."""

from __future__ import annotations

import contextlib
import http.client
import socket
import ssl
import string
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from email.message import Message
from email.utils import parsedate_to_datetime
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from counterpoise.core.errors import InputError
from counterpoise.core.version import __version__

MOST_REDIRECTS = 5
_REDIRECTS = {301, 302, 303, 307, 308}
_PASSING = {408, 425, 429, 500, 502, 503, 504}
"""Answers that another try may change."""


class Lost(Exception):  # noqa: N818 - it is tried again
    """A try that failed, and that another one may mend.

    Parameters
    ----------
    what
        What happened.
    pause
        Seconds that the server asks to wait.
    """

    def __init__(self, what: str, pause: float = 0.0) -> None:
        super().__init__(what)
        self.pause = pause


class Changed(Lost):
    """What has arrived is of no use any more."""


class Opener:
    """Opens one address, as often as it takes.

    Parameters
    ----------
    address
        Where the file is.
    source
        The source's name, for messages.
    hosts
        Hosts besides the address's own that a redirect may lead to.
    silence
        Seconds without a word from the server, or until its answer begins.
    """

    def __init__(self, address: str, *, source: str, hosts: Sequence[str], silence: float) -> None:
        self.address = quote(address, safe=string.punctuation)
        self.source, self.hosts, self.silence = source, hosts, silence
        parts = _split(address)
        if parts is None:
            remedy = "name one that begins with https://"
            raise InputError("this is no address of a file on the web", where=address, remedy=remedy)
        self._opener = urllib.request.build_opener(_NoRedirects, _Plain, _Secure)

    def open(self, headers: Mapping[str, str]) -> http.client.HTTPResponse:
        """Give the answer that holds the file or a part of it.

        Raises
        ------
        Lost
            If there is none now; `Changed` if there is no such part.
        InputError
            If there will be none.
        """
        address = self.address
        asked = {"User-Agent": f"counterpoise/{__version__}", "Accept": "*/*", "Accept-Encoding": "identity", **headers}
        for _ in range(MOST_REDIRECTS + 1):
            try:
                request = urllib.request.Request(address, headers=asked)
                return self._opener.open(request, timeout=self.silence)
            except urllib.error.HTTPError as error:
                with error:
                    status, answer = error.code, error.headers
            except (OSError, http.client.HTTPException, ValueError) as error:
                raise self._unreached(error) from error
            if status == http.client.REQUESTED_RANGE_NOT_SATISFIABLE:
                raise Changed("the server no longer has the rest of the file")
            if status not in _REDIRECTS:
                raise self.refusal(status, answer)
            address = self._next(address, answer.get("Location", ""))
        what = f"the server redirects more than {MOST_REDIRECTS} times"
        raise InputError(what, where=self.address, remedy=self._by_hand())

    def _unreached(self, error: Exception) -> Exception:
        reason = getattr(error, "reason", error)
        if isinstance(reason, ssl.SSLCertVerificationError):
            what = f"the server's certificate can't be trusted ({reason.verify_message})"
            return InputError(what, where=self.address, remedy="check the computer's clock and its network")
        said = getattr(reason, "strerror", None) or str(reason) or type(reason).__name__
        return Lost(f"{urlsplit(self.address).hostname} can't be reached ({said.lower()})")

    def _next(self, address: str, location: str) -> str:
        """Give the address that a redirect leads to, if it may be followed."""
        there = urljoin(address, quote(location, safe=string.punctuation, encoding="iso-8859-1", errors="replace"))
        old, new = urlsplit(address), _split(there)
        if not location or new is None:
            what = f"the server redirects to {location[:100]!r}, which is no address of a file"
            raise InputError(what, where=self.address, remedy=self._by_hand())
        if old.scheme == "https" and new.scheme == "http":
            what = f"the server redirects from https to http, to {there[:200]}"
            raise InputError(what, where=self.address, remedy=self._by_hand())
        allowed = {one.lower() for one in (urlsplit(self.address).hostname, *self.hosts) if one}
        if new.hostname not in allowed:
            what = f"the server {old.hostname} redirects to another one, {new.hostname}"
            raise InputError(what, where=self.address, remedy=self._by_hand())
        return there

    def _by_hand(self) -> str:
        return f"download {self.address} in a browser, then `counterpoise data add {self.source} FILE`"

    def refusal(self, status: int, headers: Message) -> Exception:
        """Give the error for an answer without a file: `Lost` where another try may help."""
        said = http.client.responses.get(status, "")
        what = f"the server answered {status} ({said.lower()})" if said else f"the server answered {status}"
        remedy = self._by_hand()
        if status in (401, 403, 451):
            what = f"the producer's server refuses programs ({status})"
        elif status in (404, 410):
            what = f"there is no such file on the server ({status})"
            remedy = (
                f"the producer has moved it: look for it in a browser, then `counterpoise data add {self.source} FILE`"
            )
        elif status in _PASSING:
            if status == 429:
                what = "the server has had too many requests (429)"
            elif status >= 500:
                what = f"the server has a fault of its own ({status})"
            return Lost(what, _asked_pause(headers))
        return InputError(what, where=self.address, remedy=remedy)


def _asked_pause(headers: Message) -> float:
    """Give the seconds that ``Retry-After`` asks for, as a number or as a date."""
    said = str(headers.get("Retry-After", "") or "").strip()
    if said.isdecimal() and len(said) < 10:
        return float(said)
    with contextlib.suppress(ValueError, TypeError, OverflowError):
        return max(0.0, parsedate_to_datetime(said).timestamp() - time.time())
    return 0.0


def _split(address: str) -> SplitResult | None:
    """Take an address apart; None where it isn't one of a file on the web, or holds a password."""
    try:
        parts = urlsplit(address)
        good = parts.scheme in ("http", "https") and parts.hostname and parts.username is None and parts.port != 0
    except ValueError:
        return None
    return parts if good else None


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: object, **kwargs: object) -> None:  # noqa: ARG002
        """Follow none: the opener does, if it may."""
        return


class _Bounded(http.client.HTTPConnection):
    """A connection whose answer must begin in time, however slowly its lines drip in."""

    def getresponse(self) -> http.client.HTTPResponse:
        with _deadline(self.sock, self.timeout):
            return super().getresponse()


class _BoundedSecure(_Bounded, http.client.HTTPSConnection):
    pass


@contextlib.contextmanager
def _deadline(sock: socket.socket, seconds: float | None) -> Iterator[None]:
    late = threading.Event()

    def stop() -> None:
        late.set()
        with contextlib.suppress(OSError):
            socket.socket.shutdown(sock, socket.SHUT_RDWR)

    timer = threading.Timer(seconds or 30.0, stop)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        if late.is_set():
            raise TimeoutError("the answer did not begin in time")


class _Plain(urllib.request.HTTPHandler):
    def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(_Bounded, req)


class _Secure(urllib.request.HTTPSHandler):
    def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(_BoundedSecure, req)
