"""The questions that are answered by walking through a graph, whatever keeps it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from urllib.parse import unquote

import numpy as np

from kgraph.core.errors import (
    AmbiguousEntityError,
    ArgumentError,
    SettingsError,
    UnknownEntityError,
    UnknownTermError,
)
from kgraph.core.text import name_key
from kgraph.query.compare import Comparison, compare
from kgraph.query.neighbourhood import Extent, Filter, extent, neighbourhood
from kgraph.query.paths import paths
from kgraph.query.related import Wanted, related
from kgraph.query.results import Description, Hidden, Hit, Node, Path, Related, Results, Subgraph
from kgraph.query.source import GraphSource
from kgraph.store.adjacency import RELATIONS, TYPES, Array, Links

EntityLike = str | Node


class Questions(ABC):
    """Questions about entities; they are given as an IRI, an id, a name in either language, or a Node.

    A graph says where it is read from (``_files``: during one question always the same), which entities have a name,
    and which ones a search finds.
    """

    @property
    @abstractmethod
    def _files(self) -> GraphSource: ...

    @abstractmethod
    def _named(self, files: GraphSource, text: str) -> list[tuple[int, str]]:
        """Return the number and the label of each entity that has exactly that name, the most important first."""

    @abstractmethod
    def _close_names(self, text: str) -> list[str]:
        """Return names to suggest for one that nothing has."""

    @abstractmethod
    def search(self, text: str, limit: int = 20, types: Iterable[str] | None = None) -> Results[Hit]:
        """Return up to ``limit`` entities that ``text`` may mean, best first."""

    @property
    def base(self) -> str:
        """The prefix of the entities' IRIs."""
        return self._files.names.base

    def entity(self, name: EntityLike) -> Node:
        """Return the entity with that IRI, id or name; names are compared without case, blanks and punctuation.

        A name that is the label of one entity and only an alias of others stands for the first. Raises
        AmbiguousEntityError with the ids of the candidates, and UnknownEntityError with close names.
        """
        files = self._files
        return files.node(self._number(files, name))

    def find(self, id: str) -> Node | None:
        """Return the entity with exactly that id, None when there is none."""
        files = self._files
        number = files.number(id)
        return None if number is None else files.node(number)

    def iri(self, entity: EntityLike) -> str:
        """Return the IRI of an entity."""
        return self._files.names.entity(self.entity(entity).id)

    def show(self, entity: EntityLike, limit: int = 1000) -> Description:
        """Return all that is known of an entity; of its relations in each direction at most ``limit``, the surest first.

        What was left out is counted in ``hidden``. Costs time in the number of relations shown.
        """
        positive(limit=limit)
        files = self._files
        number = self._number(files, entity)
        node, links = files.node(number), files.shape.links_of(number)
        outgoing, cut_out = _edges_of(files, links, 1, limit)
        incoming, cut_in = _edges_of(files, links, 0, limit)
        shown = np.unique(np.concatenate([outgoing, incoming]))
        edges = dict(zip(shown.tolist(), files.edges(shown.tolist()), strict=True))
        rows = files.shape.edges
        ends = np.unique(np.concatenate([rows["target"][outgoing], rows["source"][incoming]]))
        neighbours = sorted(files.nodes(ends.tolist()), key=lambda one: one.id)
        return Description(
            node,
            files.names.entity(node.id),
            tuple(edges[edge] for edge in outgoing.tolist()),
            tuple(edges[edge] for edge in incoming.tolist()),
            {one.id: one for one in neighbours},
            Hidden(cut_out + cut_in, cut_out + cut_in),
        )

    def neighbourhood(
        self,
        entity: EntityLike | Iterable[EntityLike],
        hops: int = 1,
        relations: Iterable[str] | None = None,
        direction: str = "both",
        types: Iterable[str] | None = None,
        minimum_confidence: float = 0.0,
        years: tuple[int, int] | None = None,
        limit: int = 500,
    ) -> Subgraph:
        """Return what stands within ``hops`` of one or more entities, at most ``limit`` nodes, and all edges among them.

        Only links of ``relations`` with ``minimum_confidence`` are followed, ``direction`` "out", "in" or "both", and
        only to nodes of ``types`` and of ``years`` (first and last; nodes without a year pass). When a hop does not
        fit, the nodes with most links to those taken stay, and ``hidden`` counts the others. Costs time in the number of
        links of the nodes that are walked through, not in the size of the graph.
        """
        only = _filter(hops, limit, relations, direction, types, minimum_confidence, years)
        files = self._files
        return neighbourhood(files, self._numbers(files, entity), hops, limit, only)

    def extent(
        self,
        entity: EntityLike | Iterable[EntityLike],
        hops: int = 1,
        relations: Iterable[str] | None = None,
        direction: str = "both",
        types: Iterable[str] | None = None,
        minimum_confidence: float = 0.0,
        years: tuple[int, int] | None = None,
        most: int = 100_000,
    ) -> Extent:
        """Return how many nodes the neighbourhood with these limits has, at each distance and of each type.

        Reads no entity, and ends with ``at_least`` set where ``most`` nodes are counted or ten times as many links.
        """
        only = _filter(hops, most, relations, direction, types, minimum_confidence, years)
        files = self._files
        return extent(files, self._numbers(files, entity), hops, only, most)

    def compare(self, entities: Iterable[EntityLike], limit: int = 50) -> Comparison:
        """Put entities side by side: for each relation what they are related to, what most have in common first.

        Of each relation at most ``limit`` rows are given, and the others counted. Raises UnknownEntityError.
        """
        positive(limit=limit)
        files = self._files
        return compare(files, [self._number(files, name) for name in entities], limit)

    def paths(self, start: EntityLike, end: EntityLike, k: int = 3, max_hops: int = 4) -> Results[Path]:
        """Return up to ``k`` ways between two entities over at most ``max_hops`` links, cheapest first.

        A way costs 1 per step and log10 of the number of links of each node passed through, so that a way over a
        topic that everything belongs to comes late. Searched from both ends; an empty list means that there is none.
        """
        positive(k=k, max_hops=max_hops)
        files = self._files
        return Results(paths(files, self._number(files, start), self._number(files, end), k, max_hops))

    def related(
        self,
        entity: EntityLike,
        limit: int = 10,
        measure: str = "shared",
        types: Iterable[str] | None = None,
        relations: Iterable[str] | None = None,
        years: tuple[int, int] | None = None,
    ) -> Results[Related]:
        """Return up to ``limit`` entities like this one, best first, each with the reasons and the words behind them.

        ``measure`` is ``shared`` (rare things in common), ``pagerank`` (closeness on walks), ``embedding`` (likeness of what
        is around) or a registered one. ``types``, ``relations`` (one of the reasons' relations) and ``years`` keep those
        that fit, of the best 2,000. Raises UnknownPluginError and UnknownTermError.
        """
        positive(limit=limit)
        wanted = Wanted(_maybe_places(types, TYPES), _maybe_places(relations, RELATIONS), years)
        files = self._files
        return Results(related(files, self._number(files, entity), limit, measure, wanted))

    # --- inner parts ---

    def _number(self, files: GraphSource, name: EntityLike) -> int:
        text = name.id if isinstance(name, Node) else name
        if not isinstance(text, str):
            raise ArgumentError("entity", name, "an IRI, an id, a name or a Node")
        base = files.names.base
        local = text.removeprefix(base).removesuffix(">").removeprefix("<").removeprefix(base)
        for id_ in dict.fromkeys((local, unquote(local))):
            if (number := files.number(id_)) is not None:
                return number
        named = self._named(files, text)
        called = [node for node, label in named if name_key(label) == name_key(text)] or [node for node, _ in named]
        if len(called) == 1:
            return called[0]
        if called:
            raise AmbiguousEntityError(text, [node.id for node in files.nodes(called)])
        raise UnknownEntityError(text, self._close_names(text))

    def _numbers(self, files: GraphSource, given: EntityLike | Iterable[EntityLike]) -> list[int]:
        return [
            self._number(files, name)
            for name in (given if isinstance(given, Iterable) and not isinstance(given, str) else [given])
        ]


