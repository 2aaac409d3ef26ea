"""Who may change the graph: whoever knows the token."""

from __future__ import annotations

import hmac

from starlette.requests import Request

from kgraph.endpoint.problems import Problem

_CHALLENGE = 'Bearer realm="kgraph"'


def check_token(request: Request, token: str | None) -> None:
    """Raise Problem unless the request names the token in its Authorization header.

    No page of another origin can send this header by a form, and none is allowed to by a script.
    """
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not given.strip():
        detail = "An update needs the token of this endpoint, in a header: Authorization: Bearer TOKEN."
        raise Problem(401, "token", detail, headers={"WWW-Authenticate": _CHALLENGE})
    # The time of a comparison must not tell how much of a wrong token is right.
    if token is None or not hmac.compare_digest(given.strip().encode(), token.encode()):
        challenge = f'{_CHALLENGE}, error="invalid_token"'
        raise Problem(401, "token", "This is not the token of this endpoint.", headers={"WWW-Authenticate": challenge})
