"""Results as tables: one function per kind of result, each gives tables in the order they are shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from kgraph.core.curation import Entry
from kgraph.core.quantities import result_text
from kgraph.core.schema import SCHEMA
from kgraph.core.text import counted
from kgraph.present.terminal import Table

if TYPE_CHECKING:
    from kgraph.query.curator import Decision
    from kgraph.query.doubts import DoubtfulPair, Side
    from kgraph.query.evaluate import Evaluation, Score
    from kgraph.query.results import Description, Edge, Hit, Node, Path, RejectedEdge, Related, Statistics, Subgraph
    from kgraph.query.templates import Template
    from kgraph.store.check import Violation

_LONGEST = 80
"""Characters of a quote in a table; ``--format json`` gives all of it."""


def build_tables(report: Mapping[str, Any]) -> Iterator[Table]:
    """Give what a build made, and how much of the input was not understood."""
    counts = report["counts"]
    for name, by in (("entities", "by type"), ("relations", "by kind")):
        yield Table((name, ""), (*_in_order(counts[f"{name} {by}"]), ("in all", counts[name])))
    lines = [("documents", counts["documents"]), ("list items, table rows and links", counts["listed"])]
    lines += [("understood or skipped", counts["understood"]), ("lines skipped", len(report["skipped"]))]
    yield Table(("read", ""), (*lines, ("problems", len(report["problems"]))))


def hit_tables(hits: Sequence[Hit]) -> Iterator[Table]:
    """Give what a search found, best first."""
    rows = tuple(
        (
            hit.node.label,
            hit.node.type,
            hit.reason if hit.matched == hit.node.label else f"{hit.reason} of {hit.matched}",
            hit.node.id,
        )
        for hit in hits
    )
    yield Table(("name", "type", "found by", "id"), rows)


def entity_tables(entity: Description, limit: int) -> Iterator[Table]:
    """Give an entity's names and facts, its statements, the places that name it, and what was merged into it."""
    node = entity.node
    facts = [("id", node.id), ("type", _kind(node.type)), ("year", node.year), *(("address", url) for url in node.urls)]
    facts += [(f"name ({language})", name) for language, name in node.labels.items() if name != node.label]
    facts += [("also", name) for name in node.aliases if name not in node.labels.values()]
    facts += [(name, ", ".join(values)) for name, values in node.attributes.items()]
    facts += [("part of", node.part_of)] if node.part_of else []
    facts += [("same as", iri) for iri in node.same_as]
    yield Table(("", ""), tuple(fact for fact in facts if fact[1] is not None), title=node.label)

    def end(name: str) -> str:
        return entity.neighbours[name].label if name in entity.neighbours else name

    statements = [
        *((f"{edge.key} →", end(edge.target), _result(edge), _place(edge), _quote(edge)) for edge in entity.outgoing),
        *((f"← {edge.key}", end(edge.source), _result(edge), _place(edge), _quote(edge)) for edge in entity.incoming),
    ]
    columns = ("statement", "", "result", "read at", "words")
    yield from cut(columns, statements, limit, len(statements) + entity.hidden.edges, "statements")
    mentions = [
        (f"{mention.document}:{mention.line}", _around(mention.text, mention.text)) for mention in entity.mentions
    ]
    yield from cut(("named at", "as"), mentions, limit, len(mentions), "places")
    merges = [
        (merge.name, merge.rule, f"{merge.document}:{merge.line}" if merge.line else "") for merge in entity.merges
    ]
    yield from cut(("merged name", "because", "at"), merges, limit, len(merges), "merged names")


def rejected_tables(rejected: Sequence[RejectedEdge], limit: int) -> Iterator[Table]:
    """Give statements that somebody rejected: what documents say, who rejected it, when and why."""
    rows = [
        (one.source, one.edge.key, one.target, _place(one.edge), one.author, one.date, one.reason) for one in rejected
    ]
    columns = ("rejected", "", "", "read at", "by", "on", "because")
    yield from cut(columns, rows, limit, len(rows), "rejected statements")


def decision_tables(decisions: Sequence[Decision]) -> Iterator[Table]:
    """Give the log of decisions: what each is about, who took it, when and why, and what became of it."""
    numbers = {one.entry.key: one.number for one in decisions}
    rows = tuple(
        (
            str(one.number),
            one.entry.date,
            one.entry.author,
            one.entry.action,
            about(one.entry, numbers),
            one.entry.reason,
            f"{one.state}: {one.note}" if one.note else one.state,
        )
        for one in decisions
    )
    note = counted(len(rows), "decision")
    yield Table(("", "on", "by", "decision", "about", "because", "state"), rows, note=note)


