"""The addresses of the endpoint, and what each of them answers."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import re
import time
from collections.abc import Awaitable, Callable
from urllib.parse import unquote, urlsplit

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kgraph.core.errors import UnknownEntityError
from kgraph.endpoint import pages
from kgraph.endpoint.answers import (
    ROW_LIMIT,
    ROWS,
    TRUNCATED,
    UPDATE,
    accepted,
    answer_description,
    answer_graph,
    answer_query,
    ask,
)
from kgraph.endpoint.description import describe, describe_data
from kgraph.endpoint.formats import PAGE, TRIPLES, chosen, content_type
from kgraph.endpoint.logs import LONGEST
from kgraph.endpoint.problems import Problem, busy, not_acceptable, read_only, wrong_method
from kgraph.endpoint.protocol import Change, read_request
from kgraph.endpoint.served import Builds, Served
from kgraph.endpoint.settings import EndpointSettings
from kgraph.endpoint.token import check_token
from kgraph.store.oxigraph import parse_solutions
from kgraph.store.terms import valid_iri

log = logging.getLogger("kgraph.endpoint")

QUERY_METHODS, READ_METHODS = ("GET", "HEAD", "POST", "OPTIONS"), ("GET", "HEAD", "OPTIONS")
WRITE_METHODS = ("PUT", "POST", "DELETE", "PATCH")
_SHOWN = 500
"""Triples on the page of a thing that is no entity."""
_NOT_ASCII = re.compile(r"(?:%[89A-Fa-f][0-9A-Fa-f])+")
_LOCALHOST = r"https?://(localhost|127\.0\.0\.1|\[::1\])(:\d+)?"

Handler = Callable[[Request], Awaitable[Response]]


class Endpoint:
    """The answers of one endpoint, which is known under ``address``."""

    def __init__(self, builds: Builds, settings: EndpointSettings, address: str):
        self._builds, self._limits, self._address = builds, settings.limits, address
        self._settings = settings

    def application(self) -> ASGIApp:
        """Return the endpoint as an ASGI application; the builds are opened by the caller, and closed by it."""
        routes = [
            self._route("/", self.home, READ_METHODS),
            self._route("/sparql", self.sparql, QUERY_METHODS),
            self._route("/graphs", self.graphs, (*READ_METHODS, *WRITE_METHODS)),
            self._route("/.well-known/void", self.void, READ_METHODS),
            self._route("/health", self.health, READ_METHODS),
            self._route("/id/{local:path}", self.thing, READ_METHODS),
            self._route("/{local:path}", self.elsewhere, READ_METHODS),
        ]
        problems = {Problem: _tell, HTTPException: _tell_framework}
        application = Starlette(routes=routes, middleware=self._cors(), exception_handlers=problems)
        return Guard(application, self._settings, self._address)

    def _cors(self) -> list[Middleware]:
        if not self._settings.cors:
            return []
        origins = [origin for origin in self._settings.cors if origin != "localhost"]
        return [
            Middleware(
                CORSMiddleware,
                allow_origins=origins,
                allow_origin_regex=_LOCALHOST if len(origins) < len(self._settings.cors) else None,
                allow_methods=["GET", "HEAD", "POST"],
                allow_headers=["Accept", "Content-Type"],
                expose_headers=[ROW_LIMIT, ROWS, TRUNCATED, "Retry-After"],
            )
        ]

    def _route(self, path: str, handler: Handler, methods: tuple[str, ...]) -> Route:
        async def answer(request: Request) -> Response:
            if request.method == "OPTIONS":
                return Response(status_code=204, headers={"Allow": ", ".join(methods)})
            try:
                return await handler(request)
            except (Problem, HTTPException, ClientDisconnect):
                raise
            except Exception:
                log.exception("failed", extra={"path": request.url.path})
                raise Problem(503, "broken", "The endpoint failed at this request; its log says how.") from None

        return Route(path, answer, methods=list(methods))

    async def home(self, request: Request) -> Response:
        """Send whoever asks at the root to the endpoint."""
        return RedirectResponse(f"{self._address}/sparql", 303)

    async def sparql(self, request: Request) -> Response:
        """Answer a query or apply an update; without either, tell what this endpoint is."""
        asked = await read_request(request, self._limits, self._settings.token is not None)
        if isinstance(asked, Change):
            return await self._update(request, asked)
        with self._builds.current().in_use() as served:
            if asked is None:
                return await self._describe(request, served)
            return await answer_query(request, served, asked, self._limits)

    async def _update(self, request: Request, change: Change) -> Response:
        check_token(request, self._settings.token)
        request.state.log.update(update=change.update)
        logged = await self._builds.update(change)
        request.state.log.update(logged=logged)
        return Response(status_code=204, headers={UPDATE: logged})

    async def _describe(self, request: Request, served: Served) -> Response:
        offered = [*TRIPLES, PAGE]
        media = chosen(accepted(request), offered)
        if media is None:
            raise not_acceptable(offered)
        if media == PAGE:
            page = pages.home_page(served.graph, self._address, self._limits, _spoken(request))
            return HTMLResponse(page, headers=pages.HEADERS)
        count = await self._triples(served)
        content = await asyncio.to_thread(describe, served.graph, self._address, self._settings, count, TRIPLES[media])
        return _rdf(content, media)

    async def void(self, request: Request) -> Response:
        """Tell what the data is."""
        media = chosen(accepted(request), TRIPLES)
        if media is None:
            raise not_acceptable(TRIPLES)
        with self._builds.current().in_use() as served:
            count = await self._triples(served)
            content = await asyncio.to_thread(describe_data, served.graph, self._address, count, TRIPLES[media])
            return _rdf(content, media)

    async def _triples(self, served: Served) -> int:
        if "triples" not in served.kept:
            query = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
            served.kept["triples"] = (await ask(served, query, "csv", self._limits)).split()[1]
        return int(served.kept["triples"])

    async def graphs(self, request: Request) -> Response:
        """Give a graph: ``?graph=IRI`` or ``?default``, or without either all of them."""
        if request.method in WRITE_METHODS:
            if self._settings.token is None:
                raise read_only()
            raise Problem(403, "read-only", "Graphs are not written here: send an update to /sparql.")
        named, default = request.query_params.getlist("graph"), "default" in request.query_params
        if len(named) + default > 1:
            raise Problem(400, "several-graphs", "Ask for one graph: ?graph=IRI or ?default.")
        graph = named[0] if named else "" if default else None
        if named and not graph:
            raise Problem(400, "no-graph", "Name the graph: ?graph=IRI.")
        with self._builds.current().in_use() as served:
            return await answer_graph(request, served, graph, self._limits)

    async def health(self, request: Request) -> Response:
        """Say that it works, and on what."""
        served = self._builds.current()
        body: dict[str, object] = {"status": "ok", "build": served.name, "graph": served.graph.identity}
        body["places"] = self._builds.places()
        if self._settings.token is not None:
            body["updates"] = served.updates
        return Response(json.dumps(body) + "\n", media_type="application/json")

    async def thing(self, request: Request) -> Response:
        """Tell about whatever has an IRI under the graph's base."""
        return await self._thing(request, _raw_path(request).partition("/id/")[2])

    async def elsewhere(self, request: Request) -> Response:
        """Tell about whatever has its IRI right here, where the graph's base is an address of this endpoint."""
        iri = self._address + _raw_path(request)
        base = self._builds.current().graph.base
        if not iri.startswith(base):
            raise Problem(404, "not-here", "There are /sparql, /graphs, /id/, /.well-known/void and /health here.")
        return await self._thing(request, iri.removeprefix(base))

    async def _thing(self, request: Request, raw: str) -> Response:
        offered = [PAGE, *TRIPLES]
        media = chosen(accepted(request), offered)
        if media is None:
            raise not_acceptable(offered)
        with self._builds.current().in_use() as served:
            base = served.graph.base
            names = dict.fromkeys((unquote(raw), _NOT_ASCII.sub(lambda found: unquote(found[0]), raw)))
            iris = list(dict.fromkeys(base + valid_iri(name) for name in names))
            if media != PAGE:
                if not await self._known(served, iris):
                    raise _unknown(iris[0])
                query = f"DESCRIBE <{'> <'.join(iris)}>"
                return await answer_description(request, served, query, media, self._limits)
            for name in names:
                with contextlib.suppress(UnknownEntityError):
                    entity = await asyncio.to_thread(served.graph.show, base + name)
                    return HTMLResponse(
                        pages.entity_page(entity, self._address, _spoken(request)), headers=pages.HEADERS
                    )
            return await self._other_page(request, served, iris)

    async def _other_page(self, request: Request, served: Served, iris: list[str]) -> Response:
        for iri in iris:
            counted = await ask(served, f"SELECT (COUNT(*) AS ?n) {{ <{iri}> ?p ?o }}", "csv", self._limits)
            if count := int(counted.split()[1]):
                query = f"SELECT ?p ?o {{ <{iri}> ?p ?o }} ORDER BY ?p ?o LIMIT {_SHOWN}"
                rows = list(parse_solutions(await ask(served, query, "tsv", self._limits)))
                page = pages.thing_page(iri, rows, count, served.graph.base, self._address, _spoken(request))
                return HTMLResponse(page, headers=pages.HEADERS)
        raise _unknown(iris[0])

    async def _known(self, served: Served, iris: list[str]) -> bool:
        query = f"ASK {{ VALUES ?s {{ <{'> <'.join(iris)}> }} ?s ?p ?o }}"
        return await ask(served, query, "csv", self._limits) == b"true"


