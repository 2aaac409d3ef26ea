"""A figure as SVG: text stays text, in a font that the file brings along."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable
from xml.sax.saxutils import escape, quoteattr

from kgraph.present.figure import faces, fonts
from kgraph.present.figure.forms import Command, outline, text_middle
from kgraph.present.figure.legend import sign_box, word_box
from kgraph.present.figure.model import Box, Figure, Look, PlacedNode, RoutedEdge, Text
from kgraph.present.figure.style import SMALL, dash_lengths
from kgraph.present.text import xml_text

_OURS = ", ".join(f"'{family}'" for family in dict.fromkeys(face.family for face in faces.FACES))
_FAMILY = f"{_OURS}, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', system-ui, sans-serif"
BASELINE = 0.36
"""How far below the middle of a line its letters stand, in sizes of the text."""
HEAD = (8.0, 3.2)
"""Length and half width of an arrow head, in points."""
SMALL_HEAD = 0.65
"""What a small head is of a full one."""


def write_svg(figure: Figure, *, transparent: bool = False, embed: bool = True, drawable: bool = False) -> str:
    """Return the figure as an SVG document.

    ``transparent`` leaves the ground away. ``embed`` puts the letters that occur into the file as fonts (else it names
    them only), and ``drawable`` replaces what no font of ours has a sign for. Each node is a group with ``data-id``, each relation one with
    ``data-source``, ``data-relation`` and ``data-target``.
    """
    words: Callable[[str], str] = faces.drawable if drawable else str
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_n(figure.width)}" height="{_n(figure.height)}"'
        f' viewBox="0 0 {_n(figure.width)} {_n(figure.height)}" font-family={quoteattr(_FAMILY)} role="img">',
        f"<title>{escape(xml_text(figure.title))}</title>",
    ]
    if embed:
        parts.append(_font(figure))
    if not transparent:
        parts.append(f'<rect width="100%" height="100%" fill="{figure.background}"/>')
    parts += [_edge(edge) for edge in figure.edges]
    parts += [_label(edge, figure, words) for edge in figure.edges if edge.label_box is not None]
    parts += [_node(node, words) for node in figure.nodes]
    for item in figure.legend:
        sign = sign_box(item)
        if item.form and item.look is not None:
            parts.append(_form(item.form, sign, item.look, 1.25))
        else:
            y = sign.y + sign.height / 2
            parts.append(_line((sign.x, y), (sign.x + sign.width, y), item.colour, item.dash, 1.5))
        word = word_box(item)
        parts.append(_text(words(item.text), word.x, word.y + word.height / 2, SMALL, figure.ink, "start"))
    parts += [_line_of_text(text, words) for text in figure.texts if text.text]
    parts.append("</svg>\n")
    return "\n".join(parts)


def _node(node: PlacedNode, words: Callable[[str], str]) -> str:
    lines = _words_in(node, words)
    group = f"<g data-id={quoteattr(xml_text(node.id))}><title>{escape(xml_text(node.name))}</title>"
    group += _form(node.form, node.box, node.look, 1.5) + lines + "</g>"
    return f'<a href={quoteattr(xml_text(node.link))} target="_blank">{group}</a>' if node.link else group


def _words_in(node: PlacedNode, words: Callable[[str], str]) -> str:
    x, y = node.box.centre
    y += text_middle(node.form, node.box.width, node.box.height)
    first = y - (len(node.lines) - 1) / 2 * node.size * fonts.LINE
    return "".join(
        _text(words(line), x, first + number * node.size * fonts.LINE, node.size, node.look.ink, "middle")
        for number, line in enumerate(node.lines)
    )


def _edge(edge: RoutedEdge) -> str:
    ends = " ".join(
        f"data-{name}={quoteattr(xml_text(value))}"
        for name, value in (("source", edge.source), ("relation", edge.key), ("target", edge.target))
    )
    return f"<g {ends}><title>{escape(xml_text(edge.label))}</title>{_line(*edge.points, edge.colour, edge.dash, edge.width, edge.small)}</g>"


def _label(edge: RoutedEdge, figure: Figure, words: Callable[[str], str]) -> str:
    assert edge.label_box is not None
    x, y = edge.label_box.centre
    box = edge.label_box
    ground = (
        f'<rect x="{_n(box.x)}" y="{_n(box.y)}" width="{_n(box.width)}" height="{_n(box.height)}" rx="3"'
        f' fill="{figure.background}"/>'
    )
    return ground + _text(words(edge.label), x, y, SMALL, edge.colour, "middle")


def _line(
    start: tuple[float, float], end: tuple[float, float], colour: str, dash: str, width: float, small: bool = False
) -> str:
    x1, y1 = start
    tip, left, right, neck = arrow(start, end, small)
    pattern = dash_lengths(dash, width)
    dashes = f' stroke-dasharray="{" ".join(map(_n, pattern))}"' if pattern else ""
    head = " ".join(f"{_n(x)},{_n(y)}" for x, y in (tip, left, right))
    return (
        f'<line x1="{_n(x1)}" y1="{_n(y1)}" x2="{_n(neck[0])}" y2="{_n(neck[1])}" stroke="{colour}"'
        f' stroke-width="{_n(width)}"{dashes}/><polygon points="{head}" fill="{colour}"/>'
    )


def arrow(start: tuple[float, float], end: tuple[float, float], small: bool = False) -> tuple[tuple[float, float], ...]:
    """Return the three corners of the head of an arrow, its tip first, and the point where its line ends."""
    (x1, y1), (x2, y2) = start, end
    length = max(((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5, 1e-6)
    ux, uy = (x2 - x1) / length, (y2 - y1) / length
    size = SMALL_HEAD if small else 1.0
    long, half = min(HEAD[0] * size, length), HEAD[1] * size
    back = (x2 - ux * long, y2 - uy * long)
    return (x2, y2), (back[0] - uy * half, back[1] + ux * half), (back[0] + uy * half, back[1] - ux * half), back


def _form(form: str, box: Box, look: Look, line: float) -> str:
    filled, *inner = outline(form, box.width, box.height)
    body = f'<path d="{_path(filled, box)}" fill="{look.fill}" stroke="{look.line}" stroke-width="{_n(line)}"/>'
    for path in inner:
        body += f'<path d="{_path(path, box)}" fill="none" stroke="{look.line}" stroke-width="{_n(line)}"/>'
    return body


def _path(commands: Iterable[Command], box: Box) -> str:
    parts = []
    for letter, values in commands:
        moved = (value + (box.y if number % 2 else box.x) for number, value in enumerate(values))
        parts.append(letter + " ".join(map(_n, moved)))
    return "".join(parts)


def _line_of_text(text: Text, words: Callable[[str], str]) -> str:
    bold = text.role == "title"
    return _text(words(text.text), text.box.x, text.box.y + text.box.height / 2, text.size, text.ink, "start", bold)


def _text(text: str, x: float, y: float, size: float, ink: str, anchor: str, bold: bool = False) -> str:
    weight = f' font-weight="{_weight(bold)}"' if bold else ""
    return (
        f'<text x="{_n(x)}" y="{_n(y + BASELINE * size)}" font-size="{_n(size)}"{weight} fill="{ink}" text-anchor="{anchor}">'
        f"{escape(xml_text(text))}</text>"
    )


def _font(figure: Figure) -> str:
    """Return the fonts with the letters that occur; bold are those of the title alone."""
    needed: dict[faces.Face, set[str]] = {}
    titles = [text.text for text in figure.texts if text.role == "title"]
    for bold, texts in ((False, figure.words()), (True, titles)):
        for sign in set("".join(texts)):
            if face := faces.face_of(sign, bold):
                needed.setdefault(face, set()).add(sign)
    rules = []
    for face in faces.FACES:
        if face in needed:
            data = base64.b64encode(faces.subset(face, "".join(sorted(needed[face])))).decode()
            rules.append(
                f"@font-face{{font-family:'{face.family}';font-weight:{_weight(face.bold)};"
                f"src:url(data:font/woff;base64,{data}) format('woff')}}"
            )
    return f"<defs><style>{''.join(rules)}</style></defs>"


def _weight(bold: bool) -> int:
    return 700 if bold else 400


def _n(value: float) -> str:
    """Return a number with at most two decimals."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
