"""Native shapes of a figure: a form per node with its text inside, a connector per relation joined to both."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn

from kgraph.present.figure.fonts import LINE, torn
from kgraph.present.figure.forms import FORMS, inset_top
from kgraph.present.figure.legend import sign_box, word_box
from kgraph.present.figure.model import Box, Figure, LegendItem, Look, PlacedNode, RoutedEdge, Text
from kgraph.present.figure.style import SMALL
from kgraph.present.slides.pages import emu
from kgraph.present.slides.template import Theme
from kgraph.present.text import xml_text

if TYPE_CHECKING:
    from pptx.slide import Slide

_SHAPES = {
    "rect": MSO_SHAPE.RECTANGLE, "roundRect": MSO_SHAPE.ROUNDED_RECTANGLE, "can": MSO_SHAPE.CAN,
    "hexagon": MSO_SHAPE.HEXAGON, "plaque": MSO_SHAPE.PLAQUE, "octagon": MSO_SHAPE.OCTAGON, "ellipse": MSO_SHAPE.OVAL,
    "homePlate": MSO_SHAPE.PENTAGON, "foldedCorner": MSO_SHAPE.FOLDED_CORNER, "trapezoid": MSO_SHAPE.TRAPEZOID,
}  # fmt: skip


_STRONG = 75_000
"""How much lightness the theme's accent keeps in a filled form on a light ground, in 1/100,000."""


def draw(slide: Slide, figure: Figure, theme: Theme | None) -> None:
    """Add all of a figure but its title, which is the slide's, and its notes. With a ``theme`` it is in the theme's colours."""
    painter = _Painter(slide, figure, theme)
    forms = {node.id: (painter.node(node), node.name) for node in figure.nodes}
    for edge in figure.edges:
        painter.edge(edge, forms[edge.source], forms[edge.target])
    for edge in figure.edges:
        if edge.label_box is not None:
            painter.label(edge)
    for item in figure.legend:
        painter.legend(item)
    for text in figure.texts:
        if text.role != "title":
            painter.text(text)


