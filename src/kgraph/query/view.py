"""A view: what a reader sees of a graph on the canvas, as a value with operations, and its history.

Everything here is pure: a view names entities by id and knows no graph. ``drawing`` asks the graph.
"""

from __future__ import annotations

import base64
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError

from kgraph.core.errors import ViewError

LIMIT = 2000
"""The most nodes of a view: so many a browser draws fluidly."""

DEPTH = 120
"""The most states that can be undone."""

_LONGEST = 8_000_000
"""Characters of a view that is read back: text from an address may claim to be anything."""

Point = tuple[float, float]
Id = Annotated[str, Field(max_length=20_000)]
Direction = Literal["in", "out", "both"]
LayoutName = Literal["force", "concentric", "hierarchy", "year", "grid"]


@dataclass(frozen=True)
class Step:
    """An expansion of ``node``: ``reached`` are the neighbours it showed, those that were there already included."""

    node: Id
    relation: str | None = None
    direction: Direction = "both"
    reached: tuple[Id, ...] = ()


@dataclass(frozen=True)
class Camera:
    """Where one looks: ``zoom`` (1: one unit is one pixel) and the point in the middle of the canvas."""

    zoom: Annotated[float, Field(gt=0, le=100)]
    x: float
    y: float


@dataclass(frozen=True)
class Filters:
    """What is left out of the drawing without leaving the view; nodes without a year pass ``years``."""

    types_off: tuple[str, ...] = ()
    relations_off: tuple[str, ...] = ()
    minimum_confidence: Annotated[float, Field(ge=0, le=1)] = 0.0
    years: tuple[int, int] | None = None


@dataclass(frozen=True)
class View:
    """What is seen: the nodes in the order they came, where they stand, and what is left out.

    ``seeds`` came by themselves, all others by a step. ``positions`` are in the canvas' units; a node without one is yet
    to be placed. ``hidden`` and ``pinned`` are among ``nodes``. ``edges`` among shown nodes are not listed: they follow.
    """

    seeds: tuple[Id, ...] = ()
    steps: tuple[Step, ...] = ()
    nodes: Annotated[tuple[Id, ...], Field(max_length=LIMIT)] = ()
    positions: Mapping[Id, Point] = field(default_factory=dict)
    hidden: tuple[Id, ...] = ()
    pinned: tuple[Id, ...] = ()
    selected: tuple[Id, ...] = ()
    selected_edges: tuple[tuple[Id, str, Id], ...] = ()
    filters: Filters = Filters()
    language: Literal["zh", "en", "both"] = "en"
    layout: LayoutName = "force"
    camera: Camera | None = None

    __pydantic_config__ = ConfigDict(extra="forbid", allow_inf_nan=False)

    @property
    def expanded(self) -> tuple[Id, ...]:
        """The nodes that were expanded, each once."""
        return tuple(dict.fromkeys(step.node for step in self.steps))

    def add(self, ids: Iterable[str]) -> View:
        """Return the view with these nodes as seeds; hidden ones are shown again."""
        ids = list(ids)
        return self._with(seeds=_joined(self.seeds, ids), nodes=_joined(self.nodes, ids)).show(ids)

    def expand(self, step: Step) -> View:
        """Return the view with what a step reached.

        >>> View().add(["a"]).expand(Step("a", reached=("b", "c"))).nodes
        ('a', 'b', 'c')
        """
        steps = tuple(old for old in self.steps if old != step)
        return self._with(steps=(*steps, step), nodes=_joined(self.nodes, step.reached)).show(step.reached)

    def collapse(self, node: str) -> View:
        """Return the view without what only the expansion of ``node`` brought, and what was expanded from there.

        >>> view = View().add(["a"]).expand(Step("a", reached=("b",))).expand(Step("b", reached=("a", "c")))
        >>> view.collapse("b").nodes, view.collapse("a").nodes
        (('a', 'b'), ('a',))
        """
        steps = tuple(step for step in self.steps if step.node != node)
        if len(steps) == len(self.steps):
            return self
        kept = _held(self.seeds, steps)
        return self._with(
            steps=tuple(step for step in steps if step.node in kept),
            nodes=tuple(id_ for id_ in self.nodes if id_ in kept),
        )

    def remove(self, ids: Iterable[str]) -> View:
        """Return the view without these nodes."""
        gone = set(ids)
        steps = (replace(s, reached=_without(s.reached, gone)) for s in self.steps if s.node not in gone)
        return self._with(seeds=_without(self.seeds, gone), steps=tuple(steps), nodes=_without(self.nodes, gone))

    def hide(self, ids: Iterable[str]) -> View:
        """Return the view with these nodes hidden; they keep their places."""
        hidden = _joined(self.hidden, (id_ for id_ in ids if id_ in set(self.nodes)))
        return replace(self, hidden=hidden, selected=_without(self.selected, set(hidden)))

    def show(self, ids: Iterable[str] | None = None) -> View:
        """Return the view with these hidden nodes shown again, or with all."""
        return replace(self, hidden=() if ids is None else _without(self.hidden, set(ids)))

    def pin(self, ids: Iterable[str], on: bool = True) -> View:
        """Return the view with these nodes held in their places when a layout is made, or let go."""
        known = set(self.nodes)
        asked = [id_ for id_ in ids if id_ in known]
        return replace(self, pinned=_joined(self.pinned, asked) if on else _without(self.pinned, set(asked)))

    def move(self, positions: Mapping[str, Point], layout: LayoutName | None = None) -> View:
        """Return the view with these nodes in new places, made by the layout of that name or by hand."""
        known = set(self.nodes)
        moved = {id_: (float(x), float(y)) for id_, (x, y) in positions.items() if id_ in known}
        return replace(self, positions={**self.positions, **moved}, layout=layout or self.layout)

    def filter(self, **changes: Any) -> View:
        """Return the view with some of its ``filters`` changed."""
        return replace(self, filters=replace(self.filters, **changes))

    def select(self, nodes: Iterable[str], edges: Iterable[tuple[str, str, str]] = ()) -> View:
        """Return the view with these nodes and edges selected."""
        known = set(self.nodes)
        return replace(
            self,
            selected=tuple(id_ for id_ in dict.fromkeys(nodes) if id_ in known),
            selected_edges=tuple(edge for edge in dict.fromkeys(edges) if edge[0] in known and edge[2] in known),
        )

    def _with(self, **changes: Any) -> View:
        """Return the view with other nodes, and nothing left that speaks of nodes that are gone."""
        view = replace(self, **changes)
        known = set(view.nodes)
        if len(view.nodes) > LIMIT:
            raise ViewError(f"it would have {len(view.nodes):,} nodes, and {LIMIT:,} is the most")
        return replace(
            view,
            positions={id_: place for id_, place in view.positions.items() if id_ in known},
            hidden=tuple(id_ for id_ in view.hidden if id_ in known),
            pinned=tuple(id_ for id_ in view.pinned if id_ in known),
        ).select(view.selected, view.selected_edges)

    def to_json(self) -> str:
        """Return the view as JSON, the same for equal views."""
        return _adapter().dump_json(self, exclude_defaults=True).decode()


