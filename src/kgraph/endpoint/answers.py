"""From a question for the workers to a response."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterable, Mapping
from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from kgraph.endpoint.formats import QUADS, SOLUTIONS, TRIPLES, chosen, content_type
from kgraph.endpoint.problems import Problem, not_acceptable
from kgraph.endpoint.protocol import Asked
from kgraph.endpoint.served import Served
from kgraph.endpoint.settings import Limits
from kgraph.endpoint.spool import Spool
from kgraph.query.sparql_text import explained
from kgraph.store.terms import PREFIXES

ROW_LIMIT, ROWS, TRUNCATED = "Kgraph-Row-Limit", "Kgraph-Rows", "Kgraph-Truncated"
"""Headers: the most rows an answer may have, how many it has, and whether there are more than that."""

UPDATE = "Kgraph-Update"
"""Header: under which name an update was logged."""


async def answer_query(request: Request, served: Served, asked: Asked, limits: Limits) -> Response:
    """Answer a query in the format that the request asks for. Raises Problem, and ClientDisconnect when nobody waits."""
    request.state.log.update(query=asked.query)
    accept = accepted(request)
    solutions, triples = chosen(accept, SOLUTIONS), chosen(accept, TRIPLES)
    if solutions is None and triples is None:
        raise not_acceptable([*SOLUTIONS, *(media for media in TRIPLES if media not in SOLUTIONS)])
    media = {"solutions": solutions, "boolean": solutions, "triples": triples}
    formats = {
        "solutions": SOLUTIONS.get(solutions or ""),
        "boolean": SOLUTIONS.get(solutions or ""),
        "triples": TRIPLES.get(triples or ""),
    }
    question = _question(served, asked.query, formats, limits)
    question |= {"default_graphs": asked.default_graphs, "named_graphs": asked.named_graphs}
    return await _answer(request, served, question, media, limits)


async def answer_description(request: Request, served: Served, query: str, media: str, limits: Limits) -> Response:
    """Answer with the triples of a query of our own, in a media type of triples."""
    question = _question(served, query, {"triples": TRIPLES[media]}, limits)
    return await _answer(request, served, question, {"triples": media}, limits)


def accepted(request: Request) -> str | None:
    """Return what the request says it accepts, which it may say in several headers."""
    return ", ".join(request.headers.getlist("accept")) or None


def _question(served: Served, query: str, formats: Mapping[str, str | None], limits: Limits) -> dict[str, Any]:
    """Return a request of the worker's protocol, about the graph's own dataset."""
    return {
        "query": query,
        "prefixes": PREFIXES,
        "base": served.graph.base,
        "rows": limits.rows,
        "default_graphs": None,
        "named_graphs": None,
        "formats": formats,
    }


async def answer_graph(request: Request, served: Served, graph: str | None, limits: Limits) -> Response:
    """Answer with the graph of that IRI, the default graph (empty text), or all graphs (None); never cut."""
    offered = QUADS if graph is None else TRIPLES
    media = chosen(accepted(request), offered)
    if media is None:
        raise not_acceptable(offered)
    question = {"graph": graph, "format": TRIPLES[media], "prefixes": PREFIXES}
    return await _answer(request, served, question, {"triples": media}, limits)


async def ask(served: Served, query: str, format: str, limits: Limits) -> bytes:
    """Return the answer to a query of our own, which is small, in a format of solutions or triples. Raises Problem."""
    spool = Spool(limits.answer)
    question = _question(served, query, dict.fromkeys(("solutions", "boolean", "triples"), format), limits)
    with contextlib.closing(spool):
        await served.pool.ask(question, spool)
        if problem := spool.problem:
            raise _problem(problem, ())
        return spool.content() if spool.held else b"".join([part async for part in spool.parts()])


async def _answer(
    request: Request, served: Served, question: dict[str, Any], media: Mapping[str, str | None], limits: Limits
) -> Response:
    log, spool = request.state.log, Spool(limits.answer)
    work = asyncio.create_task(_work(served, question, spool))
    begun, gone = asyncio.create_task(spool.begun()), asyncio.create_task(_gone(request.receive))
    try:
        await asyncio.wait((begun, gone), return_when=asyncio.FIRST_COMPLETED)
        if not begun.done():
            raise ClientDisconnect
        log.update(waited=round(spool.waited, 4))
        if spool.error is not None:
            raise spool.error
        if problem := spool.problem:
            raise _problem(problem, TRIPLES if problem.get("kind") == "triples" else SOLUTIONS)
        headers = {"Content-Type": content_type(media[spool.head["kind"]] or ""), "Vary": "Accept"}
        if "graph" not in question:
            headers[ROW_LIMIT] = f"{limits.rows}"
        if not (spool.complete and spool.held):
            return _Streamed(spool, work, headers, limits.stalled)
        log.update(_summary(spool))
        if spool.tail["rows"] is not None:
            headers |= {ROWS: f"{spool.tail['rows']}", TRUNCATED: f"{spool.tail['truncated']}".lower()}
        return Response(spool.content(), headers=headers)
    except BaseException:
        work.cancel()
        spool.close()
        raise
    finally:
        begun.cancel()
        gone.cancel()


async def _work(served: Served, question: dict[str, Any], spool: Spool) -> None:
    with served.in_use():
        try:
            await served.pool.ask(question, spool)
        except Exception as error:
            spool.fail(error)  # it is told to whoever reads, whatever has been read by then


async def _gone(receive: Receive) -> None:
    """Wait until the client has closed the connection."""
    while (await receive())["type"] != "http.disconnect":
        pass


def _summary(spool: Spool) -> dict[str, Any]:
    tail = spool.tail
    return {"kind": spool.head.get("kind"), "rows": tail.get("rows"), "truncated": tail.get("truncated")}


def _problem(problem: Mapping[str, Any], offered: Iterable[str]) -> Problem:
    """Return what a worker complains about as a problem of the request."""
    if problem.get("service"):
        return Problem(403, "service", f"{problem['error']}.")
    if "missing" in problem:
        return Problem(404, "no-graph", f"There is no graph <{problem['missing']}> here.")
    if "kind" in problem:
        return not_acceptable(offered)
    error = explained(dict(problem))
    code = "update" if problem.get("update") else "syntax" if error.line is not None else "query"
    return Problem(400, code, str(error), line=error.line, column=error.column)


class _Streamed(Response):
    """An answer that is sent while it is made. One that breaks off leaves the connection closed before its end."""

    def __init__(self, spool: Spool, work: asyncio.Task[None], headers: Mapping[str, str], stalled: float):
        super().__init__(headers=headers)
        del self.headers["content-length"]
        self._spool, self._work, self._stalled = spool, work, stalled

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it as fast as the client takes it; a client that takes nothing for a while is left."""
        sending, gone = asyncio.create_task(self._send(scope, send)), asyncio.create_task(_gone(receive))
        try:
            await asyncio.wait((sending, gone), return_when=asyncio.FIRST_COMPLETED)
            scope["state"]["log"].update(_summary(self._spool))
            if sending.done():
                sending.result()
            else:
                scope["state"]["log"].update(aborted="the client went away")
        finally:
            for task in (sending, gone, self._work):
                task.cancel()
            await asyncio.gather(sending, gone, self._work, return_exceptions=True)
            self._spool.close()

    async def _send(self, scope: Scope, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
        try:
            async for part in self._spool.parts():
                message = {"type": "http.response.body", "body": part, "more_body": True}
                await asyncio.wait_for(_sent(send, message), self._stalled)
        except TimeoutError:
            scope["state"]["log"].update(aborted=f"the client took nothing for {self._stalled:g} s")
            return
        if reason := self._spool.error or self._spool.problem:
            scope["state"]["log"].update(aborted=str(reason))
            return
        await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _sent(send: Send, message: dict[str, Any]) -> None:
    await send(message)
