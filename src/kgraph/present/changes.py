"""Kept builds and their differences as tables and plain data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from kgraph.core.text import counted
from kgraph.present.tables import cut
from kgraph.present.terminal import Table

if TYPE_CHECKING:
    from kgraph.query.differences import Cause, Differences, DocumentChange, EntityChange, StatementChange
    from kgraph.query.history import KeptBuild

_MARKS = {"added": "+", "split": "+", "removed": "−", "merged": "−"}
"""What stands before a change, as in a diff; everything else is ``~``."""


def history_tables(builds: Sequence[KeptBuild]) -> Iterator[Table]:
    """Give the kept builds, the newest first, each with what its documents were unlike those of the one before."""
    rows = tuple(
        (
            build.number,
            "current" if build.current else "",
            (build.built or "").replace("T", " ").removesuffix("+00:00"),
            build.counts["documents"],
            build.counts["entities"],
            build.counts["relations"],
            _documents(build.documents),
            build.version,
        )
        for build in builds
    )
    yield Table(
        ("build", "", "built (UTC)", "documents", "entities", "relations", "unlike the one before", "kgraph"), rows
    )


def _documents(changes: Sequence[DocumentChange] | None) -> str:
    if changes is None:
        return "the first that is kept"
    if len(changes) <= 3:
        return "; ".join(map(str, changes)) or "the same documents"
    kinds = [
        (kind, sum(change.kind == kind for change in changes)) for kind in ("added", "removed", "edited", "renamed")
    ]
    return ", ".join(f"{number:,} {kind}" for kind, number in kinds if number)


def difference_tables(found: Differences, limit: int) -> Iterator[Table]:
    """Give the documents, entities and statements that differ, each with its cause; of each up to ``limit``."""
    documents = [(_mark(item.kind), str(item)) for item in found.documents]
    yield from cut(("", "document"), documents, limit, len(documents), "documents")
    entities = [
        (
            _mark(item.kind),
            item.kind,
            item.node.label,
            item.node.type,
            "; ".join(item.details[:4]),
            _causes(item.causes),
        )
        for item in found.entities
    ]
    yield from cut(("", "entity", "name", "type", "what", "because of"), entities, limit, len(entities), "entities")
    statements = [
        (_mark(item.kind), item.kind, str(item), "; ".join(item.details[:4]), _causes(item.causes))
        for item in found.statements
    ]
    yield from cut(("", "statement", "says", "what", "because of"), statements, limit, len(statements), "statements")


def _mark(kind: str) -> str:
    return _MARKS.get(kind, "~")


def _causes(causes: Sequence[Cause]) -> str:
    more = f" (+{len(causes) - 1})" if len(causes) > 1 else ""
    return f"{causes[0]}{more}" if causes else "other documents"


def difference_data(found: Differences) -> dict[str, Any]:
    """Return all differences as plain data; entities with id, type and name, statements with their ends."""

    def causes(items: Sequence[Cause]) -> list[dict[str, object]]:
        return [{**vars(item)} for item in items]

    def entity(item: EntityChange) -> dict[str, object]:
        ends = {
            name: {"id": node.id, "type": node.type, "label": node.label} if node else None
            for name, node in (("old", item.old), ("new", item.new))
        }
        return {"change": item.kind, **ends, "details": item.details, "causes": causes(item.causes)}

    def statement(item: StatementChange) -> dict[str, object]:
        edge = item.edge
        ends = {"source": edge.source, "relation": edge.key, "target": edge.target, "says": str(item)}
        return {"change": item.kind, **ends, "details": item.details, "causes": causes(item.causes)}

    return {
        "counts": found.counts(),
        "documents": [{"change": item.kind, "document": item.document, "was": item.was} for item in found.documents],
        "entities": [entity(item) for item in found.entities],
        "statements": [statement(item) for item in found.statements],
    }


def summary(found: Differences) -> str:
    """Return in a line how much differs."""
    said = [
        f"{counted(sum(kinds.values()), name[:-1] if name != 'entities' else 'entity', name)}"
        f" ({', '.join(f'{number:,} {kind}' for kind, number in kinds.items())})"
        for name, kinds in found.counts().items()
        if kinds
    ]
    return "; ".join(said) or "No difference."
