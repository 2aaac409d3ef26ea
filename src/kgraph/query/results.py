"""What questions return: frozen values that show themselves in a terminal and in a notebook."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from importlib import import_module
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any, BinaryIO, Protocol, TypeVar

from kgraph.core import SCHEMA, Evidence, Mention, Merge
from kgraph.core.quantities import result_text
from kgraph.core.text import counted

if TYPE_CHECKING:
    import networkx
    import pandas

Record = Mapping[str, Any]


class Showable(Protocol):
    """What a notebook can show."""

    def _repr_html_(self) -> str: ...


Shown = TypeVar("Shown", bound=Showable)


@dataclass(frozen=True)
class Node:
    """An entity of a built graph. ``data`` is its record of ``graph.json``; the properties read from it."""

    id: str
    type: str
    label: str
    data: Record = field(default_factory=dict, repr=False, compare=False)

    @property
    def labels(self) -> dict[str, str]:
        """The best name per language (``zh``, ``en``) where known."""
        return dict(self.data.get("labels") or {})

    @property
    def aliases(self) -> tuple[str, ...]:
        """Every other name, sorted."""
        return tuple(self.data.get("aliases") or ())

    @property
    def url(self) -> str | None:
        """The first address."""
        return self.data.get("url")

    @property
    def urls(self) -> tuple[str, ...]:
        """All addresses."""
        return tuple(self.data.get("urls") or ())

    @property
    def year(self) -> int | None:
        """The year, where one is printed."""
        return self.data.get("year")

    @property
    def attributes(self) -> dict[str, list[str]]:
        """Other facts printed beside the name, by name."""
        return dict(self.data.get("attributes") or {})

    @property
    def part_of(self) -> str | None:
        """The id of the organisation that this one is a team of."""
        whole: str | None = self.data.get("part_of")
        return whole

    @property
    def same_as(self) -> tuple[str, ...]:
        """IRIs of the same thing elsewhere."""
        return tuple(self.data.get("same_as") or ())

    @property
    def confidence(self) -> float:
        """The probability, 0 to 1, that the entity is what it is taken for."""
        return float(self.data.get("confidence", 1.0))

    @property
    def mentions(self) -> tuple[Mention, ...]:
        """The places that name it, by document, line and column."""
        return tuple(
            Mention(self.type, m["text"], m["document"], m["line"], m["column"], m["text"], m["extractor"])
            for m in self.data.get("mentions") or ()
        )

    @property
    def merges(self) -> tuple[Merge, ...]:
        """The names that were merged into it, each with the reason."""
        return tuple(Merge(m["rule"], m["name"], m["document"], m["line"]) for m in self.data.get("merges") or ())

    def __str__(self) -> str:
        return f"{self.label} ({self.type}, {self.id})"

    def _repr_html_(self) -> str:
        colour = SCHEMA.entities[self.type].colour if self.type in SCHEMA.entities else "#777"
        return (
            f'<span style="color:{colour}">●</span> <b>{html.escape(self.label)}</b> '
            f"<small>{html.escape(self.type)} · {html.escape(self.id)}</small>"
        )


@dataclass(frozen=True)
class Edge:
    """A relation of a built graph: ``source`` --``key``--> ``target`` between ids. ``data`` is its record."""

    source: str
    key: str
    target: str
    confidence: float
    data: Record = field(default_factory=dict, repr=False, compare=False)

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """Where it was read, sorted by document, line and column. There is at least one."""
        return tuple(
            Evidence(
                e["document"],
                e["line"],
                e["column"],
                e["text"],
                e["extractor"],
                e["quote"],
                float(e.get("confidence", 1.0)),
                e.get("metric"),
                e.get("value"),
                e.get("unit"),
                bool(e.get("gain")),
            )
            for e in self.data.get("evidence") or ()
        )

    @property
    def metric(self) -> str | None:
        """The metric of a printed result."""
        return self.data.get("metric")

    @property
    def value(self) -> str | None:
        """The value of a printed result, as printed."""
        return self.data.get("value")

    @property
    def unit(self) -> str | None:
        """The unit of a printed result."""
        return self.data.get("unit")

    @property
    def gain(self) -> bool:
        """Whether the printed result is a gain over something else, not a score."""
        return bool(self.data.get("gain"))

    @property
    def results(self) -> tuple[dict[str, Any], ...]:
        """All printed results: what there is of ``metric``, ``value`` and ``unit``, and ``gain`` where it is one."""
        one = {name: self.data[name] for name in ("metric", "value", "unit", "gain") if self.data.get(name) is not None}
        return tuple(dict(result) for result in self.data.get("results") or ([one] if one else []))

    def __str__(self) -> str:
        result = f" ({printed_results(self)})" if self.results else ""
        return f"{self.source} {self.key} {self.target}{result}"

    def _repr_html_(self) -> str:
        return html.escape(str(self))


@dataclass(frozen=True)
class RejectedEdge:
    """A relation that documents state and that somebody rejected: who, when, why, and on which line of the log ``document``.

    ``source`` and ``target`` are the names of its ends.
    """

    edge: Edge
    source: str
    target: str
    author: str
    date: str
    reason: str
    document: str
    line: int

    def __str__(self) -> str:
        return f"{self.edge}: rejected by {self.author}, {self.date}: {self.reason}"

    def _repr_html_(self) -> str:
        return html.escape(str(self))


@dataclass(frozen=True)
class Hidden:
    """What a limit left out: numbers of nodes and of edges.

    ``at_least`` is True when more may stand behind what was left out, which was not looked at.
    """

    nodes: int = 0
    edges: int = 0
    at_least: bool = False

    def __bool__(self) -> bool:
        return self.nodes > 0 or self.edges > 0

    def __str__(self) -> str:
        if not self:
            return "nothing left out"
        return f"{'at least ' if self.at_least else ''}{counted(self.nodes, 'node')} and {counted(self.edges, 'link')} to them left out"


@dataclass(frozen=True)
class Subgraph:
    """A part of a graph: nodes sorted by distance and id, all edges between them that fit, and what was left out.

    ``centres`` are the ids that it was asked around, ``distances`` the hops from them by id.
    """

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    hidden: Hidden = Hidden()
    centres: tuple[str, ...] = ()
    distances: Mapping[str, int] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def by_id(self) -> dict[str, Node]:
        """The nodes by id."""
        return {node.id: node for node in self.nodes}

    def to_networkx(self) -> networkx.MultiDiGraph:
        """Return a new MultiDiGraph with the keys of ``graph.json``: nodes by id, edges keyed by relation."""
        return to_networkx(self.nodes, self.edges)

    def to_pandas(self) -> tuple[pandas.DataFrame, pandas.DataFrame]:
        """Return two new tables: nodes and edges."""
        import pandas as pd

        nodes = pd.DataFrame(
            [
                (n.id, n.type, n.label, n.labels.get("zh"), n.labels.get("en"), n.url, n.year, self.distances.get(n.id))
                for n in self.nodes
            ],
            columns=["id", "type", "label", "label_zh", "label_en", "url", "year", "distance"],
        )
        edges = pd.DataFrame(
            [
                (
                    e.source,
                    e.key,
                    e.target,
                    e.confidence,
                    e.metric,
                    e.value,
                    e.unit,
                    e.gain,
                    len(e.data.get("evidence", ())),
                )
                for e in self.edges
            ],
            columns=["source", "relation", "target", "confidence", "metric", "value", "unit", "gain", "evidence"],
        )
        return nodes, edges

    def to_pptx(self, out: FilePath | str | BinaryIO, **options: Any) -> None:
        """Write it as slides of native shapes, the evidence in the notes; see ``kgraph.present.drawings`` for ``options``."""
        self._export("pptx", out, options)

    def to_svg(self, out: FilePath | str | BinaryIO, **options: Any) -> None:
        """Write it as an SVG picture; see ``kgraph.present.drawings`` for ``options``."""
        self._export("svg", out, options)

    def to_pdf(self, out: FilePath | str | BinaryIO, **options: Any) -> None:
        """Write it as a PDF, a page a slide; see ``kgraph.present.drawings`` for ``options``."""
        self._export("pdf", out, options)

    def to_png(self, out: FilePath | str | BinaryIO, **options: Any) -> None:
        """Write it as a PNG picture; see ``kgraph.present.drawings`` for ``options``."""
        self._export("png", out, options)

    def _export(self, format: str, out: FilePath | str | BinaryIO, options: Mapping[str, Any]) -> None:
        # Found by name, as plug-ins are: files are made in a layer above this one.
        export = import_module("kgraph.present.export").export
        title = ", ".join(self.by_id[id_].label for id_ in self.centres if id_ in self.by_id) or "kgraph"
        known = {"title": title, "centres": self.centres, "distances": self.distances, "hidden": self.hidden.nodes}
        export(self.to_networkx(), format, out, **{**known, **options})

    def __str__(self) -> str:
        names = {node.id: node.label for node in self.nodes}
        lines = [f"{counted(len(self.nodes), 'node')}, {counted(len(self.edges), 'edge')}; {self.hidden}"]
        lines += [f"  {names[e.source]} {e.key} {names[e.target]}" for e in self.edges[:20]]
        if len(self.edges) > 20:
            lines.append(f"  … and {len(self.edges) - 20:,} more edges")
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        names = {node.id: node.label for node in self.nodes}
        rows = [(names[e.source], e.key, names[e.target], f"{e.confidence:.2f}") for e in self.edges[:50]]
        caption = (
            f"{counted(len(self.nodes), 'node')}, {counted(len(self.edges), 'edge')} ({len(rows)} shown); {self.hidden}"
        )
        return html_table(("from", "relation", "to", "confidence"), rows, caption)


@dataclass(frozen=True)
class Hit:
    """A node found by a search. ``score`` is 1 for the very name and falls to 0; ``matched`` is the name that matched.

    ``reason`` is one of ``name``, ``beginning``, ``words``, ``part``, ``acronym``, ``pinyin``, ``spelling``.
    """

    node: Node
    score: float
    reason: str
    matched: str

    def __str__(self) -> str:
        also = "" if self.matched == self.node.label else f" as “{self.matched}”"
        return f"{self.node} by {self.reason}{also}"

    def _repr_html_(self) -> str:
        return f"{self.node._repr_html_()} <small>{html.escape(self.reason)}: {html.escape(self.matched)}</small>"


@dataclass(frozen=True)
class Path:
    """A way from one node to another: ``nodes`` in order, and for each step the edges between the two nodes.

    ``cost`` counts one per step, and more for passing through a node with many links.
    """

    nodes: tuple[Node, ...]
    steps: tuple[tuple[Edge, ...], ...]
    cost: float

    @property
    def edges(self) -> tuple[Edge, ...]:
        """All edges of all steps, in order."""
        return tuple(edge for step in self.steps for edge in step)

    def to_subgraph(self) -> Subgraph:
        """Return the path as a part of the graph; its ends are the centres, the distances count from its start."""
        distances = {node.id: place for place, node in enumerate(self.nodes)}
        ends = tuple(dict.fromkeys((self.nodes[0].id, self.nodes[-1].id)))
        return Subgraph(self.nodes, self.edges, Hidden(), ends, distances)

    def to_networkx(self) -> networkx.MultiDiGraph:
        """Return a new MultiDiGraph of the path with the keys of ``graph.json``."""
        return to_networkx(self.nodes, self.edges)

    def __len__(self) -> int:
        return len(self.steps)

    def __str__(self) -> str:
        text = self.nodes[0].label
        for node, step in zip(self.nodes[1:], self.steps, strict=True):
            forward = [edge.key for edge in step if edge.target == node.id]
            back = [edge.key for edge in step if edge.target != node.id]
            arrows = [f"—{'/'.join(forward)}→"] * bool(forward) + [f"←{'/'.join(back)}—"] * bool(back)
            text += f" {' '.join(arrows)} {node.label}"
        return text

    def _repr_html_(self) -> str:
        return html.escape(str(self))


class Results(list[Shown]):
    """A list of results that shows itself in a notebook, an item a line; otherwise it is a list like any other."""

    def _repr_html_(self) -> str:
        if not self:
            return "<i>nothing found</i>"
        return f"<ol>{''.join(f'<li>{item._repr_html_()}</li>' for item in self)}</ol>"


@dataclass(frozen=True)
class Reason:
    """Why two entities are related, in words; ``nodes`` are the ids that take part beside the two.

    ``kind`` is ``relation`` (one is related to the other), ``both`` (both have a relation to a third), ``of both`` (a third
    has a relation to both) or ``way`` (a chain of relations). ``edges`` are the relations that say so, with their evidence.
    """

    text: str
    relation: str = ""
    nodes: tuple[str, ...] = ()
    kind: str = field(default="", compare=False)
    edges: tuple[Edge, ...] = field(default=(), repr=False, compare=False)

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Related:
    """A node that is like another. A higher ``score`` is closer; ``reasons`` come strongest first."""

    node: Node
    score: float
    reasons: tuple[Reason, ...]

    def __str__(self) -> str:
        return f"{self.node}: {'; '.join(map(str, self.reasons))}"

    def _repr_html_(self) -> str:
        return f"{self.node._repr_html_()} <small>{html.escape('; '.join(map(str, self.reasons)))}</small>"


@dataclass(frozen=True)
class Description:
    """All that is known of one entity: the node, its relations in both directions, and the nodes at their ends.

    ``neighbours`` maps ids to nodes. ``hidden`` counts relations that a limit left out.
    """

    node: Node
    iri: str
    outgoing: tuple[Edge, ...]
    incoming: tuple[Edge, ...]
    neighbours: Mapping[str, Node] = field(repr=False)
    hidden: Hidden = Hidden()

    @property
    def mentions(self) -> tuple[Mention, ...]:
        """The places that name it."""
        return self.node.mentions

    @property
    def merges(self) -> tuple[Merge, ...]:
        """What was merged into it, and why."""
        return self.node.merges

    def __str__(self) -> str:
        return "\n".join(f"{name}: {value}" if name else value for name, value in self._rows())

    def _repr_html_(self) -> str:
        return html_table(("", ""), list(self._rows()), "")

    def _rows(self) -> Iterator[tuple[str, str]]:
        node = self.node
        yield node.type, f"{node.label} ({node.id})"
        if node.aliases:
            yield "also", ", ".join(node.aliases)
        for url in node.urls:
            yield "address", url
        if node.year is not None:
            yield "year", str(node.year)
        for edge in self.outgoing:
            yield edge.key, f"{self.neighbours[edge.target].label}{_source(edge)}"
        for edge in self.incoming:
            yield f"← {edge.key}", f"{self.neighbours[edge.source].label}{_source(edge)}"
        if self.hidden:
            yield "left out", str(self.hidden)
        for mention in node.mentions:
            yield "named", f"“{mention.text}” in {mention.document}:{mention.line}"
        for merge in node.merges:
            yield "merged", f"{merge.name} ({merge.rule})"


@dataclass(frozen=True)
class SourceDocument:
    """A document that the graph was built from. ``iri`` also names the RDF graph of what it states."""

    path: str
    title: str
    format: str
    sha256: str
    size: int
    iri: str


@dataclass(frozen=True)
class Statistics:
    """Counts of a graph: how much of what there is. ``types`` and ``relations`` are in the schema's order."""

    counts: Mapping[str, int]
    types: Mapping[str, int]
    relations: Mapping[str, int]

    def __str__(self) -> str:
        rows = [*self.counts.items(), *self.types.items(), *self.relations.items()]
        width = max((len(name) for name, _ in rows), default=0)
        return "\n".join(f"{name:<{width}}  {count:>12,}" for name, count in rows)

    def _repr_html_(self) -> str:
        rows = [*self.counts.items(), *self.types.items(), *self.relations.items()]
        return html_table(("", "number"), [(name, f"{count:,}") for name, count in rows], "")