def positive(**values: int) -> None:
    """Raise ArgumentError unless all values are whole numbers from 1."""
    for name, value in values.items():
        if not isinstance(value, int | np.integer) or value < 1:
            raise ArgumentError(name, value, "a whole number from 1")


def checked_confidence(value: float) -> float:
    """Return a minimum confidence; raises ArgumentError unless it is a number from 0 to 1."""
    if isinstance(value, bool) or not isinstance(value, int | float | np.number) or not 0 <= value <= 1:
        raise ArgumentError("minimum_confidence", value, "a number from 0 to 1")
    return float(value)


def _edges_of(files: GraphSource, links: Links, outgoing: int, limit: int) -> tuple[Array, int]:
    """Return up to ``limit`` edges of the links in one direction, the surest, in order; and how many were left out."""
    edges = np.sort(links.edges[links.kinds % 2 == outgoing])
    surest = np.lexsort((edges, -files.shape.edges["confidence"][edges]))[:limit]
    return np.sort(edges[surest]), len(edges) - len(surest)


def places_of(names: Iterable[str], known: Sequence[str]) -> list[int]:
    """Return the place of each name among the ``known`` ones, whatever its case."""
    by_name = {name.casefold(): place for place, name in enumerate(known)}
    places = []
    for name in [names] if isinstance(names, str) else names:
        if not isinstance(name, str) or name.casefold() not in by_name:
            raise UnknownTermError("type" if known is TYPES else "relation", str(name), known)
        places.append(by_name[name.casefold()])
    return places


def _filter(
    hops: int,
    limit: int,
    relations: Iterable[str] | None,
    direction: str,
    types: Iterable[str] | None,
    minimum_confidence: float,
    years: tuple[int, int] | None,
) -> Filter:
    if direction not in ("both", "in", "out"):
        raise UnknownTermError("direction", direction, ("both", "in", "out"))
    if hops < 0 or limit < 1:
        raise SettingsError(f"A neighbourhood needs hops from 0 and a limit from 1, not {hops} and {limit}.")
    places = _maybe_places(relations, RELATIONS), _maybe_places(types, TYPES)
    return Filter(*places, direction, minimum_confidence, years)


def _maybe_places(names: Iterable[str] | None, known: Sequence[str]) -> list[int] | None:
    return None if names is None else places_of(names, known)
