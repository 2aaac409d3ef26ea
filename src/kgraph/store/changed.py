"""Write a graph that differs little from the last build: each file is the last one with some records changed.

The bytes of ``graph.nq``, ``graph.json`` and the tables are those that ``write`` would write of the whole graph; the databases
hold the same, numbered otherwise.
"""

from __future__ import annotations

import shutil
from bisect import bisect_left
from collections import Counter
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import numpy as np

from kgraph.core import BuildSettings, GraphChanges, Resolution
from kgraph.core.errors import GraphBusyError
from kgraph.store import adjacency, documents, names, rejected
from kgraph.store import folder as folders
from kgraph.store.names import Renamed
from kgraph.store.nodelink import NAME as NODE_LINK
from kgraph.store.nodelink import NodeLinkFile
from kgraph.store.numbers import Numbers
from kgraph.store.oxigraph import FOLDER as STORE
from kgraph.store.oxigraph import copy_changed
from kgraph.store.rdf import QUADS, changed_texts
from kgraph.store.splice import Array, Segment, SortedLines, fresh, moved, origins, plan, splice_lines
from kgraph.store.tables import EDGES, NODES, write_changed_tables
from kgraph.store.write import Report, write_report

_KNOWN = {QUADS, NODE_LINK, rejected.NAME, NODES, EDGES, STORE, adjacency.FOLDER, folders.MANIFEST, "build.json"}


def can_change(folder: Path) -> bool:
    """Return whether all files of the build in ``folder`` are such that this module knows how to change them."""
    last = folders.current_build(folder)
    return last is not None and {path.name for path in folders.build_path(folder, last).iterdir()} == _KNOWN


def write_changes(changes: GraphChanges, folder: Path, settings: BuildSettings, report: Report) -> None:
    """Write all files of the graph that ``changes`` make of the last build in ``folder``; see ``write.write_graph``.

    Raises GraphBusyError also when another process has built there since, and NoRoomError when the search index has to be
    written anew. Copies the large files; all else costs what changes.
    """
    last = folders.build_path(folder, changes.last)
    with (
        folders.writing(folder, settings.keep) as draft,
        closing(SortedLines(last / QUADS)) as lines,
        ThreadPoolExecutor(3) as threads,
    ):
        if folders.current_build(folder) != changes.last:
            raise GraphBusyError(folder, "")
        target, index = draft.path, draft.path / adjacency.FOLDER
        index.mkdir()
        texts = changed_texts(changes, settings.base)
        gone, come, checksum = splice_lines(lines, target / QUADS, texts, threads)
        stored = threads.submit(copy_changed, last / STORE, target / STORE, gone, come)
        tables = _write_records(changes, last, target, threads)
        rejected.write_rejected(Resolution((), (), rejected=changes.rejected[1]), target / rejected.NAME)
        stored.result()
        quads = folders.manifest_counts(last)["quads"] - len(gone) + len(come)
        counts = {**changes.counts, "quads": quads}
        draft.manifest.update(base=settings.base, graph=checksum(), counts=counts, key=changes.key)
        write_report(target, report())
        tables.result()


def _write_records(changes: GraphChanges, last: Path, target: Path, threads: ThreadPoolExecutor) -> Future[None]:
    """Write what numbers nodes and edges: ``graph.json`` and the index; return what waits for the tables."""
    was, index = last / adjacency.FOLDER, target / adjacency.FOLDER
    arrays = {name: np.load(was / f"{name}.npy") for name in ("node_starts", "edge_starts", "nodes", "edges")}
    written = NodeLinkFile(last / NODE_LINK, arrays["node_starts"], arrays["edge_starts"])
    try:
        count = len(arrays["nodes"])
        nodes = plan(count, written.id_at, [(id_, pair[1]) for id_, pair in sorted(changes.entities.items())])
        edges = plan(
            len(arrays["edges"]), written.key_at, [(key, pair[1]) for key, pair in sorted(changes.relations.items())]
        )
        tables = threads.submit(write_changed_tables, last, nodes, edges, target)
        node_starts, edge_starts = written.write_changed(nodes, edges, target / NODE_LINK)
        where = _Where(nodes, count, written)
        before = arrays["nodes"][np.maximum(origins(nodes), 0)]
        new_nodes = list(fresh(nodes))
        before[[place for place, _ in new_nodes]] = adjacency.node_array([entity for _, entity in new_nodes])
        rows = arrays["edges"][np.maximum(origins(edges), 0)]
        rows["source"], rows["target"] = where.moved[rows["source"]], where.moved[rows["target"]]
        new_edges = list(fresh(edges))
        ends = {id_ for _, edge in new_edges for id_ in (edge.source, edge.target)}
        rows[[place for place, _ in new_edges]] = adjacency.edge_array(
            [edge for _, edge in new_edges], {id_: where.now(id_) for id_ in ends}
        )
        adjacency.save(before, rows, node_starts, edge_starts, index)
        numbers = Numbers(was, where.moved, len(before))
        numbers.write(index)
        _write_index(changes, was, index, numbers, where)
        return tables
    finally:
        written.close()


class _Where:
    """Where nodes stood and stand, by id."""

    def __init__(self, nodes: list[Segment], count: int, written: NodeLinkFile):
        self.moved: Array = moved(origins(nodes), count)
        self._new = {entity.id: place for place, entity in fresh(nodes)}
        self._count, self._written = count, written

    def before(self, id_: str) -> int | None:
        """Return where the node stood, None when there was none."""
        place = bisect_left(range(self._count), id_, key=self._written.id_at)
        return place if place < self._count and self._written.id_at(place) == id_ else None

    def now(self, id_: str) -> int:
        """Return where the node stands."""
        if id_ in self._new:
            return self._new[id_]
        place = self.before(id_)
        assert place is not None
        return int(self.moved[place])


def _write_index(changes: GraphChanges, was: Path, index: Path, numbers: Numbers, where: _Where) -> None:
    for name in (names.NAME, documents.NAME):
        shutil.copyfile(was / name, index / name)
    links: Counter[str] = Counter()
    for before, after in changes.relations.values():
        for relation, sign in ((before, -1), (after, 1)):
            if relation is not None:
                links[relation.source] += sign
                links[relation.target] += sign

    def number(id_: str, there: bool) -> int:
        if there:
            return numbers.now(where.now(id_))
        place = where.before(id_)
        assert place is not None
        return numbers.before(place)

    renamed = []
    for id_ in sorted({*changes.entities, *(id_ for id_, change in links.items() if change)}):
        old, new = changes.ends[0].get(id_), changes.ends[1].get(id_)
        if old != new or links[id_]:
            place = where.now(id_) if new is not None else -1
            renamed.append(Renamed(number(id_, new is not None), place, old, new, links[id_]))
    names.update_names(renamed, lambda number: int(numbers.places[number]), index / names.NAME)
    rows = [(number(id_, new is not None), old, new) for id_, (old, new) in changes.entities.items()]
    documents.update_documents(changes.documents, rows, changes.relations.values(), index / documents.NAME)