class _Painter:
    def __init__(self, slide: Slide, figure: Figure, theme: Theme | None):
        self.slide, self.figure, self.theme = slide, figure, theme
        self.shapes: Any = slide.shapes
        self.behind = 2  # after the two elements of every group; lines stand behind the forms
        self.dark = figure.style == "dark"

    def node(self, node: PlacedNode) -> Any:
        shape = self._form(node.form, node.box, node.look, 1.5)
        shape.name = xml_text(node.id)
        shape._element.nvSpPr.cNvPr.set("descr", xml_text(node.name))
        inset = node.size * 0.28
        set_body(shape.text_frame, inset, wrap=True)
        words(shape.text_frame, torn(node.lines, node.shown), node.size, self._ink(node.look), "ctr")
        shape.text_frame._txBody.bodyPr.set("tIns", str(emu(inset_top(node.form, *node.box[2:]))))
        if node.link:
            shape.click_action.hyperlink.address = xml_text(node.link)
        return shape

    def edge(self, edge: RoutedEdge, source: tuple[Any, str], target: tuple[Any, str]) -> None:
        (x1, y1), (x2, y2) = edge.points
        kind = MSO_CONNECTOR.ELBOW if edge.bent else MSO_CONNECTOR.STRAIGHT
        line = self.shapes.add_connector(kind, emu(x1), emu(y1), emu(x2), emu(y2))
        line.name = xml_text(edge.key)
        line._element.nvCxnSpPr.cNvPr.set("descr", xml_text(f"{source[1]} — {edge.label} → {target[1]}"))
        joints = line._element.nvCxnSpPr.cNvCxnSpPr
        for joint, (shape, _), site in (
            (joints.get_or_add_stCxn(), source, edge.start),
            (joints.get_or_add_endCxn(), target, edge.end),
        ):
            joint.id, joint.idx = shape.shape_id, site.number
        self._line(line._element, edge.colour, edge.dash, edge.width, "sm" if edge.small else "med")
        _send_back(line._element, self.behind)
        self.behind += 1

    def label(self, edge: RoutedEdge) -> None:
        assert edge.label_box is not None
        box = self._text_box(edge.label_box, edge.label, SMALL, edge.colour, "ctr", self.figure.background)
        box.name = xml_text(f"label: {edge.key}")
        _send_back(box._element, self.behind)
        self.behind += 1

    def legend(self, item: LegendItem) -> None:
        sign, word = sign_box(item), word_box(item)
        if item.form and item.look is not None:
            shape = self._form(item.form, sign, item.look, 1.25)
            shape.name = xml_text(f"legend: {item.text}")
        else:
            y = sign.y + sign.height / 2
            line = self.shapes.add_connector(
                MSO_CONNECTOR.STRAIGHT, emu(sign.x), emu(y), emu(sign.x + sign.width), emu(y)
            )
            line.name = xml_text(f"legend: {item.text}")
            self._line(line._element, item.colour, item.dash, 1.5, "med")
        self._text_box(word, item.text, SMALL, "ink", "l", None).name = xml_text(f"legend: {item.text}")

    def text(self, text: Text) -> None:
        box = self._text_box(text.box, text.text, text.size, "quiet", "l", None)
        box.name = text.role

    def _form(self, form: str, box: Box, look: Look, line: float) -> Any:
        known = FORMS[form]
        shape = self.shapes.add_shape(_SHAPES[known.preset], *(emu(value) for value in box))
        if known.adjust is not None:
            listed = shape._element.spPr.find(qn("a:prstGeom")).find(qn("a:avLst"))
            listed.append(parse_xml(f'<a:gd {nsdecls("a")} name="adj" fmla="val {known.adjust}"/>'))
        element = shape._element
        for style in element.findall(qn("p:style")):
            element.remove(style)
        properties = element.spPr
        properties.append(
            parse_xml(f"<a:solidFill {nsdecls('a')}>{self._colour(look.fill, look, 'fill')}</a:solidFill>")
        )
        properties.append(
            parse_xml(
                f'<a:ln {nsdecls("a")} w="{emu(line)}"><a:solidFill>{self._colour(look.line, look, "line")}</a:solidFill></a:ln>'
            )
        )
        return shape

    def _line(self, element: Any, colour: str, dash: str, width: float, head: str) -> None:
        for style in element.findall(qn("p:style")):
            element.remove(style)
        fill = self._plain(colour)
        element.spPr.append(
            parse_xml(
                f'<a:ln {nsdecls("a")} w="{emu(width)}" cap="flat"><a:solidFill>{fill}</a:solidFill>'
                f'<a:prstDash val="{dash}"/><a:round/><a:tailEnd type="triangle" w="{head}" len="{head}"/></a:ln>'
            )
        )

    def _text_box(self, box: Box, text: str, size: float, colour: str, align: str, ground: str | None) -> Any:
        shape = self.shapes.add_textbox(*(emu(value) for value in box))
        if ground is not None:
            for old in shape._element.spPr.findall(qn("a:noFill")):
                shape._element.spPr.remove(old)
            theme = self.theme
            fill = theme.behind if theme else f'<a:srgbClr val="{ground[1:]}"/>'
            shape._element.spPr.append(parse_xml(f"<a:solidFill {nsdecls('a')}>{fill}</a:solidFill>"))
        set_body(shape.text_frame, 0, wrap=False)
        words(shape.text_frame, text, size, self._plain(colour), align)
        return shape

    def _ink(self, look: Look) -> str:
        if self.theme is not None:
            name = self.theme.ink
            if look.strong:
                name = self.theme.ink_on(_accent(look), 1.0 if self.dark else _STRONG / 100_000)
            return f'<a:schemeClr val="{name}"/>'
        return f'<a:srgbClr val="{look.ink[1:]}"/>'

    def _plain(self, colour: str) -> str:
        if self.theme is not None:
            softer = '<a:lumMod val="65000"/><a:lumOff val="35000"/>'
            return f'<a:schemeClr val="{self.theme.ink}">{"" if colour == "ink" else softer}</a:schemeClr>'
        known = {"ink": self.figure.ink, "quiet": self.figure.quiet}
        return f'<a:srgbClr val="{known.get(colour, colour)[1:]}"/>'

    def _colour(self, colour: str, look: Look, part: str) -> str:
        """Return a colour as XML: of the theme, where the slide has a template, else as it is."""
        if self.theme is None or look.accent == 0:
            return f'<a:srgbClr val="{colour[1:]}"/>'
        change = ""
        if part == "fill" and not look.strong:
            dim = '<a:satMod val="60000"/><a:lumMod val="40000"/>'
            change = dim if self.dark else '<a:lumMod val="20000"/><a:lumOff val="80000"/>'
        elif look.strong and not self.dark:
            change = f'<a:lumMod val="{_STRONG}"/>'
        elif part == "line" and (share := self.theme.share_to_see(_accent(look))) < 1:
            change = f'<a:lumMod val="{round(share * 100_000)}"/>'
        return f'<a:schemeClr val="{_accent(look)}">{change}</a:schemeClr>'


