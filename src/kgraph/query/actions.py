"""What a reader does on the canvas, applied to the history of views."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from kgraph.core import SCHEMA
from kgraph.core.errors import UnknownTermError, ViewError
from kgraph.query.drawing import Expansion, expand
from kgraph.query.view import Camera, History, View, view_from_json

if TYPE_CHECKING:
    from kgraph.query.graph import Graph

QUIET = {"placed", "camera", "select"}
"""What changes the view without being a step that one would undo."""


@dataclass(frozen=True)
class Outcome:
    """The history after an action; ``expansion`` says what an expansion showed, and of how many."""

    history: History
    expansion: Expansion | None = None


def act(graph: Graph, history: History, action: Mapping[str, Any]) -> Outcome:
    """Return what becomes of ``history`` by an action of the canvas: ``op`` and its values, as the browser sends them.

    Raises UnknownTermError for an ``op`` that there is none of, ViewError for values that do not fit, and
    UnknownEntityError for an expansion of what the graph does not have.
    """
    op, view = action.get("op"), history.present
    if op == "undo":
        return Outcome(history.undo())
    if op == "redo":
        return Outcome(history.redo())
    try:
        if op == "expand":
            return _expanded(graph, history, action)
        if op == "look":
            camera = view_from_json(_looked(view, action).to_json()).camera
            return Outcome(history.look(camera) if camera else history)
        changed = _CHANGES[str(op)](view, action)
    except (KeyError, TypeError, ValueError) as error:
        if op not in _CHANGES:
            raise UnknownTermError("action", str(op), sorted([*_CHANGES, "expand", "look", "undo", "redo"])) from None
        raise ViewError(f"'{op}' came with values that do not fit ({error})") from None
    # Read it back as a stranger's view: the browser's word is not taken for granted.
    changed = view_from_json(changed.to_json())
    return Outcome(history.amend(changed) if op in QUIET else history.push(changed))


def _expanded(graph: Graph, history: History, action: Mapping[str, Any]) -> Outcome:
    direction = action.get("direction", "both")
    if direction not in ("in", "out", "both"):
        raise UnknownTermError("direction", str(direction), ("both", "in", "out"))
    number = max(1, min(int(action.get("number", 25)), 500))
    found = expand(graph, history.present, str(action.get("id")), action.get("relation"), direction, number)
    return Outcome(history.push(found.view), found)


def _filtered(view: View, action: Mapping[str, Any]) -> View:
    changes: dict[str, Any] = {}
    for name, known in (("types_off", SCHEMA.entities), ("relations_off", SCHEMA.relations)):
        if name in action:
            changes[name] = tuple(one for one in dict.fromkeys(action[name]) if one in known)
    if "minimum_confidence" in action:
        changes["minimum_confidence"] = min(1.0, max(0.0, float(action["minimum_confidence"])))
    if "years" in action:
        changes["years"] = None
        if action["years"] is not None:
            first, last = action["years"]
            changes["years"] = int(first), int(last)
    return view.filter(**changes)


def _selected(view: View, action: Mapping[str, Any]) -> View:
    return view.select(action["nodes"], [(str(a), str(b), str(c)) for a, b, c in action["edges"]])


def _looked(view: View, action: Mapping[str, Any]) -> View:
    if "camera" not in action and action["op"] == "layout":
        return view
    zoom, x, y = action["camera"]
    return replace(view, camera=Camera(float(zoom), float(x), float(y)))


_CHANGES: dict[str, Callable[[View, Mapping[str, Any]], View]] = {
    "camera": _looked,
    "collapse": lambda view, action: view.collapse(action["id"]),
    "filter": _filtered,
    "hide": lambda view, action: view.hide(action["ids"]),
    "layout": lambda view, action: _looked(view, action).move(action["positions"], action["name"]),
    "move": lambda view, action: view.move(action["positions"]),
    "pin": lambda view, action: view.pin(action["ids"], bool(action["on"])),
    "placed": lambda view, action: view.move(action["positions"]),
    "remove": lambda view, action: view.remove(action["ids"]),
    "select": _selected,
    "show": lambda view, action: view.show(action.get("ids")),
}
