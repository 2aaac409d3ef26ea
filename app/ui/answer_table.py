"""An answer as a table: entities by their names, places in documents as links, literals as text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any
from urllib.parse import unquote

import streamlit as st

from kgraph import Edge, Graph, Node
from kgraph.core import SCHEMA
from kgraph.present.text import safe_link
from kgraph.query.profile import short
from kgraph.query.sparql import Term
from ui import language
from ui.desk import Run
from ui.language import say
from ui.panel import Content, el, entity, go, link, panel, place, quote
from ui.panel import table as made_table

PAGE = 50
_LONG = 240
_NUMBERS = {"xsd:integer", "xsd:decimal", "xsd:double", "xsd:float", "xsd:gYear", "xsd:int", "xsd:long"}
_PROVENANCE = re.compile(r"(statement|evidence|mention|merge)/[0-9a-f]+")
_AROUND = 200
"""Entities of a page among which relations are looked for."""


class Page:
    """Some rows of an answer, with what is known of the things in them."""

    def __init__(self, graph: Graph, rows: Sequence[tuple[Term | None, ...]]):
        self.graph, self.rows, self.base = graph, rows, graph.base
        iris = {term.value for row in rows for term in row if term is not None and term.kind == "iri"}
        local = {iri: iri.removeprefix(self.base) for iri in sorted(iris) if iri.startswith(self.base)}
        self.nodes = {iri: node for iri, id_ in local.items() if (node := graph.find(id_)) is not None}
        self.places = self._places([iri for iri, id_ in local.items() if _PROVENANCE.match(id_)])
        self.edges = self._edges()

    @cached_property
    def paths(self) -> frozenset[str]:
        """The paths of the graph's documents."""
        return frozenset(document.path for document in self.graph.documents())

    def _places(self, iris: Sequence[str]) -> dict[str, list[tuple[str, int]]]:
        """Return where statements, evidence, mentions and merges were read."""
        if not iris:
            return {}
        listed = " ".join(f"<{iri}>" for iri in iris)
        found: dict[str, list[tuple[str, int]]] = {}
        for row in self.graph.query(
            f"SELECT ?thing ?path ?line WHERE {{ VALUES ?thing {{ {listed} }} {{ ?thing kg:line ?line ; prov:wasDerivedFrom ?document }} "
            "UNION { ?evidence kg:supports ?thing ; kg:line ?line ; prov:wasDerivedFrom ?document } "
            "?document dcterms:identifier ?path } ORDER BY ?path ?line"
        ):
            found.setdefault(row["thing"], []).append((row["path"], row["line"]))
        return found

    def _edges(self) -> dict[tuple[str, str], list[Edge]]:
        ids = [node.id for node in self.nodes.values()]
        if not 2 <= len(ids) <= _AROUND:
            return {}
        found: dict[tuple[str, str], list[Edge]] = {}
        for edge in self.graph.neighbourhood(ids, hops=0, limit=max(len(ids), 1)).edges:
            found.setdefault((edge.source, edge.target), []).append(edge)
        return found

    def relations(self, row: Sequence[Term | None]) -> list[Edge]:
        """Return the relations between the entities of a row."""
        ids = list(dict.fromkeys(self.nodes[t.value].id for t in row if t is not None and t.value in self.nodes))
        return [edge for one in ids for other in ids if one != other for edge in self.edges.get((one, other), ())]


