"""What an endpoint may be told, and the limits that hold for everybody who asks it."""

from __future__ import annotations

import ipaddress
import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from kgraph.core.errors import SettingsError

_CORES = os.cpu_count() or 1
TOKEN = "KGRAPH_TOKEN"
"""The environment variable that holds the token, where no file does."""
_TOKEN = re.compile(r"[A-Za-z0-9._~+/-]{16,}=*")
"""What may stand in an Authorization header after ``Bearer`` (RFC 6750), and is too long to be guessed."""


@dataclass(frozen=True)
class Limits:
    """How much a client may take. Sizes are in bytes, times in seconds.

    ``timeout`` holds from the arrival of a query to the end of its work, and ``memory`` beyond what the opened store takes.
    ``rows`` is the most rows or triples of one answer. A query has one of ``quick`` places for ``slice`` seconds of
    the processor; after that it needs one of ``long`` places, or is paused until there is one, as at most ``paused`` queries may be.
    At most ``waiting`` requests wait for a quick place, each at most ``patience`` seconds. ``spare`` workers are kept ready.
    """

    timeout: float = 30.0
    rows: int = 1_000_000
    memory: int = 2 << 30
    quick: int = 4 * _CORES
    long: int = _CORES
    spare: int = 2 * _CORES
    paused: int = 8
    waiting: int = 64
    slice: float = 0.5
    patience: float = 10.0
    body: int = 4 << 20
    address: int = 256 << 10
    headers: int = 64 << 10
    body_time: float = 30.0
    stalled: float = 30.0
    answer: int = 8 << 30
    connections: int = 1000
    requests: int = 500
    stop: float = 10.0

    def __post_init__(self) -> None:
        if not 0 < self.timeout <= 86_400:
            raise SettingsError(f"A time limit is between 0 and 86400 seconds, not {self.timeout:g}.")
        if self.rows < 1:
            raise SettingsError(f"A row limit is a whole number from 1, not {self.rows}.")
        if self.memory < 64 << 20:
            raise SettingsError(f"A query needs 64 MB of memory at least, not {self.memory >> 20}.")
        if min(self.quick, self.long) < 1:
            raise SettingsError("An endpoint needs a place for one query at least.")


@dataclass(frozen=True)
class EndpointSettings:
    """Where an endpoint listens, under which address it is known, and which pages of other origins may ask it.

    ``public`` is the address by which it is known, where that is another one (behind a proxy). ``cors`` are origins, such
    as ``https://example.org``; ``localhost`` stands for every port of this machine. Who knows ``token`` may send updates;
    without one nobody may.
    """

    host: str = "127.0.0.1"
    port: int = 7878
    public: str | None = None
    cors: tuple[str, ...] = ()
    limits: Limits = Limits()
    token: str | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        for origin in self.cors:
            parts = urlsplit(origin)
            if origin != "localhost" and (parts.scheme not in ("http", "https") or not parts.netloc or parts.path):
                raise SettingsError(f"'{origin}' is no origin: give localhost, or one like https://example.org.")
        if self.token is not None and not _TOKEN.fullmatch(self.token):
            raise SettingsError(
                "A token has 16 characters at least, of A-Z a-z 0-9 . _ ~ + / -. Make one with: openssl rand -hex 32"
            )
        if self.public is not None:
            parts = urlsplit(self.public)
            if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
                raise SettingsError(f"'{self.public}' is no address: give one like https://example.org/kgraph.")

    @property
    def on_this_machine(self) -> bool:
        """Whether only programs of this machine can reach it."""
        try:
            return self.host == "localhost" or ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False

    def address(self, port: int) -> str:
        """Return the address that everything stands under, without a slash at its end; ``port`` is the one it listens on.

        >>> EndpointSettings(host="::1").address(7878), EndpointSettings(public="https://example.org/kg/").address(7878)
        ('http://[::1]:7878', 'https://example.org/kg')
        """
        if self.public is not None:
            return self.public.rstrip("/")
        return f"http://{f'[{self.host}]' if ':' in self.host else self.host}:{port}"


def update_token(writable: bool, file: Path | None, environment: str | None) -> str | None:
    """Return the token of an endpoint that is writable, from a file or else from the environment; None for another one.

    Raises SettingsError when there is none, or a file of one that is of no use.
    """
    if not writable:
        if file is not None:
            raise SettingsError("--token-file goes with --writable: without it nobody may send updates.")
        return None
    if file is not None:
        try:
            return file.read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or "it is no text"
            raise SettingsError(f"The token cannot be read from '{file}': {reason}.") from None
    if not environment:
        raise SettingsError(f"--writable needs a token: name a file of it with --token-file, or set {TOKEN}.")
    return environment


def endpoint_settings(given: dict[str, Any], limits: dict[str, Any], queries: int | None = None) -> EndpointSettings:
    """Return checked settings; ``queries`` is how many queries run at once, a fifth of them long ones.

    Raises SettingsError.

    >>> endpoint_settings({"port": 8080}, {"timeout": 5.0}, 10).limits.long
    2
    """
    if queries is not None:
        long = max(1, queries // 5)
        limits = {**limits, "long": long, "quick": queries - long}
    return EndpointSettings(**given, limits=Limits(**limits))
