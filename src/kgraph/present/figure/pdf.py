"""Figures as PDF: a page each, text to select and copy, the fonts inside."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from kgraph.core.errors import MissingExtraError
from kgraph.present.figure import faces, fonts
from kgraph.present.figure.forms import Command, outline, text_middle
from kgraph.present.figure.legend import sign_box, word_box
from kgraph.present.figure.model import Box, Figure, Look, PlacedNode
from kgraph.present.figure.style import SMALL, dash_lengths
from kgraph.present.figure.svg import BASELINE, arrow


def write_pdf(figures: Sequence[Figure], *, transparent: bool = False) -> bytes:
    """Return the figures as a PDF document; the same figures give the same bytes.

    Characters that no font of ours has a sign for are replaced. Raises MissingExtraError without reportlab, MissingFontError without the fonts.
    """
    try:
        from reportlab.pdfgen.canvas import Canvas
    except ImportError:
        raise MissingExtraError("reportlab", "slides", "A PDF") from None
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1, pageCompression=1, initialFontName=_registered(faces.REGULAR))
    canvas.setTitle(faces.drawable(figures[0].title) if figures else "kgraph")
    canvas.setCreator("kgraph")
    for figure in figures:
        canvas.setPageSize((figure.width, figure.height))
        _Page(canvas, figure).draw(transparent)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


@cache
def _registered(face: faces.Face) -> str:
    """Return the name that reportlab knows a font by."""
    from reportlab.pdfbase.pdfmetrics import registerFont
    from reportlab.pdfbase.ttfonts import TTFont

    _emoji_can_be_selected()
    registerFont(TTFont(face.name, str(faces.font_file(face))))
    return face.name


@cache
def _emoji_can_be_selected() -> None:
    """Make reportlab write the characters beyond U+FFFF as the pairs that PDF asks for: it writes five digits, which readers drop."""
    from reportlab.pdfbase import ttfonts

    plain = ttfonts.makeToUnicodeCMap

    def paired(*arguments: Any) -> Any:
        def pair(found: re.Match[str]) -> str:
            return f"<{chr(int(found[1], 16)).encode('utf-16-be').hex().upper()}>"

        return re.sub(r"<([0-9A-F]{5,6})>", pair, plain(*arguments))

    ttfonts.makeToUnicodeCMap = paired


class _Page:
    """A page: y grows downwards in figures and upwards in PDF."""

    def __init__(self, canvas: Any, figure: Figure):
        self.canvas, self.figure = canvas, figure

    def draw(self, transparent: bool) -> None:
        figure, canvas = self.figure, self.canvas
        if not transparent:
            canvas.setFillColor(figure.background)
            canvas.rect(0, 0, figure.width, figure.height, stroke=0, fill=1)
        for edge in figure.edges:
            self.line(*edge.points, edge.colour, edge.dash, edge.width, edge.small)
        for edge in figure.edges:
            if edge.label_box is not None:
                box = edge.label_box
                canvas.setFillColor(figure.background)
                canvas.roundRect(box.x, figure.height - box.y - box.height, box.width, box.height, 3, stroke=0, fill=1)
                self.text(edge.label, *box.centre, SMALL, edge.colour, middle=True)
        for node in figure.nodes:
            self.node(node)
        for item in figure.legend:
            sign, word = sign_box(item), word_box(item)
            if item.form and item.look is not None:
                self.form(item.form, sign, item.look, 1.25)
            else:
                y = sign.y + sign.height / 2
                self.line((sign.x, y), (sign.x + sign.width, y), item.colour, item.dash, 1.5)
            self.text(item.text, word.x, word.y + word.height / 2, SMALL, figure.ink)
        for text in figure.texts:
            middle = text.box.y + text.box.height / 2
            self.text(text.text, text.box.x, middle, text.size, text.ink, bold=text.role == "title")

    def node(self, node: PlacedNode) -> None:
        self.form(node.form, node.box, node.look, 1.5)
        x, y = node.box.centre
        y += text_middle(node.form, node.box.width, node.box.height)
        first = y - (len(node.lines) - 1) / 2 * node.size * fonts.LINE
        for number, line in enumerate(node.lines):
            self.text(line, x, first + number * node.size * fonts.LINE, node.size, node.look.ink, middle=True)
        if node.link:
            box, high = node.box, self.figure.height
            self.canvas.linkURL(node.link, (box.x, high - box.y - box.height, box.x + box.width, high - box.y))

    def text(
        self, text: str, x: float, y: float, size: float, ink: str, middle: bool = False, bold: bool = False
    ) -> None:
        parts = [(_registered(face), part) for face, part in faces.runs(faces.drawable(text), bold)]
        if middle:
            x -= sum(self.canvas.stringWidth(part, name, size) for name, part in parts) / 2
        line = self.canvas.beginText(x, self.figure.height - y - BASELINE * size)
        line.setFillColor(ink)
        for name, part in parts:
            line.setFont(name, size)
            line.textOut(part)
        self.canvas.drawText(line)

    def form(self, form: str, box: Box, look: Look, width: float) -> None:
        self.canvas.setLineWidth(width)
        self.canvas.setDash()
        self.canvas.setStrokeColor(look.line)
        self.canvas.setFillColor(look.fill)
        for number, commands in enumerate(outline(form, box.width, box.height)):
            self.canvas.drawPath(self.path(commands, box), stroke=1, fill=int(number == 0))

    def path(self, commands: Iterable[Command], box: Box) -> Any:
        path, high = self.canvas.beginPath(), self.figure.height
        for letter, values in commands:
            moved = [high - box.y - v if n % 2 else box.x + v for n, v in enumerate(values)]
            {"M": path.moveTo, "L": path.lineTo, "C": path.curveTo, "Z": path.close}[letter](*moved)
        return path

    def line(
        self,
        start: tuple[float, float],
        end: tuple[float, float],
        colour: str,
        dash: str,
        width: float,
        small: bool = False,
    ) -> None:
        high = self.figure.height
        tip, left, right, neck = arrow(start, end, small)
        self.canvas.setStrokeColor(colour)
        self.canvas.setLineWidth(width)
        self.canvas.setDash(list(dash_lengths(dash, width)))
        self.canvas.line(start[0], high - start[1], neck[0], high - neck[1])
        self.canvas.setFillColor(colour)
        path = self.canvas.beginPath()
        path.moveTo(tip[0], high - tip[1])
        path.lineTo(left[0], high - left[1])
        path.lineTo(right[0], high - right[1])
        path.close()
        self.canvas.drawPath(path, stroke=0, fill=1)