def about(entry: Entry, numbers: Mapping[str, int], relation: Callable[[str], str] = str) -> str:
    """Return what a decision is about, in names; ``numbers`` are those of the entries by key, ``relation`` names one.

    >>> about(Entry("undo", "Li", "2026-11-26", "a slip", value="3f9a1c02"), {"3f9a1c02": 4})
    'decision 4'
    """
    names = [reference.name for reference in entry.entities]
    if entry.action == "undo":
        return f"decision {numbers.get(entry.value, entry.value)}"
    if entry.action.endswith("statement"):
        return f"{names[0]} {relation(entry.value)} {names[1]}"
    if entry.action == "merge":
        return f"{names[0]} ← {names[1]}"
    if entry.action == "keep-apart":
        return f"{names[0]} ≠ {names[1]}"
    places = ", ".join(dict.fromkeys(place.document for place in entry.places))
    return " → ".join([*names, entry.value]) + (f" ({places})" if places else "")


def entity_data(entity: Description) -> dict[str, Any]:
    """Return an entity as plain data; the other ends of its statements with id, type and label alone."""
    neighbours = sorted(entity.neighbours.values(), key=lambda node: node.id)
    return {
        "iri": entity.iri,
        "node": entity.node,
        "outgoing": entity.outgoing,
        "incoming": entity.incoming,
        "neighbours": [{"id": node.id, "type": node.type, "label": node.label} for node in neighbours],
        "hidden": entity.hidden,
    }


def subgraph_tables(subgraph: Subgraph) -> Iterator[Table]:
    """Give the statements of a part of the graph, and where each was read."""
    yield _statements(subgraph.edges, subgraph.by_id, note=_size(subgraph))


def path_tables(paths: Sequence[Path]) -> Iterator[Table]:
    """Give each path on a line, with its statements below it."""
    for path in paths:
        yield _statements(path.edges, {node.id: node for node in path.nodes}, title=str(path))


def related_tables(related: Sequence[Related]) -> Iterator[Table]:
    """Give related entities, closest first, with the reasons."""
    rows = tuple(
        (item.node.label, item.node.type, item.score, "; ".join(reason.text for reason in item.reasons))
        for item in related
    )
    yield Table(("name", "type", "score", "because"), rows)


def statistics_tables(statistics: Statistics) -> Iterator[Table]:
    """Give the counts of a graph."""
    for name, counts in (("", statistics.counts), ("type", statistics.types), ("relation", statistics.relations)):
        yield Table((name, "number"), tuple(counts.items()))


def violation_tables(violations: Sequence[Violation]) -> Iterator[Table]:
    """Give what breaks a shape, and where it was read."""
    rows = tuple(
        (item.node, item.message, f"{item.document}:{item.line}" if item.document else "") for item in violations
    )
    note = counted(len(rows), "violation") if rows else "The graph fits its shapes."
    yield Table(("node", "what is wrong", "read at"), rows, note=note)


def doubt_tables(found: tuple[Sequence[DoubtfulPair], int]) -> Iterator[Table]:
    """Give the pairs of entities that may be one thing, most likely first: a table a pair, its sides beside each other."""
    pairs, more = found
    for pair in pairs:
        sides = [_side(side) for side in pair.sides]
        names = list(dict.fromkeys(name for side in sides for name in side))
        rows = tuple((name, *(side.get(name, "") for side in sides)) for name in names)
        yield Table(("", "this", "may be this"), rows, title=f"{pair.score:.3f}  {pair.reason}")
    total = counted(len(pairs) + more, "doubtful pair")
    yield Table((), (), note=f"{len(pairs):,} of {total} shown; more with --limit" if more else total)


def _side(side: Side) -> dict[str, object]:
    """Return the rows of one side of a doubtful pair, by name."""
    node = side.node
    facts: dict[str, object] = {"name": node.label, "id": node.id, "type": _kind(node.type)}
    if others := [name for name in dict.fromkeys((*node.labels.values(), *node.aliases)) if name != node.label]:
        facts["also"] = ", ".join(others)
    if node.url:
        facts["address"] = node.url
    facts |= {"links": str(side.degree), "named on": counted(side.places, "line")}
    for number, item in enumerate(side.evidence, start=1):
        facts[f"line {number}"] = f"{item.document}:{item.line}"
        facts[f"words {number}"] = _around(item.quote, item.text)
    return facts


def doubt_data(found: tuple[Sequence[DoubtfulPair], int]) -> dict[str, Any]:
    """Return doubtful pairs as plain data, and how many were left out."""
    pairs, more = found
    return {
        "pairs": [
            {
                "first": _side_data(pair.first),
                "second": _side_data(pair.second),
                "reason": pair.reason,
                "score": pair.score,
            }
            for pair in pairs
        ],
        "hidden": more,
    }


def _side_data(side: Side) -> dict[str, Any]:
    node = side.node
    about = {"id": node.id, "type": node.type, "label": node.label, "aliases": node.aliases, "urls": node.urls}
    evidence = [
        {name: getattr(item, name) for name in ("document", "line", "column", "text", "quote")}
        for item in side.evidence
    ]
    return {**about, "degree": side.degree, "places": side.places, "evidence": evidence}


