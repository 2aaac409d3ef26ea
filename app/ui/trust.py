"""What tells how far a graph can be trusted, as content of a panel: doubtful pairs side by side, coverage by document."""

from __future__ import annotations

from collections.abc import Sequence

from kgraph.query.doubts import DoubtfulPair, Side
from kgraph.query.honesty import NOT_UNDERSTOOD, Coverage
from ui import curation, language
from ui.language import say
from ui.panel import Content, el, entity, go, link, place, quote, table
from ui.sentences import said

_NAMES = 12
"""Other names of an entity that are shown."""


def pair(doubt: DoubtfulPair) -> Content:
    """Return a doubtful pair with the evidence of both sides beside each other, and the ways on."""
    first, second = (side.node for side in doubt.sides)
    both = f"{first.id}|{second.id}"
    return el(
        "article",
        el("h3", said(doubt.reason, 200), el("small", f"{doubt.score:.2f}", title=say("score"))),
        el("div", *map(_side, doubt.sides), kind="sides"),
        el(
            "div",
            *(
                el("button", curation.action_name(action), act=[action, first.id, second.id])
                for action in ("merge", "keep-apart")
            ),
            el("a", say("page_compare"), go=go("compare", entities=both)),
            kind="actions",
        ),
        kind="card pair",
    )


def _side(side: Side) -> Content:
    node = side.node
    names = [name for name in dict.fromkeys((*node.labels.values(), *node.aliases)) if name != node.label]
    facts: list[tuple[str, Content]] = [("ID", el("code", node.id))]
    if names:
        more = f" +{len(names) - _NAMES}" if len(names) > _NAMES else ""
        shown = el("span", *_listed(names[:_NAMES]), more)
        facts.append((say("also_called"), shown))
    if node.url:
        facts.append((say("addresses"), link(node.url)))
    lines = [
        el("li", place(item.document, item.line), el("p", quote(item.quote, item.text, 240))) for item in side.evidence
    ]
    if side.places > len(side.evidence):
        lines.append(el("li", el("small", say("more_evidence", count=side.places - len(side.evidence)))))
    counts = [language.type_name(node.type), language.links(side.degree)]
    if node.year is not None:
        counts.append(str(node.year))
    return el(
        "section",
        el("h4", entity(node, 120)),
        el("p", " · ".join(counts), kind="quiet"),
        el("dl", *(part for name, value in facts for part in (el("dt", name), el("dd", value))), kind="facts"),
        el("ul", *lines, kind="quotes"),
    )


def _listed(names: Sequence[str]) -> list[Content]:
    """Return names of any direction of writing, one after the other."""
    shown: list[Content] = []
    for name in names:
        shown += [*([" · "] if shown else []), el("span", language.cut(name, 80), kind="label", dir="auto")]
    return shown


def covered(rows: Sequence[Coverage]) -> Content:
    """Return the coverage of documents: what was understood, each reason why lines gave nothing, and the ways to these lines."""
    head = [say(name) for name in ("page_document", "understood_share", "not_understood", "problems", "skipped_for")]
    return table(head, [_covered(row) for row in rows], "coverage")


def _covered(row: Coverage) -> list[Content | None]:
    reasons = [el("li", _lines(row, reason, said(reason, 120)), el("small", f"{n:,}")) for reason, n in row.skipped]
    understood = f"{row.understood:,} / {row.listed:,}" if row.listed is not None else ""
    return [
        el("a", language.cut(row.document, 90), go=go("document", document=row.document), dir="auto"),
        el("span", understood, kind="number"),
        _lines(row, NOT_UNDERSTOOD, f"{row.not_understood:,}") if row.not_understood else el("span", "0"),
        el("span", f"{row.problems:,}", kind="number"),
        el("ul", *reasons, kind="rows") if reasons else el("span", "0"),
    ]


def _lines(row: Coverage, reason: str, shown: str) -> Content:
    return el("a", shown, go=go("sources", document=row.document, reason=reason))
