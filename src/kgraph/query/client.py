"""A client of the SPARQL 1.1 Protocol: one query, one answer, within a time and a size."""

from __future__ import annotations

import contextlib
import http.client
import json
import re
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO, Any
from urllib.parse import urlencode, urljoin, urlsplit

from kgraph.core.errors import ArgumentError, QueryError, QueryTimeoutError, RemoteError, SettingsError
from kgraph.query.sparql import QueryResult
from kgraph.store.oxigraph import read_solutions, read_triples
from kgraph.store.sparql_worker import quiet
from kgraph.store.terms import PREFIXES

LARGEST = 256 << 20
"""Bytes of an answer, where nothing else is said."""
_REDIRECTS = 5
_WORDS = 500
"""Characters of a server's own words in an error."""
_SOLUTIONS = "application/sparql-results+json, application/sparql-results+xml;q=0.8"
_TRIPLES = "application/n-triples, text/turtle;q=0.8, application/rdf+xml;q=0.6"
_FORM = re.compile(r"\b(SELECT|ASK|CONSTRUCT|DESCRIBE)\b", re.IGNORECASE)
_CUT = ("kgraph-truncated", "x-sparql-maxrows")
"""Headers in which stores say that there was more than they give: kgraph and Virtuoso."""


@dataclass(frozen=True)
class SparqlClient:
    """An address that answers SPARQL. ``largest`` is the size in bytes that an answer may have."""

    url: str
    largest: int = LARGEST

    def __post_init__(self) -> None:
        parts = urlsplit(self.url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ArgumentError("endpoint", self.url, "an address such as http://localhost:7878/sparql")

    def query(
        self,
        text: str,
        timeout: float = 30.0,
        *,
        limit: int | None = None,
        default_graphs: Sequence[str] | None = None,
        named_graphs: Sequence[str] | None = None,
    ) -> QueryResult:
        """Return the answer to a query. The prefixes that ``Graph.query`` declares are declared.

        After ``timeout`` seconds nothing is waited for any more; what the server does then is its own matter. Of the
        answer, which is received whole, ``limit`` rows are kept. Redirections are followed, from https to https only.
        Raises RemoteError when the address does not answer as the protocol wants, or with more than ``largest`` bytes;
        QueryError when it refuses the query, with its words; QueryTimeoutError.
        """
        if not 0 < timeout <= 86_400:
            raise SettingsError(f"A time limit is between 0 and 86400 seconds, not {timeout}.")
        if limit is not None and limit < 1:
            raise ArgumentError("limit", limit, "a whole number from 1, or None")
        start = time.monotonic()
        form = [("query", with_prefixes(text))]
        form += [("default-graph-uri", iri) for iri in default_graphs or ()]
        form += [("named-graph-uri", iri) for iri in named_graphs or ()]
        found = _FORM.search(quiet(text))
        # Only what the form of the query can give: some servers send what they were asked for, fitting or not.
        asked = found[1].upper() if found else ""
        accept = _TRIPLES if asked in ("CONSTRUCT", "DESCRIBE") else _SOLUTIONS
        try:
            kind, data, cut = self._ask(urlencode(form).encode(), accept, start + timeout)
        except TimeoutError:
            raise QueryTimeoutError(timeout) from None
        answer = self._parsed(kind, data)
        if limit is not None and answer.kind != "boolean" and len(answer) > limit:
            answer, cut = answer.head(limit), True
        return QueryResult(answer.kind, answer.data, cut, time.monotonic() - start)

    def _ask(self, body: bytes, accept: str, deadline: float) -> tuple[str, bytes, bool]:
        """Return the content type and the body of the answer, and whether the store says that it cut it."""
        url = self.url
        for _ in range(_REDIRECTS):
            request = urllib.request.Request(
                url,
                body,
                {
                    "Accept": accept,
                    "Content-Type": "application/x-www-form-urlencoded",
                    "User-Agent": "kgraph (SPARQL client)",
                },
            )
            try:
                with _opener.open(request, timeout=_left(deadline)) as response:
                    data = self._read(response, deadline)
                    cut = any(response.headers.get(name, "false") != "false" for name in _CUT)
                    return response.headers.get_content_type(), data, cut
            except urllib.error.HTTPError as error:
                with error:
                    if error.code not in (301, 302, 307, 308):
                        raise self._refusal(error, deadline) from None
                    url = self._target(url, error)
            except urllib.error.URLError as error:
                if isinstance(error.reason, TimeoutError):
                    raise error.reason from None
                raise RemoteError(self.url, _reason(error.reason)) from None
            except TimeoutError:
                raise
            except (OSError, http.client.HTTPException, ValueError) as error:
                raise RemoteError(self.url, _reason(error)) from None
        raise RemoteError(self.url, f"it redirects more than {_REDIRECTS} times")

    def _target(self, url: str, error: urllib.error.HTTPError) -> str:
        target = urljoin(url, error.headers.get("Location", ""))
        schemes = ("https",) if urlsplit(url).scheme == "https" else ("http", "https")
        if urlsplit(target).scheme not in schemes or not urlsplit(target).hostname:
            raise RemoteError(self.url, f"it redirects to '{target}', which is not followed")
        return target

    def _read(self, response: IO[bytes], deadline: float) -> bytes:
        parts, size = [], 0
        while part := self._part(response, deadline):
            parts.append(part)
            size += len(part)
            if size > self.largest:
                raise RemoteError(self.url, f"its answer is larger than {self.largest >> 20:,} MB; ask for less")
        return b"".join(parts)

    def _part(self, response: Any, deadline: float) -> bytes:
        sock: socket.socket | None = getattr(getattr(getattr(response, "fp", None), "raw", None), "_sock", None)
        if sock is not None:
            sock.settimeout(_left(deadline))
        else:
            _left(deadline)
        part: bytes = response.read1(1 << 16)
        return part

    def _refusal(self, error: urllib.error.HTTPError, deadline: float) -> Exception:
        try:
            words = self._part(error, deadline).decode("utf-8", "replace")
        except (OSError, http.client.HTTPException):
            words = ""
        words, line, column = _told(words, error.headers.get_content_type())
        words = words or str(error.reason)
        if error.code in (400, 403):
            # The first line that was sent holds prefixes: see ``with_prefixes``.
            return QueryError(f"'{self.url}' says: {words}", None if line is None else line - 1, column)
        return RemoteError(self.url, f"it answers {error.code}: {words}")

    def _parsed(self, kind: str, data: bytes) -> QueryResult:
        try:
            if (solutions := read_solutions(data, kind)) is not None:
                return QueryResult("boolean" if isinstance(solutions, bool) else "solutions", solutions)
            if (triples := read_triples(data, kind, self.url)) is not None:
                return QueryResult("triples", triples)
        except (SyntaxError, ValueError, LookupError, AttributeError, TypeError, RecursionError) as error:
            raise RemoteError(self.url, f"its answer is no {kind} ({error})") from None
        raise RemoteError(self.url, f"it answers with {kind}, which is no answer to SPARQL: is this the query address?")


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Leaves redirections to the caller: a query that is sent again has to be sent again whole."""

    def redirect_request(self, *_: object) -> None:
        """Follow nothing."""


_opener = urllib.request.build_opener(_NoRedirect)


def with_prefixes(text: str) -> str:
    """Return a query with declarations of those usual prefixes that it uses; its own ones hold instead where it has any.

    They stand on a line of their own, before the first.

    >>> with_prefixes("ASK { ?m a kg:Method }")
    'PREFIX kg: <https://w3id.org/kgraph/ontology#> \\nASK { ?m a kg:Method }'
    """
    used = [prefix for prefix in PREFIXES if re.search(rf"\b{prefix}:", text)]
    return "".join(f"PREFIX {prefix}: <{PREFIXES[prefix]}> " for prefix in used) + "\n" + text


def _told(words: str, media_type: str) -> tuple[str, int | None, int | None]:
    """Return what the body of an error says, and the line and column where it tells them.

    That is the detail of a problem in JSON (RFC 9457), the text of a page, or all of it.

    >>> _told('{"title": "Bad request", "detail": "a dot is missing", "line": 3}', "application/problem+json")
    ('a dot is missing', 3, None)
    """
    line = column = None
    if media_type.endswith("json"):
        with contextlib.suppress(ValueError, AttributeError):
            told = json.loads(words)
            line, column = (place if isinstance(place := told.get(name), int) else None for name in ("line", "column"))
            words = str(told.get("detail") or told.get("message") or told.get("title") or words)
            words = re.sub(r"^The query cannot be answered(?: \(.*?\))?: ", "", words)
    elif media_type.endswith(("html", "xml")):
        words = re.sub(r"<[^>]*>", " ", words)
    return re.sub(r"\s+", " ", words).strip()[:_WORDS], line, column


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _reason(error: object) -> str:
    text = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return str(text)[:1].lower() + str(text)[1:]