def _joined(first: tuple[str, ...], more: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*first, *more)))


def _without(ids: tuple[str, ...], gone: set[str]) -> tuple[str, ...]:
    return tuple(id_ for id_ in ids if id_ not in gone)


def _held(seeds: Iterable[str], steps: Iterable[Step]) -> set[str]:
    """Return the nodes that are seeds or reached from one over the steps."""
    held, waiting = set(seeds), list(steps)
    while True:
        ready = [step for step in waiting if step.node in held]
        if not ready:
            return held
        held.update(id_ for step in ready for id_ in step.reached)
        waiting = [step for step in waiting if step not in ready]


@cache
def _adapter() -> TypeAdapter[View]:
    return TypeAdapter(View)


def view_from_json(text: str | bytes) -> View:
    """Return the view that ``to_json`` wrote; raises ViewError for anything else."""
    if len(text) > _LONGEST:
        raise ViewError(f"it is longer than {_LONGEST:,} characters")
    try:
        return _adapter().validate_json(text)._with()
    except ValidationError as error:
        first = error.errors()[0]
        raise ViewError(f"{'.'.join(map(str, first['loc'])) or 'it'}: {first['msg']}") from None


def to_token(view: View) -> str:
    """Return a view packed for an address: letters, digits, ``-`` and ``_``.

    >>> from_token(to_token(View().add(["方法/bert"]))).nodes
    ('方法/bert',)
    """
    return base64.urlsafe_b64encode(zlib.compress(view.to_json().encode(), 9)).decode().rstrip("=")


def from_token(token: str) -> View:
    """Return the view that ``to_token`` packed; raises ViewError for anything else."""
    try:
        packed = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
        unpacker = zlib.decompressobj()
        text = unpacker.decompress(packed, _LONGEST)
    except (ValueError, zlib.error):
        raise ViewError("the address is cut or mistyped") from None
    if unpacker.unconsumed_tail or not unpacker.eof:
        raise ViewError("the address is cut or mistyped")
    return view_from_json(text)


@dataclass(frozen=True)
class History:
    """A view and the states before and after it, the nearest last in ``past`` and first in ``future``.

    ``looking`` is True where the last step was a look around, which the next look goes on with.
    """

    present: View = View()
    past: tuple[View, ...] = ()
    future: tuple[View, ...] = ()
    looking: bool = False

    def push(self, view: View) -> History:
        """Return the history with a new state; a view that is seen already changes nothing.

        >>> history = History().push(View().add(["a"])).push(View().add(["a", "b"]))
        >>> history.undo().present.nodes, history.undo().redo().present.nodes
        (('a',), ('a', 'b'))
        """
        if view == self.present:
            return self
        return History(view, (*self.past, self.present)[-DEPTH:])

    def amend(self, view: View) -> History:
        """Return the history with the present state changed: a selection, a place found for a node."""
        return replace(self, present=view)

    def look(self, camera: Camera) -> History:
        """Return the history after a look around; looks that follow one another are one step.

        >>> history = History(View().add(["a"])).look(Camera(1, 0, 0)).look(Camera(2, 0, 0))
        >>> len(history.past), history.present.camera.zoom
        (1, 2)
        """
        view = replace(self.present, camera=camera)
        if self.looking:
            return replace(self, present=view, future=())
        # Before there was a camera, all was seen, and there is no way back to that.
        return self.amend(view) if self.present.camera is None else replace(self.push(view), looking=True)

    def undo(self) -> History:
        """Return the history one step back; what is selected, and the language, stay."""
        if not self.past:
            return self
        return History(self._seen(self.past[-1]), self.past[:-1], (self.present, *self.future))

    def redo(self) -> History:
        """Return the history one step on."""
        if not self.future:
            return self
        return History(self._seen(self.future[0]), (*self.past, self.present), self.future[1:])

    def _seen(self, view: View) -> View:
        now = self.present
        seen = replace(view, camera=view.camera or now.camera, language=now.language)
        return seen.select(now.selected, now.selected_edges)
