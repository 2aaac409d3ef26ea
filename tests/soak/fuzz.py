"""Mutated documents of all formats: no crash, no invalid output, a bounded time, and nothing that gets out of its quotes."""

from __future__ import annotations

import contextlib
import csv
import gc
import io
import itertools
import json
import math
import re
import time
import zipfile
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import networkx
import pptx
import rdflib
from tests.soak.texts import CANARY, documents

import kgraph
from kgraph.core.errors import UnreadableDocumentError
from kgraph.extract import extract, load_lexicon
from kgraph.pipeline import build
from kgraph.present.export import export
from kgraph.read import read_document
from kgraph.store import check_graph

BATCH = 250
"""Documents that are built into one graph, whose files are then looked at."""

_FORMATS = ("csv", "graphml", "gexf", "cyjs", "dot", "mermaid", "md", "bib", "html", "svg", "pptx")
_NUMBER = re.compile(r"[+-]\d+(?:\.\d+)?(?:e[+-]?\d+)?%?", re.I)
_SAFE = re.compile(r"https?://|mailto:|#|data:(?:font|image)/", re.I)


def allowed_seconds(size: int) -> float:
    """Return how long a document of ``size`` bytes may take: 2 s, and 1 s per MB."""
    return 2.0 + size / 1e6


def read(path: str, data: bytes) -> float:
    """Read and extract one document as a build does, and return the seconds of the processor that it took (the least
    of up to three times where it took too long).

    Whatever is not UnreadableDocumentError is raised: a build would report it, but it is a fault.
    """
    best = math.inf
    # What else this process holds must not count: the collector of garbage walks over all of it.
    gc.disable()
    try:
        for _ in range(3):
            started = time.process_time()
            with contextlib.suppress(UnreadableDocumentError):
                extract(read_document(path, data), load_lexicon(()))
            best = min(best, time.process_time() - started)
            if best < allowed_seconds(len(data)):
                break
    finally:
        gc.enable()
    return best


def run(count: int, folder: Path, seed: int = 1) -> dict[str, Any]:
    """Read ``count`` documents and look at the graphs of all of them; return what was measured. Raises at the first fault."""
    slowest, worst, total = 0.0, "", 0
    batches = 0
    load_lexicon(())
    for batch in _batches(documents(count, seed)):
        raw = folder / f"raw{batches}"
        for path, data in batch:
            total += len(data)
            seconds = read(path, data)
            share = seconds / allowed_seconds(len(data))
            assert share <= 1, f"{path} took {seconds:.2f} s for {len(data):,} bytes"
            if share > slowest:
                slowest, worst = share, path
            file = raw / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
        check_build(raw, folder / "graph")
        batches += 1
    return {"documents": count, "bytes": total, "graphs": batches, "slowest": f"{slowest:.0%} of its limit ({worst})"}


def _batches(items: list[tuple[str, bytes]]) -> Iterator[list[tuple[str, bytes]]]:
    rest = iter(items)
    while batch := list(itertools.islice(rest, BATCH)):
        yield batch


def check_build(raw: Path, graph: Path) -> None:
    """Build the documents of ``raw`` and hold every kind of file that comes of them against its format."""
    report = build([raw], graph)
    faults = [row for row in report.data["problems"] if "failed" in str(row["reason"])]  # type: ignore[attr-defined]
    assert not faults, faults
    data = json.loads((graph / "graph.json").read_text("utf-8"))
    networkx.node_link_graph(data, edges="edges")
    for node in data["nodes"]:
        assert all(url.startswith(("http://", "https://", "mailto:")) for url in node["urls"]), node["urls"]
    triples = rdflib.Dataset()
    triples.parse(graph / "graph.nq", format="nquads")
    assert not any(CANARY in str(term) for quad in triples.quads() for term in quad[:2] if str(term).startswith("x:"))
    assert not list(check_graph(graph))
    with kgraph.open(graph) as opened:
        part = _some(opened)
        for format in _FORMATS:
            out = io.BytesIO()
            export(part, format, out, title="All")
            check_file(format, out.getvalue())


def _some(opened: kgraph.Graph) -> networkx.MultiDiGraph:
    """Return a part of the graph that fits a page: the entities that most is said of, and all whose name tries to be code."""
    whole = opened.to_networkx()
    told = sorted(whole, key=lambda id_: (CANARY not in str(whole.nodes[id_]), -whole.degree(id_), id_))
    return whole.subgraph(told[:60]).copy()


def check_file(format: str, content: bytes) -> None:
    """Raise when the bytes are not of their format, or hold text of a document as code."""
    if format in ("graphml", "gexf", "svg"):
        ElementTree.fromstring(content)
    elif format == "cyjs":
        json.loads(content)
    elif format == "csv":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                _no_formula(csv.reader(io.StringIO(archive.read(name).decode("utf-8-sig"), newline="")))
    elif format == "pptx":
        slides = pptx.Presentation(io.BytesIO(content)).slides
        assert len(slides) > 0
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                if name.endswith(".rels"):
                    assert not re.search(
                        r'Target="(?!https?:|mailto:|\.\./|/|[\w]+[/.])', archive.read(name).decode()
                    ), name
    else:
        content.decode("utf-8")
    if format in ("html", "svg"):
        page = _Page()
        page.feed(content.decode("utf-8"))
        page.close()
        assert page.scripts <= 3 and not page.faults, page.faults


class _Page(HTMLParser):
    """Collects what of a page could run or ask: scripts, handlers, and addresses that are none of the web."""

    def __init__(self) -> None:
        super().__init__()
        self.scripts = 0
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Count a script, and note a handler or an address."""
        self.scripts += tag == "script"
        for name, value in attrs:
            if name.startswith("on") or (name in ("href", "src", "xlink:href") and not _SAFE.match(value or "")):
                self.faults.append(f"<{tag} {name}={(value or '')[:80]}>")


def _no_formula(rows: Iterable[list[str]]) -> None:
    for row in rows:
        formulas = [cell for cell in row if cell[:1] and cell[:1] in "=+-@\t\r＝＋－＠" and not _NUMBER.fullmatch(cell)]
        assert not formulas, formulas
