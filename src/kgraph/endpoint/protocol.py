"""The SPARQL 1.1 Protocol: what a request asks for."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request

from kgraph.endpoint.problems import Problem, read_only
from kgraph.endpoint.settings import Limits

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
_FIELDS = 1000
_DRAINED = 4
"""A body is read up to so many times its limit before it is refused."""
_SMALL = 64 << 10


@dataclass(frozen=True)
class Asked:
    """A query and the dataset it is asked about: the graph's own where both lists are None."""

    query: str
    default_graphs: list[str] | None = None
    named_graphs: list[str] | None = None


@dataclass(frozen=True)
class Change:
    """An update, and the graphs that its patterns are about, as a query's ``default_graphs`` and ``named_graphs``."""

    update: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()


async def read_request(request: Request, limits: Limits, writable: bool) -> Asked | Change | None:
    """Return what a request asks or changes, None when it is a GET without either. Raises Problem."""
    pairs = _pairs(request.scope["query_string"])
    if request.method == "POST":
        media, _, parameters = request.headers.get("content-type", "").lower().partition(";")
        media = media.strip()
        if media not in (FORM, QUERY, UPDATE):
            raise Problem(415, "media-type", f"Send a query by POST as {FORM} or as {QUERY}.")
        if "charset" in parameters and not any(name in parameters for name in ("utf-8", "utf8")):
            raise Problem(415, "charset", "Write the request in UTF-8.")
        body = await read_body(request, limits)
        if media == FORM:
            # A large form is taken apart beside the requests of others.
            pairs += _pairs(body) if len(body) < _SMALL else await asyncio.to_thread(_pairs, body)
        else:
            pairs.append(("query" if media == QUERY else "update", _text(body)))
    names = [name for name, _ in pairs]
    if "update" in names:
        if not writable:
            raise read_only()
        return _change(request.method, pairs)
    if names.count("query") > 1:
        raise Problem(400, "several-queries", "A request holds one query, and this one has several.")
    if "query" not in names:
        if request.method == "POST":
            raise Problem(400, "no-query", "The request has no query.")
        return None
    default = [iri for name, iri in pairs if name == "default-graph-uri"]
    named = [iri for name, iri in pairs if name == "named-graph-uri"]
    return Asked(dict(pairs)["query"], *((default, named) if default or named else (None, None)))


def _change(method: str, pairs: list[tuple[str, str]]) -> Change:
    if method != "POST":
        raise Problem(400, "get", "Send an update by POST: a GET changes nothing.")
    if sum(name in ("query", "update") for name, _ in pairs) > 1:
        raise Problem(400, "several-updates", "A request holds one update, and this one has more than that.")
    default, named = (
        tuple(iri for name, iri in pairs if name == f"using-{kind}-uri") for kind in ("graph", "named-graph")
    )
    return Change(dict(pairs)["update"], default, named)


async def read_body(request: Request, limits: Limits) -> bytes:
    """Return the body of a request. Raises Problem when it is too large or too slow, ClientDisconnect when it breaks off."""
    parts, size = [], 0
    too_large = Problem(413, "too-large", f"A request may have {limits.body:,} bytes.")
    announced = request.headers.get("content-length", "0")
    if announced.isdigit() and int(announced) > _DRAINED * limits.body:
        raise too_large
    try:
        async with asyncio.timeout(limits.body_time):
            async for part in request.stream():
                size += len(part)
                if size <= limits.body:
                    parts.append(part)
                elif size > _DRAINED * limits.body:
                    break  # what is a little too large is read to its end, so that the client listens to the answer
    except TimeoutError:
        raise Problem(408, "slow", f"A request has {limits.body_time:g} s to arrive.") from None
    if size > limits.body:
        raise too_large
    return b"".join(parts)


def _pairs(form: bytes) -> list[tuple[str, str]]:
    try:
        text = form.decode("ascii")
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=_FIELDS)
    except UnicodeDecodeError:
        raise Problem(400, "encoding", "The parameters are not percent-encoded UTF-8.") from None
    except ValueError:
        raise Problem(400, "parameters", f"A request has at most {_FIELDS} parameters.") from None


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Problem(400, "encoding", f"The query is not written in UTF-8 (byte {error.start}).") from None


__all__ = ["Asked", "Change", "ClientDisconnect", "read_body", "read_request"]
