"""What the browser's parts send by ``outbox.js``: each event again until it was taken, so that none is lost or taken twice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


class Inbox:
    """The events that one part of a page sends, and the last that was taken."""

    def __init__(self) -> None:
        self._client, self._seq = "", 0

    def take(self, sent: Any) -> Iterator[dict[str, Any]]:
        """Yield the events of ``sent`` that were not taken before, in the order of their numbers; each counts as taken then."""
        if not isinstance(sent, dict):
            return
        client = str(sent.get("client"))
        if client != self._client:
            self._client, self._seq = client, 0
        for event in sorted(sent.get("list") or [], key=lambda event: event["seq"]):
            if event["seq"] > self._seq:
                self._seq = event["seq"]
                yield event

    @property
    def ack(self) -> dict[str, Any]:
        """What tells the browser's part which events need not be sent again."""
        return {"client": self._client, "seq": self._seq}
