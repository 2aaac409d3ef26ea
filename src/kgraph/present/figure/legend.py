"""The legend: a sign and a word for each type and relation that is drawn, in rows above the source line."""

from __future__ import annotations

from collections.abc import Sequence

from kgraph.core import SCHEMA
from kgraph.present.figure import fonts
from kgraph.present.figure.forms import form_of
from kgraph.present.figure.model import Box, LegendItem
from kgraph.present.figure.style import SMALL, Style, accents, node_look, relation_sign
from kgraph.present.names import relation_name, type_name
from kgraph.query.results import Edge, Node

_ROW, _SIGN, _LINE, _BETWEEN = 20.0, 18.0, 28.0, 16.0


def legend(
    nodes: Sequence[Node],
    edges: Sequence[Edge],
    language: str,
    style: Style,
    frame: Box,
) -> tuple[tuple[LegendItem, ...], float]:
    """Return the items at their places at the foot of ``frame``, types before relations in the schema's order, and the top of the first row."""
    items: list[LegendItem] = []
    for type_, accent in accents(node.type for node in nodes).items():
        word = type_name(type_, language)
        items.append(LegendItem(word, Box(0, 0, 0, 0), form_of(type_), node_look(type_, style, False, accent)))
    present = {edge.key for edge in edges}
    for relation in [*(r for r in SCHEMA.relations if r in present), *sorted(present - set(SCHEMA.relations))]:
        word = relation_name(relation, language)
        colour, dash = relation_sign(relation, style)
        items.append(LegendItem(word, Box(0, 0, 0, 0), colour=colour, dash=dash))
    rows: list[list[tuple[LegendItem, float]]] = [[]]
    x = frame.x
    for item in items:
        sign = _SIGN if item.form else _LINE
        wide = sign + 6 + fonts.width(item.text, SMALL) * 1.06 + 4
        # Relations begin a row of their own where the types fill more than a third of the first.
        new_kind = bool(rows[-1]) and not item.form and bool(rows[-1][-1][0].form) and len(items) > 9
        if rows[-1] and (x + wide > frame.x + frame.width or new_kind):
            rows.append([])
            x = frame.x
        rows[-1].append((item, x))
        x += wide + _BETWEEN
    foot = frame.y + frame.height - 24
    top = foot - _ROW * len(rows)
    placed = []
    for number, row in enumerate(rows):
        for item, left in row:
            sign = _SIGN if item.form else _LINE
            wide = sign + 6 + fonts.width(item.text, SMALL) * 1.06 + 4
            box = Box(round(left, 2), top + number * _ROW, round(wide, 2), _ROW)
            placed.append(LegendItem(item.text, box, item.form, item.look, item.colour, item.dash))
    return tuple(placed), (top if items else foot)


def sign_box(item: LegendItem) -> Box:
    """Return where the sign of an item stands: its form, or its line."""
    wide = _SIGN if item.form else _LINE
    high = 12.0
    return Box(item.box.x, item.box.y + (item.box.height - high) / 2, wide, high)


def word_box(item: LegendItem) -> Box:
    """Return where the word of an item stands."""
    wide = (_SIGN if item.form else _LINE) + 6
    return Box(item.box.x + wide, item.box.y, item.box.width - wide, item.box.height)
