"""Extraction: a document becomes mentions and claims, each with the words it was read from."""

from __future__ import annotations

from collections.abc import Callable

from kgraph.core import BlockKind, Document, Extraction, Problem, Registry
from kgraph.extract.judge import Judge, load_judge
from kgraph.extract.layout.headings import read_headings
from kgraph.extract.layout.layout import read_layout
from kgraph.extract.layout.proceedings import read_proceedings
from kgraph.extract.lexicon import Lexicon, load_lexicon
from kgraph.extract.lists.entries import read_entries
from kgraph.extract.lists.records import read_records
from kgraph.extract.lists.tables import read_tables
from kgraph.extract.names.finder import read_names
from kgraph.extract.names.senses import read_senses
from kgraph.extract.names.synonyms import read_synonyms
from kgraph.extract.prose.wording import read_wording
from kgraph.extract.reading import Reading

__all__ = ["Extraction", "Judge", "Lexicon", "Reading", "extract", "extractors", "load_judge", "load_lexicon"]

Extractor = Callable[[Reading], None]

extractors: Registry[Extractor] = Registry("extractor")
"""The steps of extraction; each adds mentions and claims to a ``Reading``."""

STEPS = ("headings", "records", "tables", "entries", "names", "layout", "wording", "proceedings", "synonyms", "senses")
"""The order of the built-in steps: later ones rest on what earlier ones found. Plug-ins run after them, by name."""

extractors.register("headings")(read_headings)
extractors.register("records")(read_records)
extractors.register("tables")(read_tables)
extractors.register("entries")(read_entries)
extractors.register("names")(read_names)
extractors.register("layout")(read_layout)
extractors.register("wording")(read_wording)
extractors.register("proceedings")(read_proceedings)
extractors.register("synonyms")(read_synonyms)
extractors.register("senses")(read_senses)


def extract(document: Document, lexicon: Lexicon, judge: Judge | None = None) -> Extraction:
    """Return the mentions and claims of ``document``.

    A pure function of its arguments; ``judge`` is the one shipped where none is given. ``listed`` counts the list items, table rows and link lines, ``understood`` those
    that gave an entity or were skipped for a stated reason. Costs O(length of the document).
    """
    reading = Reading(document, lexicon, judge)
    names = [*STEPS, *(name for name in extractors.names() if name not in STEPS)]
    for name in names:
        extractors.get(name)(reading)
    listed, understood = _coverage(reading)
    return Extraction(tuple(reading.mentions), tuple(reading.claims), tuple(reading.problems), listed, understood)


_REASONS = {
    "skip": "code, mathematics or no words",
    "label": "a label that only announces what follows",
    "prose": "prose that names nothing known",
    "note": "a note on the entry before it",
}


def _coverage(reading: Reading) -> tuple[int, int]:
    """Count what lists something, and record a reason for each block that gave nothing."""
    listed = understood = 0
    for _, unit in reading.units():
        is_entry = unit.block.kind in (BlockKind.ITEM, BlockKind.ROW, BlockKind.RECORD) or bool(unit.links)
        found = bool(unit.mentions) or bool(reading.spans(unit.block, unit.start, unit.end))
        listed += is_entry
        if found:
            understood += is_entry
            continue
        reason = _REASONS.get(unit.role)
        if reason is not None:
            understood += is_entry
        line = unit.line
        reading.problems.append(
            Problem(
                reading.document.path,
                line,
                reason or "not understood",
                reading.printed(unit.block, unit.start, unit.end),
            )
        )
    return listed, understood
