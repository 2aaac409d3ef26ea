"""Addresses and identifiers: what a printed URL stands for, and when two addresses are one thing."""

from __future__ import annotations

import functools
import re
import tomllib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files
from urllib.parse import quote, unquote, urlsplit


@dataclass(frozen=True, slots=True)
class Address:
    """What a URL stands for.

    ``key`` is equal for all addresses of one thing ("arxiv:1904.01766"), ``scheme`` the identifier scheme ("" where the
    address itself is the key), ``value`` the identifier. ``url`` is the canonical address, ``type`` the entity type that such
    an address stands for, ``kind`` what a reader finds there ("preprint", "repository", "video", "page" …).
    """

    key: str
    scheme: str
    value: str
    url: str
    type: str
    kind: str
    host: str


@dataclass(frozen=True, slots=True)
class _Rule:
    hosts: tuple[str, ...]
    path: re.Pattern[str]
    scheme: str
    value: str
    url: str
    type: str
    kind: str


@functools.cache
def _rules() -> dict[str, tuple[_Rule, ...]]:
    """Return the rules by host, in file order."""
    text = files("kgraph.core").joinpath("hosts.toml").read_text(encoding="utf-8")
    found: dict[str, list[_Rule]] = {}
    for row in tomllib.loads(text)["rule"]:
        rule = _Rule(
            tuple(row["hosts"]),
            re.compile(row["path"], re.ASCII),
            row["scheme"],
            row["value"],
            row["url"],
            row["type"],
            row["kind"],
        )
        for host in rule.hosts:
            found.setdefault(host, []).append(rule)
    return {host: tuple(rules) for host, rules in found.items()}


def _rules_for(host: str) -> Iterable[_Rule]:
    """Yield the rules of ``host`` and of the domains above it, nearest first."""
    parts = host.split(".")
    rules = _rules()
    for start in range(len(parts) - 1):
        yield from rules.get(".".join(parts[start:]), ())


_PDF = re.compile(r"\.pdf(?:[?#]|$)", re.IGNORECASE)
_SLASH = re.compile("%2f", re.IGNORECASE)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_HOST = re.compile(r"(?:www\.|[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|io|cn|edu|ai|gov|dev|me|co)(?:/|$))", re.IGNORECASE)
_ESCAPED = re.compile(r"\\+([_*~\[\]()#&.\-])")


@functools.lru_cache(maxsize=65_536)
def read_address(url: str) -> Address | None:
    """Return what ``url`` stands for, or None where it is no web address (an anchor, a relative path, ``mailto:``).

    Host, scheme, ``www.``, fragments, tracking and version parts do not matter to ``key``. Costs O(length).

    >>> read_address("http://cn.arxiv.org/pdf/1904.01766v2.pdf").key
    'arxiv:1904.01766'
    >>> read_address("https://github.com/Google/BERT.git#readme").key
    'repository:github.com/google/bert'
    >>> read_address("#top") is None
    True
    """
    text = _ESCAPED.sub(r"\1", url.strip().strip("<>"))
    if not _SCHEME.match(text):
        if not _HOST.match(text):
            return None
        text = "https://" + text
    try:
        parts = urlsplit(text)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or "." not in host:
        return None
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    readable = _SLASH.sub("/", path)
    for rule in _rules_for(host):
        match = rule.path.match(readable)
        if match is None:
            continue
        if not rule.scheme:
            return _plain(host, path, rule.type, rule.kind)
        values = {name: (part or "") for name, part in match.groupdict().items()} | {"host": host}
        if rule.scheme == "s2":
            values["id"] = values["id"].replace("/", "")
        value = rule.value.format_map(values)
        return Address(
            f"{rule.scheme}:{value.casefold()}",
            rule.scheme,
            value,
            rule.url.format_map(values),
            rule.type,
            rule.kind,
            host,
        )
    return _plain(host, path, "Resource", "pdf" if _PDF.search(path) else "page")


def _plain(host: str, path: str, type_: str, kind: str) -> Address:
    key = (host + path).rstrip("/")
    return Address("url:" + unquote(key).casefold(), "", key, f"https://{host}{path}", type_, kind, host)


def shown_url(url: str) -> str:
    """Return ``url`` as a name: without scheme, ``www.`` and a slash at the end.

    >>> shown_url("https://convai.huggingface.co/")
    'convai.huggingface.co'
    """
    return re.sub(r"^[a-z]+://(?:www\.)?", "", url.strip(), flags=re.IGNORECASE).rstrip("/")


def kept_url(url: str) -> str:
    """Return the address to keep for a printed one: canonical for arXiv and repositories, else as printed.

    >>> kept_url("http://cn.arxiv.org/pdf/1904.01766v2.pdf"), kept_url("https://dl.acm.org/doi/10.1145/3219819")
    ('https://arxiv.org/abs/1904.01766', 'https://dl.acm.org/doi/10.1145/3219819')
    """
    address = read_address(url)
    if address is not None and address.scheme in ("arxiv", "repository"):
        return address.url
    return _ESCAPED.sub(r"\1", url.strip().strip("<>"))


def small_scheme(url: str) -> str:
    """Return an address with its scheme in small letters, as those that read addresses expect it.

    >>> small_scheme("hTtps://a.org/B"), small_scheme("a.org/B")
    ('https://a.org/B', 'a.org/B')
    """
    scheme = _SCHEME.match(url)
    return url if scheme is None else scheme.group().lower() + url[scheme.end() :]


def untitled(url: str) -> str:
    """Return the name of a work that is known by its address only.

    >>> untitled("https://arxiv.org/abs/2305.05065"), untitled("https://dl.acm.org/doi/10.1145/3219819")
    ('arXiv:2305.05065', 'dl.acm.org/doi/10.1145/3219819')
    """
    address = read_address(url)
    return f"arXiv:{address.value}" if address is not None and address.scheme == "arxiv" else shown_url(kept_url(url))


_UNSAFE = re.compile(r"[^\w.~+()'!,:@&=;*-]")


@functools.lru_cache(maxsize=65_536)
def slug(name: str) -> str:
    """Return the readable last part of an id: NFKC, lower case, blanks as ``-``, Chinese kept, the rest percent-encoded.

    >>> slug("Transformer-XL"), slug("计算机视觉"), slug("C++ / STL")
    ('transformer-xl', '计算机视觉', 'c++-%2f-stl')
    """
    text = re.sub(r"\s+", "-", unicodedata.normalize("NFKC", name).casefold().strip())
    return _UNSAFE.sub(lambda found: quote(found.group(), safe="").lower(), text) or "unnamed"


def entity_id(type_: str, name: str, address: Address | None = None) -> str:
    """Return the stable id of an entity: its type and its identifier, else its name.

    >>> entity_id("Paper", "VideoBERT: …", read_address("https://arxiv.org/abs/1904.01766"))
    'paper/arxiv-1904.01766'
    >>> entity_id("Repository", "BERT", read_address("https://github.com/google-research/bert"))
    'repository/github.com/google-research/bert'
    >>> entity_id("Method", "BERT")
    'method/bert'
    """
    kind = type_.lower()
    if address is not None and address.scheme == "repository" and type_ == "Repository":
        return f"{kind}/{address.value.casefold()}"
    if address is not None and address.scheme and type_ == "Paper":
        return f"{kind}/{address.scheme}-{slug(address.value).replace('%2f', '/')}"
    return f"{kind}/{slug(name)}"
