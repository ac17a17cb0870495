"""Loading one page from the web: only from public addresses, within limits of size and time, whole or not at all.

A name is looked up once for each connection, every address that it has is checked, and the connection goes to one of those
that were checked, so that a name can't lead elsewhere the second time (DNS rebinding). Redirects are checked the same way.
No proxy is used.
"""

from __future__ import annotations

import gzip
import http.client
import io
import ipaddress
import socket
import ssl
import string
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from counterpoise.core.errors import InputError
from counterpoise.core.version import __version__

_REDIRECTS = {301, 302, 303, 307, 308}
_CHUNK = 1 << 16
BY_HAND = "open it in a browser, save the page, and add that file"

Lookup = Callable[..., list[Any]]
Connect = Callable[..., socket.socket]


@dataclass(frozen=True)
class Limits:
    """How much a page may be, and how long it may take.

    Attributes
    ----------
    most_bytes
        Bytes; articles are below one million.
    silence
        Seconds without a word from the server.
    whole
        Seconds for all of it, redirects too.
    redirects
        How many are followed.
    """

    most_bytes: int = 10_000_000
    silence: float = 15.0
    whole: float = 60.0
    redirects: int = 5


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page.

    Attributes
    ----------
    data
        Its bytes.
    media_type
        What the server says that they are.
    address
        Where they came from, after redirects.
    """

    data: bytes
    media_type: str | None
    address: str


def is_address(text: str) -> bool:
    """Tell whether a text is an address, and not a file's name.

    Examples
    --------
    >>> is_address("https://a.example/x"), is_address("article.html"), is_address("file:///etc/passwd")
    (True, False, True)
    """
    return "://" in text


def fetch(
    address: str,
    *,
    allow_local: bool = False,
    limits: Limits | None = None,
    lookup: Lookup = socket.getaddrinfo,
    connect: Connect = socket.create_connection,
) -> Fetched:
    """Load a page.

    Parameters
    ----------
    address
        Begins with ``https://`` or ``http://``.
    allow_local
        Whether an address of this computer or of a private network may be asked.
    limits
        Of size and time; those of `Limits` if None.
    lookup, connect
        What looks a name up and opens a connection; the system's own.

    Returns
    -------
    Fetched
        The page, whole.

    Raises
    ------
    InputError
        If the address is of another kind, local or private and not allowed, or the page is refused, too large, too slow, or
        was cut off.
    """
    limits = limits or Limits()
    job = _Job(address, allow_local, limits, lookup, connect, time.monotonic() + limits.whole)
    here = address
    for _ in range(limits.redirects + 1):
        answer = job.ask(here)
        if isinstance(answer, Fetched):
            return answer
        here = answer
    raise job.refused(f"the server redirects more than {limits.redirects} times")


@dataclass
class _Job:
    """One page."""

    address: str
    allow_local: bool
    limits: Limits
    lookup: Lookup
    connect: Connect
    deadline: float

    def refused(self, what: str, remedy: str = BY_HAND) -> InputError:
        return InputError(what, where=self.address[:300], remedy=remedy)

    def left(self) -> float:
        """Give the seconds left for the next word."""
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise self.refused(f"the page took longer than {self.limits.whole:g} s")
        return min(left, self.limits.silence)

    def ask(self, address: str) -> Fetched | str:
        """Ask for a page; give it, or the address that the server redirects to."""
        parts = self._parts(address)
        connection = self._connection(parts)
        try:
            path = quote(parts.path or "/", safe=string.punctuation) + (
                f"?{quote(parts.query, safe=string.punctuation)}" if parts.query else ""
            )
            asked = {
                "User-Agent": f"counterpoise/{__version__}",
                "Accept": "text/html, text/plain, application/xml;q=0.9, */*;q=0.5",
                "Accept-Encoding": "identity",
                "Connection": "close",
            }
            connection.request("GET", path, headers=asked)
            response = connection.getresponse()
            if response.status in _REDIRECTS:
                return self._next(address, response.headers.get("Location", ""))
            if response.status != http.client.OK:
                said = http.client.responses.get(response.status, "").lower()
                raise self.refused(f"the server answered {response.status} ({said})")
            data = self._unpacked(self._whole(response), response.headers.get("Content-Encoding", ""))
            return Fetched(data, response.headers.get("Content-Type"), address)
        except TimeoutError as error:
            raise self.refused(f"the server was silent for {self.limits.silence:g} s") from error
        except (OSError, http.client.HTTPException, ValueError) as error:
            said = str(error) or type(error).__name__
            raise self.refused(f"the page can't be loaded ({said[:200].lower()})") from error
        finally:
            connection.close()

    def _parts(self, address: str) -> SplitResult:
        try:
            parts = urlsplit(address)
            _ = parts.port
        except ValueError as error:
            raise self.refused(f"this is no address ({error})", "copy it from a browser") from error
        if parts.scheme not in ("http", "https") or not parts.hostname:
            what = f"only addresses that begin with https:// or http:// are loaded, not {address[:60]!r}"
            raise self.refused(what, "copy it from a browser, or name a file")
        if parts.username or parts.password:
            raise self.refused(
                "the address holds a name or a password, which would stand in the ledger", "leave it out"
            )
        if any(ord(c) <= 32 or ord(c) == 127 for c in address):
            raise self.refused("the address holds a space or a control character", "copy it from a browser")
        return parts

    def _connection(self, parts: SplitResult) -> http.client.HTTPConnection:
        """Connect to an address that was checked, under the name that was asked for."""
        host = parts.hostname or ""
        port = parts.port or (443 if parts.scheme == "https" else 80)
        places = self._places(host, port)
        trouble: OSError | None = None
        for place in places:
            try:
                opened = self.connect((place, port), timeout=self.left())
                return self._secured(opened, parts.scheme, host, port)
            except ssl.SSLCertVerificationError as error:
                raise self.refused(f"the server's certificate can't be trusted ({error.verify_message})") from error
            except OSError as error:
                trouble = error
        said = (trouble.strerror if trouble else None) or str(trouble)
        raise self.refused(f"{host} can't be reached ({said.lower()})") from trouble

    def _secured(self, opened: socket.socket, scheme: str, host: str, port: int) -> http.client.HTTPConnection:
        connection = http.client.HTTPConnection(host, port)
        try:
            if scheme == "https":
                opened = ssl.create_default_context().wrap_socket(opened, server_hostname=host)
        except BaseException:
            opened.close()
            raise
        connection.sock = opened
        return connection

    def _places(self, host: str, port: int) -> list[str]:
        """Look a name up, once; refuse it if any of its addresses is not public."""
        try:
            name = host.encode("idna").decode("ascii") if not host.isascii() else host
            found = self.lookup(name, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise self.refused(f"there is no host {host[:100]!r}", "check the address and the network") from error
        places = list(dict.fromkeys(str(one[4][0]) for one in found))
        hidden = [one for one in places if not public(one)]
        if hidden and not self.allow_local:
            what = f"{host} is an address of this computer or of a private network ({hidden[0]})"
            raise self.refused(what, "name it only if you trust it, with --allow-local")
        if not places:
            raise self.refused(f"there is no host {host[:100]!r}", "check the address and the network")
        return places

    def _next(self, address: str, location: str) -> str:
        there = urljoin(address, location)
        if not location:
            raise self.refused("the server redirects without saying where")
        if urlsplit(address).scheme == "https" and urlsplit(there).scheme != "https":
            raise self.refused(f"the server redirects from https to {there[:100]!r}")
        return there

    def _whole(self, response: http.client.HTTPResponse) -> bytes:
        """Read a page to its end; one that was cut off is refused."""
        said = response.length
        if said is not None and said > self.limits.most_bytes:
            raise self.refused(f"the page has {said:,} bytes, more than {self.limits.most_bytes:,}")
        parts = bytearray()
        while True:
            self._patience(response)
            piece = response.read1(_CHUNK)
            if not piece:
                break
            parts += piece
            if len(parts) > self.limits.most_bytes:
                raise self.refused(f"the page has more than {self.limits.most_bytes:,} bytes")
        if said is not None and len(parts) < said:
            raise self.refused(f"the page was cut off after {len(parts):,} of {said:,} bytes", "try again")
        if not parts:
            raise self.refused("the server sent an empty page")
        return bytes(parts)

    def _patience(self, response: http.client.HTTPResponse) -> None:
        """Give the next read what time is left."""
        raw: Any = getattr(response.fp, "raw", None)
        inner = getattr(raw, "_sock", None)
        left = self.left()
        if inner is not None:
            inner.settimeout(left)

    def _unpacked(self, data: bytes, coding: str) -> bytes:
        """Undo what the server packed without being asked."""
        coding = coding.strip().lower()
        if coding in ("", "identity"):
            return data
        if coding not in ("gzip", "x-gzip"):
            raise self.refused(f"the server packs the page as {coding}, which it wasn't asked to")
        try:
            with gzip.open(io.BytesIO(data)) as file:
                whole = file.read(self.limits.most_bytes + 1)
        except (OSError, EOFError, zlib.error) as error:
            raise self.refused("the packed page was cut off, or is damaged", "try again") from error
        if len(whole) > self.limits.most_bytes:
            raise self.refused(f"the page has more than {self.limits.most_bytes:,} bytes")
        return whole


_EMBEDDING = tuple(ipaddress.ip_network(one) for one in ("64:ff9b::/96", "2002::/16", "2001::/32", "::/96"))
"""Addresses of version 6 that may lead to one of version 4 inside them."""


def public(place: str) -> bool:
    """Tell whether an IP address is one of the public internet.

    Examples
    --------
    >>> [
    ...     public(one)
    ...     for one in ("93.184.215.14", "127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "::ffff:127.0.0.1")
    ... ]
    [True, False, False, False, False, False]
    """
    try:
        address = ipaddress.ip_address(place.partition("%")[0])
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            address = address.ipv4_mapped
        elif any(address in network for network in _EMBEDDING):
            return False
    return address.is_global and not address.is_multicast