def to_networkx(nodes: Iterable[Node], edges: Iterable[Edge]) -> networkx.MultiDiGraph:
    """Return a new MultiDiGraph of these nodes and edges, with the keys of ``graph.json``."""
    import networkx

    graph = networkx.MultiDiGraph()
    for node in nodes:
        graph.add_node(node.id, **{name: value for name, value in node.data.items() if name != "id"})
    for edge in edges:
        data = {name: value for name, value in edge.data.items() if name not in ("source", "target", "key")}
        graph.add_edge(edge.source, edge.target, edge.key, **data)
    return graph


def html_table(head: Sequence[str], rows: Sequence[Sequence[str]], caption: str) -> str:
    """Return an HTML table; every text is escaped."""

    def row(tag: str, cells: Sequence[str]) -> str:
        return "<tr>" + "".join(f"<{tag}>{html.escape(str(cell))}</{tag}>" for cell in cells) + "</tr>"

    top = row("th", head) if any(head) else ""
    note = f"<caption>{html.escape(caption)}</caption>" if caption else ""
    return f"<table>{note}{top}{''.join(row('td', cells) for cells in rows)}</table>"


def printed_results(edge: Edge) -> str:
    """Return the printed results of an edge in words: "EM 85.1, F1 91.8"."""
    return ", ".join(map(result_text, edge.results))


def _source(edge: Edge) -> str:
    result = printed_results(edge)
    places = [f"{e['document']}:{e['line']}" for e in edge.data.get("evidence", ())]
    more = f" and {len(places) - 1} more" if len(places) > 1 else ""
    return f"{f' ({result})' if result else ''}" + (f" [{places[0]}{more}]" if places else "")
