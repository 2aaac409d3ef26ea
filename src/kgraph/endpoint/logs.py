"""The log: one JSON object a line on stderr."""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime

_OWN = {"message", "asctime", *vars(logging.makeLogRecord({}))}
LONGEST = 2000
"""Characters of a query that are logged; its whole length stands beside them."""


class JsonLines(logging.Formatter):
    """Writes a record and everything given as ``extra`` as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        moment = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line = {"time": moment, "level": record.levelname.lower(), "event": record.getMessage()}
        line |= {name: value for name, value in vars(record).items() if name not in _OWN}
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


def _is_news(record: logging.LogRecord) -> bool:
    """Return whether the line of the request does not tell it already: an answer that broke off is left unfinished."""
    return "without completing response" not in record.getMessage()


def start_logging() -> None:
    """Send what the endpoint and its server say to stderr."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    handler.addFilter(_is_news)
    for name, level in (("kgraph.endpoint", logging.INFO), ("uvicorn", logging.WARNING)):
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [handler], False
        logger.setLevel(level)
