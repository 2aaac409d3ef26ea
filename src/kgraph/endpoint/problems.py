"""What goes wrong between a client and the endpoint, told as RFC 9457 says: a JSON object with a sentence that helps."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from starlette.responses import Response

RETRY_AFTER = 5
"""Seconds after which a client may try again when all places were taken."""

TITLES = {
    400: "The request cannot be understood",
    401: "Who asks?",
    403: "Not allowed",
    404: "Not here",
    405: "This method is not offered here",
    406: "No format that was asked for can be given",
    408: "The request came too slowly",
    413: "The request is too large",
    414: "The address is too long",
    415: "The request is written in an unknown format",
    421: "This endpoint is not known by that name",
    431: "The headers are too long",
    503: "The request was not answered",
}


class Problem(Exception):
    """Raised wherever a request ends without an answer; becomes the response.

    ``code`` is a word that programs can tell the cases of one status apart by; ``line`` and ``column`` (from 1) say where a
    query does not parse.
    """

    def __init__(
        self,
        status: int,
        code: str,
        detail: str,
        *,
        headers: Mapping[str, str] | None = None,
        line: int | None = None,
        column: int | None = None,
    ):
        self.status, self.code, self.detail = status, code, detail
        self.headers, self.line, self.column = dict(headers or {}), line, column
        super().__init__(detail)

    def response(self) -> Response:
        """Return the response that tells it."""
        place = {"line": self.line, "column": self.column} if self.line is not None else {}
        body = {"title": TITLES[self.status], "status": self.status, "code": self.code, "detail": self.detail, **place}
        content = json.dumps(body, ensure_ascii=False, indent=1) + "\n"
        return Response(content, self.status, self.headers, media_type="application/problem+json")


def busy(detail: str) -> Problem:
    """Return the problem of one request too many; it says when to come back."""
    return Problem(503, "busy", f"{detail}; try again in some seconds", headers={"Retry-After": str(RETRY_AFTER)})


def read_only() -> Problem:
    """Return the problem of a change where none are taken."""
    return Problem(403, "read-only", "This endpoint only reads: the graph is made by kgraph build, from documents.")


def not_acceptable(offered: Iterable[str]) -> Problem:
    """Return the problem of an Accept header that fits none of the media types."""
    return Problem(406, "format", f"Ask for one of: {', '.join(offered)}.")


def wrong_method(method: str, allowed: Iterable[str]) -> Problem:
    """Return the problem of a method that is not offered."""
    allow = ", ".join(allowed)
    return Problem(405, "method", f"{method} is not offered here; there are {allow}.", headers={"Allow": allow})
