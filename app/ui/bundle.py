"""The browser's parts that are bundled when kgraph is installed: whether they are there."""

from __future__ import annotations

from importlib.resources import files

_DIST = files("kgraph") / "frontend" / "dist"


def missing_part(script: str) -> str | None:
    """Return why a part cannot be shown, or None when its script was built with kgraph."""
    if (_DIST / script).is_file():
        return None
    reason = _DIST / "not-built.txt"
    return reason.read_text(encoding="utf-8") if reason.is_file() else str(_DIST)