def _statements(edges: Sequence[Edge], nodes: Mapping[str, Node], title: str = "", note: str = "") -> Table:
    def name(end: str) -> str:
        return nodes[end].label if end in nodes else end

    rows = tuple(
        (name(edge.source), edge.key, name(edge.target), _result(edge), edge.confidence, _place(edge)) for edge in edges
    )
    return Table(("from", "relation", "to", "result", "confidence", "read at"), rows, title=title, note=note)


def _in_order(counts: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    """Return the counts in the order of the schema, where they have one."""
    known = [name for name in (*SCHEMA.entities, *SCHEMA.relations) if name in counts]
    return tuple((name, counts[name]) for name in [*known, *sorted(set(counts) - set(known))])


def cut(
    columns: tuple[str, ...], rows: Sequence[tuple[object, ...]], limit: int, total: int, what: str
) -> Iterator[Table]:
    """Give the first ``limit`` of ``rows``, with a note on how many of the ``total`` there are."""
    if rows:
        shown = min(limit, len(rows))
        note = f"{shown:,} of {total:,} {what} shown; more with --limit" if shown < total else ""
        yield Table(columns, tuple(rows[:limit]), note=note)


def _kind(name: str) -> str:
    kind = SCHEMA.entities.get(name)
    return f"{kind.en} {kind.zh}" if kind else name


def _size(subgraph: Subgraph) -> str:
    size = f"{counted(len(subgraph.nodes), 'entity', 'entities')}, {counted(len(subgraph.edges), 'relation')}"
    return f"{size}; {subgraph.hidden} (more with --limit)" if subgraph.hidden else size


def _result(edge: Edge) -> str:
    return ", ".join(map(result_text, edge.results))


def _place(edge: Edge) -> str:
    places = [f"{item.document}:{item.line}" for item in edge.evidence]
    return f"{places[0]} (+{len(places) - 1})" if len(places) > 1 else "".join(places)


def _quote(edge: Edge) -> str:
    return _around(edge.evidence[0].quote, edge.evidence[0].text) if edge.evidence else ""


def _around(quote: str, text: str) -> str:
    """Return ``quote``, or as much of it around ``text`` as fits a table."""
    if len(quote or text) <= _LONGEST:
        return quote or text
    start = max(0, quote.find(text) + len(text) // 2 - _LONGEST // 2)
    start = max(0, min(start, len(quote) - _LONGEST))
    before, after = "…" * (start > 0), "…" * (start + _LONGEST < len(quote))
    return before + quote[start : start + _LONGEST] + after


def evaluation_data(scores: Evaluation, errors: int) -> dict[str, Any]:
    """Return the scores as plain data, with up to ``errors`` missed and as many wrong items."""
    data: dict[str, Any] = {
        "entities": {name: _score(score) for name, score in scores.entities.items()},
        "relations": {name: _score(score) for name, score in scores.relations.items()},
        **{name: _score(score) for name, score in scores.totals.items()},
    }
    if errors:
        data["missed"], data["spurious"] = list(scores.missed[:errors]), list(scores.spurious[:errors])
        data["missed in all"], data["spurious in all"] = len(scores.missed), len(scores.spurious)
    return data


def evaluation_tables(data: Mapping[str, Any]) -> Iterator[Table]:
    """Give precision, recall and F1 per type and per relation, with the sums below, and the errors."""
    for name, totals in (("entities", ("core entities", "all entities")), ("relations", ("all relations",))):
        rows = [*data[name].items(), *((total, data[total]) for total in totals)]
        columns = ("precision", "recall", "f1", "right", "predicted", "gold")
        yield Table((name, *columns), tuple((label, *(row[column] for column in columns)) for label, row in rows))
    for name in ("missed", "spurious"):
        if items := data.get(name):
            note = f"{len(items):,} of {data[name + ' in all']:,} shown"
            yield Table((name,), tuple((item,) for item in items), note=note)


def _score(score: Score) -> dict[str, float | int]:
    return {
        "precision": round(score.precision, 4),
        "recall": round(score.recall, 4),
        "f1": round(score.f1, 4),
        "right": score.right,
        "predicted": score.predicted,
        "gold": score.gold,
    }


def template_tables(templates: Sequence[Template]) -> Iterator[Table]:
    """Give the questions of the library, a table a group, each with an example of its values."""
    from kgraph.query.templates import GROUPS

    for group, names in GROUPS.items():
        rows = tuple(
            (each.name, each.titles["en"], "; ".join(f"{name}={value}" for name, value in each.examples.items()))
            for each in templates
            if each.group == group
        )
        if rows:
            yield Table(("name", "asks for", "values, for example"), rows, title=names["en"])