def table(graph: Graph, run: Run) -> None:
    """Show a page of the rows, in the order that the reader chose."""
    result = run.result
    assert result is not None
    total = len(result)
    number = min(int(run.choices.get("page", 0)), (total - 1) // PAGE)
    columns = result.variables if result.kind == "solutions" else ("subject", "predicate", "object")
    page = Page(graph, _rows(run, number * PAGE, (number + 1) * PAGE))
    content = [_table(page, columns, run), *_pager(number, total)]
    act = panel(content, key="desk_table")
    if isinstance(act, dict):
        run.choices.update(act)
        if "sort" in act:
            run.choices["page"] = 0
        st.rerun(scope="fragment")


def _rows(run: Run, start: int, stop: int) -> list[tuple[Term | None, ...]]:
    assert run.result is not None
    order = run.choices.get("sort")
    if not order:
        return list(run.result.rows(start, stop))
    if run.choices.get("sorted_by") != order:
        column, down = order
        rows = list(run.result.rows())
        rows.sort(key=lambda row: sort_key(row[column]), reverse=down)
        run.choices.update(sorted=rows, sorted_by=order)
    return list(run.choices["sorted"][start:stop])


def sort_key(term: Term | None) -> tuple[int, float, str]:
    """Return what a column is sorted by: nothing first, then numbers, then text."""
    if term is None:
        return (0, 0.0, "")
    if term.kind == "literal" and short(term.datatype) in _NUMBERS:
        try:
            return (1, float(term.value), "")
        except ValueError:
            pass
    return (2, 0.0, term.value.casefold())


def _table(page: Page, columns: Sequence[str], run: Run) -> Content:
    repeated = _repeated(page, columns)
    shown = [(number, name) for number, name in enumerate(columns) if name not in repeated]
    rows = []
    evidence = any(page.relations(row) for row in page.rows)
    for row in page.rows:
        cells: list[Content | None] = [
            _path(page, columns, row, number) or cell(page, row[number]) for number, _ in shown
        ]
        rows.append([*cells, _evidence(page, row)] if evidence else cells)
    head = [_head(number, name, run) for number, name in shown] + ([say("evidence")] if evidence else [])
    made = made_table(head, rows, kind="rows-of-answer")
    if not repeated:
        return made
    note = say("desk_repeated", columns=", ".join(f"?{name}" for name in repeated))
    return el("div", made, el("p", el("small", note)))


def _head(number: int, name: str, run: Run) -> Any:
    chosen = run.choices.get("sort")
    mine = chosen is not None and chosen[0] == number
    sign = ("▼" if chosen[1] else "▲") if mine else ""
    following = [number, not chosen[1]] if mine else [number, False]
    return el("button", language.cut(name, 60), el("span", f" {sign}", aria_hidden="true"), kind="sort",
              act={"sort": following}, title=say("desk_sort"))  # fmt: skip


def _repeated(page: Page, columns: Sequence[str]) -> list[str]:
    """Return the columns that only repeat the names of the entities in another one: ``paperLabel`` beside ``paper``."""
    found = []
    for number, name in enumerate(columns):
        base = name.removesuffix("Label")
        if base == name or base not in columns:
            continue
        pairs = [(row[columns.index(base)], row[number]) for row in page.rows]
        if all(
            (one is None and two is None) or (one is not None and two is not None and _is_name(page, one, two))
            for one, two in pairs
        ):
            found.append(name)
    return found


def _is_name(page: Page, thing: Term, name: Term) -> bool:
    node = page.nodes.get(thing.value)
    return node is not None and name.value in (node.label, *node.labels.values())


def cell(page: Page, term: Term | None) -> Content:
    """Return what a cell shows."""
    if term is None:
        return el("span", "—", kind="quiet", aria_label=say("desk_unbound"))
    if term.kind != "iri":
        return _literal(term)
    if node := page.nodes.get(term.value):
        return entity(node, 110)
    if places := page.places.get(term.value):
        more = [el("small", f" +{len(places) - 1}")] if len(places) > 1 else []
        return el("span", place(*places[0]), *more)
    if term.value.startswith(f"{page.base}document/"):
        return _document(term.value.removeprefix(f"{page.base}document/"))
    return _vocabulary(term.value)


def _path(page: Page, columns: Sequence[str], row: Sequence[Term | None], number: int) -> Content | None:
    """Return a link into the document that a text is the path of, at the row's line."""
    term = row[number]
    if term is None or term.kind != "literal" or "path" not in columns[number].lower() or term.value not in page.paths:
        return None
    line = row[columns.index("line")] if "line" in columns else None
    if line is not None and line.value.isdigit():
        return place(term.value, int(line.value))
    return _document(term.value)


def _literal(term: Term) -> Content:
    datatype = short(term.datatype)
    if datatype in _NUMBERS:
        return el("span", term.value, kind="number")
    if datatype == "xsd:anyURI" and safe_link(term.value):
        return link(term.value)
    tag = [" ", el("small", term.language, kind="tongue", title=say("desk_language"))] if term.language else []
    if len(term.value) > _LONG:
        cut = language.cut(term.value, _LONG)
        return el("details", el("summary", cut), el("span", term.value, dir="auto"), *tag, kind="long")
    return el("span", el("span", term.value, dir="auto"), *tag)


def _document(path: str) -> Content:
    name, _, line = unquote(path).partition("#L")
    if line.isdigit():
        return place(name, int(line))
    return el("a", language.cut(name, 90), kind="place", go=go("document", document=name))


def _vocabulary(iri: str) -> Content:
    name = short(iri)
    local = name.removeprefix("kg:")
    if local in SCHEMA.relations:
        return el("span", language.relation_name(local), " ", el("small", name))
    if local in SCHEMA.entities:
        return el("span", language.type_name(local), " ", el("small", name))
    if name == iri and safe_link(iri):
        return link(iri)
    return el("code", language.cut(name, 160), title=iri)


def _evidence(page: Page, row: Sequence[Term | None]) -> Content | None:
    """Return the words behind the relations between the entities of a row."""
    edges = page.relations(row)
    if not edges:
        return None
    names = {node.id: node for node in page.nodes.values()}
    items = [item for edge in edges for item in _words(edge, names)]
    return el("details", el("summary", f"❝ {len(items):,}"), *items, kind="words")


def _words(edge: Edge, names: dict[str, Node]) -> Iterable[Content]:
    said = f"{language.label(names[edge.source], 40)} {language.relation_name(edge.key)} {language.label(names[edge.target], 40)}"
    for item in edge.evidence:
        yield el(
            "p",
            el("small", said),
            " ",
            quote(item.quote or item.text, item.text, 220),
            " ",
            place(item.document, item.line),
        )


def _pager(number: int, total: int) -> list[Content]:
    if total <= PAGE:
        return []
    last = (total - 1) // PAGE
    first_row, last_row = number * PAGE + 1, min((number + 1) * PAGE, total)
    steps = [
        ("«", 0, "desk_first"),
        ("‹", number - 1, "desk_before"),
        ("›", number + 1, "desk_next"),
        ("»", last, "desk_last"),
    ]
    buttons = [
        el("button", sign, act={"page": target}, aria_label=say(key), title=say(key))
        for sign, target, key in steps
        if 0 <= target <= last and target != number
    ]
    line = say("desk_page", first=first_row, last=last_row, total=total)
    return [el("nav", el("span", line, kind="quiet"), *buttons, kind="chips", aria_label=say("desk_pages"))]