class Guard:
    """What holds for every request, whatever it asks: names, sizes, how many at once, and a line in the log."""

    def __init__(self, application: ASGIApp, settings: EndpointSettings, address: str):
        self._application, self._limits = application, settings.limits
        self._names: set[str] | None = None
        if (
            settings.on_this_machine
        ):  # a page elsewhere must not reach it under a name that it has made up for this machine
            self._names = {"localhost", "127.0.0.1", "::1", settings.host, urlsplit(address).hostname or ""}
        self._running = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http":
            await self._application(scope, receive, send)
            return
        start, line = time.monotonic(), {"status": 499, "bytes": 0}
        extra = scope.setdefault("state", {})["log"] = {}

        async def watched(message: Message) -> None:
            if message["type"] == "http.response.start":
                line["status"] = message["status"]
                message["headers"] = [*message.get("headers", ()), (b"x-content-type-options", b"nosniff")]
            else:
                line["bytes"] += len(message.get("body", b""))
            await send(message)

        self._running += 1
        try:
            if problem := self._refusal(scope):
                await problem.response()(scope, receive, watched)
            else:
                await self._application(scope, receive, watched)
        except ClientDisconnect:
            extra["aborted"] = "the client went away"
        finally:
            self._running -= 1
            self._log(scope, {**line, "seconds": round(time.monotonic() - start, 4), **extra})

    def _refusal(self, scope: Scope) -> Problem | None:
        limits = self._limits
        headers = dict(scope["headers"])
        name = urlsplit(f"//{headers.get(b'host', b'').decode('latin-1')}").hostname
        if self._names is not None and name not in self._names:
            return Problem(
                421, "host", "This endpoint is for this machine; --public says by which other name it is known."
            )
        if len(scope["raw_path"]) + len(scope["query_string"]) > limits.address:
            return Problem(414, "address", f"An address may have {limits.address:,} bytes; send a long query by POST.")
        if sum(len(key) + len(value) for key, value in scope["headers"]) > limits.headers:
            return Problem(431, "headers", f"The headers may have {limits.headers:,} bytes.")
        if self._running > limits.requests:
            return busy(f"{limits.requests} requests are being answered already")
        return None

    def _log(self, scope: Scope, line: dict[str, object]) -> None:
        for name in ("query", "update"):
            text = line.pop(name, None)
            if isinstance(text, str):
                line |= {name: text[:LONGEST], f"{name}_length": len(text)}
        client = (scope.get("client") or ("",))[0]
        log.info("request", extra={"method": scope["method"], "path": scope["path"], "client": client, **line})


async def _tell(request: Request, problem: Exception) -> Response:
    assert isinstance(problem, Problem)
    request.state.log.update(problem=problem.code, detail=problem.detail)
    return problem.response()


async def _tell_framework(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code == 405:
        allowed = (error.headers or {}).get("Allow", "").split(", ")
        order = [*QUERY_METHODS, *WRITE_METHODS]
        return await _tell(request, wrong_method(request.method, sorted(allowed, key=order.index)))
    return await _tell(request, Problem(404, "not-here", "There is nothing at this address."))


def _unknown(iri: str) -> Problem:
    return Problem(404, "unknown", f"The graph says nothing about <{iri}>.")


def _raw_path(request: Request) -> str:
    """Return the path as it was sent, with its query: an IRI may hold a question mark."""
    path: str = request.scope["raw_path"].decode("ascii", "replace")
    query: str = request.scope["query_string"].decode("ascii", "replace")
    return f"{path.partition('?')[0]}?{query}" if query else path.partition("?")[0]


def _rdf(content: bytes, media: str) -> Response:
    return Response(content, headers={"Content-Type": content_type(media), "Vary": "Accept"})


def _spoken(request: Request) -> str:
    return pages.language(request.headers.get("accept-language"))