def _accent(look: Look) -> str:
    return f"accent{(look.accent - 1) % 6 + 1}"


def words(frame: Any, text: str | Sequence[str], size: float, colour: str, align: str, bold: bool = False) -> None:
    """Make ``text`` the only words of a text frame, in the fonts of the theme; ``colour`` is the XML of one.

    Of several texts each stands on lines of its own.
    """
    pieces = [text] if isinstance(text, str) else text
    text = "".join(pieces)
    paragraph = frame.paragraphs[0]._p
    for child in list(paragraph):
        paragraph.remove(child)
    right_to_left = ' rtl="1"' if _is_right_to_left(text) else ""
    spacing = f'<a:lnSpc><a:spcPts val="{round(size * LINE * 100)}"/></a:lnSpc>'
    paragraph.append(parse_xml(f'<a:pPr {nsdecls("a")} algn="{align}"{right_to_left}>{spacing}</a:pPr>'))
    language = "zh-CN" if any(sign > "\u2e80" for sign in text) else "en-US"
    looks = f'lang="{language}" sz="{round(size * 100)}" b="{int(bold)}" dirty="0"'
    if not text:
        # Without words the mark of the paragraph decides how high the line is.
        paragraph.append(parse_xml(f"<a:endParaRPr {nsdecls('a')} {looks}/>"))
        return
    properties = (
        f"<a:rPr {looks}><a:solidFill>{colour}</a:solidFill>"
        '<a:latin typeface="+mn-lt"/><a:ea typeface="+mn-ea"/><a:cs typeface="+mn-cs"/></a:rPr>'
    )
    for number, piece in enumerate(pieces):
        if number:
            paragraph.append(parse_xml(f"<a:br {nsdecls('a')}>{properties}</a:br>"))
        run = parse_xml(f"<a:r {nsdecls('a')}>{properties}<a:t/></a:r>")
        run.find(qn("a:t")).text = xml_text(piece)
        paragraph.append(run)


def link_arrow(frame: Any, address: str) -> None:
    """Add an arrow that leads to ``address`` behind the words of a frame, in their colour.

    The words themselves are no link: LibreOffice sets those in another font and breaks them anywhere.
    """
    (words_before,) = frame.paragraphs[0].runs
    words_before.text += "\u00a0"
    run = frame.paragraphs[0].add_run()
    run.text = "↗"
    properties, before = run._r.get_or_add_rPr(), words_before._r.rPr
    for name, value in before.items():
        properties.set(name, value)
    for child in before:
        properties.append(copy.deepcopy(child))
    run.hyperlink.address = xml_text(address)
    # PowerPoint takes the colour of the text with this, not the theme's for links, which a ground may swallow.
    run._r.rPr.find(qn("a:hlinkClick")).append(
        parse_xml(
            f'<a:extLst {nsdecls("a")}><a:ext uri="{{A12FA001-AC4F-418D-AE19-62706E023703}}"><ahyp:hlinkClr'
            ' xmlns:ahyp="http://schemas.microsoft.com/office/drawing/2018/hyperlinkcolor" val="tx"/></a:ext></a:extLst>'
        )
    )


def set_body(frame: Any, inset: float, wrap: bool) -> None:
    """Centre the words of a form upright, ``inset`` points from its sides."""
    body = frame._txBody.bodyPr
    for child in list(body):
        body.remove(child)
    for name, value in (
        ("wrap", "square" if wrap else "none"), ("lIns", str(emu(inset))), ("rIns", str(emu(inset))), ("tIns", "0"),
        ("bIns", "0"), ("anchor", "ctr"), ("rtlCol", "0"),
    ):  # fmt: skip
        body.set(name, value)


def _is_right_to_left(text: str) -> bool:
    import unicodedata

    strong = next((kind for kind in map(unicodedata.bidirectional, text) if kind in ("L", "R", "AL")), "L")
    return strong != "L"


def _send_back(element: Any, place: int) -> None:
    tree = element.getparent()
    tree.remove(element)
    tree.insert(place, element)
