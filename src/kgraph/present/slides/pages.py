"""The presentation that slides are added to: our own look, or a user's template; saved with the same bytes each time."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from kgraph.core import SCHEMA
from kgraph.core.errors import MissingExtraError
from kgraph.present.figure.compose import PAGES
from kgraph.present.figure.style import STYLES, TITLE, Style, readable
from kgraph.present.slides.template import EMU, add_page_parts, frame_of, layout_of, opened, theme_of
from kgraph.present.text import xml_text

if TYPE_CHECKING:
    from pptx.presentation import Presentation
    from pptx.slide import Slide

LATIN, EAST_ASIAN = "Arial", "Microsoft YaHei"
"""Fonts of our own theme. A slide names no font but the theme's, so that changing the theme changes them all."""
_MOMENT = datetime.datetime(2000, 1, 1)
_ZIPPED = (2000, 1, 1, 0, 0, 0)


def emu(points: float) -> int:
    """Return points as whole English metric units."""
    return round(points * EMU)


class Pages:
    """A presentation with the layouts that our slides use.

    Of a template ``theme`` are its colours, and ``frame`` is the area of a slide that it has for content.
    """

    def __init__(self, style: str = "light", aspect: str = "16:9", template: Path | str | None = None):
        self.style: Style = STYLES[style]
        own = template is None
        self.presentation = _own(self.style, PAGES[aspect]) if template is None else opened(library(), template)
        self.layout = layout_of(self.presentation, template)
        self.size = (self.presentation.slide_width / EMU, self.presentation.slide_height / EMU)
        self.theme = None if own else theme_of(self.layout)
        self.frame = None if own else frame_of(self.presentation, self.layout)
        if self.theme is not None:
            self.style = STYLES["dark" if self.theme.is_dark else "light"]

    def slide(self, title: str, notes: Sequence[str]) -> Slide:
        """Add a slide with a title and speaker notes, and return it."""
        slide = self.presentation.slides.add_slide(self.layout)
        for holder in list(slide.placeholders):
            if holder.placeholder_format.type is not None and holder.placeholder_format.idx == 0:
                holder.text_frame.text = xml_text(title)
            else:
                holder._element.getparent().remove(holder._element)
        if self.theme is not None:
            add_page_parts(slide)
        if any(notes):
            frame = slide.notes_slide.notes_text_frame
            if frame is not None:
                frame.text = "\n".join(xml_text(note) for note in notes)
        return slide

    def save(self, out: BinaryIO, title: str) -> None:
        """Write the file; the same slides give the same bytes."""
        about = self.presentation.core_properties
        about.title, about.author, about.last_modified_by = xml_text(title)[:255], "kgraph", "kgraph"
        about.created = about.modified = about.last_printed = _MOMENT
        about.revision = 1
        saved = io.BytesIO()
        self.presentation.save(saved)
        out.write(_repacked(saved.getvalue()))


def library() -> Any:
    """Return python-pptx; raises MissingExtraError where it is not installed."""
    try:
        import pptx
    except ImportError:
        raise MissingExtraError("python-pptx", "slides", "A slide") from None
    return pptx


def _own(style: Style, page: tuple[float, float]) -> Presentation:
    """Return an empty presentation in our look: its theme has the schema's colours, its layouts are a title alone."""
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import nsdecls

    presentation: Presentation = library().Presentation()
    width, height = page
    presentation.slide_width, presentation.slide_height = emu(width), emu(height)
    master = presentation.slide_master
    _keep_layouts(presentation, ("Title Only",))
    _theme(master, style)
    mapping = master.element.find("{*}clrMap")
    if style.is_dark:
        mapping.set("bg1", "dk1"), mapping.set("tx1", "lt1"), mapping.set("bg2", "dk2"), mapping.set("tx2", "lt2")
    ground = parse_xml(
        f'<p:bg {nsdecls("p", "a")}><p:bgPr><a:solidFill><a:schemeClr val="bg1"/></a:solidFill><a:effectLst/></p:bgPr></p:bg>'
    )
    tree = master.element.cSld
    for old in tree.findall("{*}bg"):
        tree.remove(old)
    tree.insert(0, ground)
    for shapes in (master, *presentation.slide_layouts):
        for holder in list(shapes.placeholders):
            if holder.placeholder_format.idx >= 10:
                holder._element.getparent().remove(holder._element)
    for holder in master.placeholders:
        big = holder.placeholder_format.type is not None and "TITLE" in str(holder.placeholder_format.type)
        box = (36, 18, width - 72, 42) if big else (36, 92, width - 72, height - 140)
        holder.left, holder.top, holder.width, holder.height = (emu(value) for value in box)
    for layout in presentation.slide_layouts:
        for holder in layout.placeholders:
            # The layout says nothing of its own: the title stands where the master has it.
            for place in holder._element.spPr.findall("{*}xfrm"):
                holder._element.spPr.remove(place)
    _text_styles(master)
    return presentation


def _keep_layouts(presentation: Presentation, names: Sequence[str]) -> None:
    layouts = presentation.slide_layouts
    for layout in list(layouts):
        if layout.name not in names:
            layouts.remove(layout)


def _theme(master: Any, style: Style) -> None:
    """Give the theme our colours and fonts."""
    part = next(rel.target_part for rel in master.part.rels.values() if rel.reltype.endswith("/theme"))
    text = part.blob.decode("utf-8")
    dark, light = (style.ground, style.ink) if style.is_dark else (style.ink, style.ground)
    colours = {
        "dk1": dark, "lt1": light, "dk2": "#2B3542", "lt2": "#E8ECF1",
        **{f"accent{n}": kind.colour for n, kind in zip(range(1, 7), SCHEMA.entities.values(), strict=False)},
        "hlink": readable("#1F6FB2", style.ground, 4.5), "folHlink": readable("#6B4E9B", style.ground, 4.5),
    }  # fmt: skip
    for name, colour in colours.items():
        text = re.sub(
            rf"<a:{name}>.*?</a:{name}>", f'<a:{name}><a:srgbClr val="{colour[1:]}"/></a:{name}>', text, flags=re.DOTALL
        )
    fonts = (
        f'<a:latin typeface="{LATIN}"/><a:ea typeface="{EAST_ASIAN}"/><a:cs typeface="{LATIN}"/>'
        f'<a:font script="Hans" typeface="{EAST_ASIAN}"/><a:font script="Hant" typeface="Microsoft JhengHei"/>'
        f'<a:font script="Jpan" typeface="Yu Gothic"/>'
    )
    for kind in ("majorFont", "minorFont"):
        text = re.sub(rf"<a:{kind}>.*?</a:{kind}>", f"<a:{kind}>{fonts}</a:{kind}>", text, flags=re.DOTALL)
    text = re.sub(r'(<a:theme [^>]*name=)"[^"]*"', r'\1"kgraph"', text, count=1)
    part._blob = text.encode("utf-8")


def _text_styles(master: Any) -> None:
    """Set titles in the size of our scale, left and in bold."""
    level = master.element.find("{*}txStyles/{*}titleStyle/{*}lvl1pPr")
    level.set("algn", "l")
    properties = level.find("{*}defRPr")
    properties.set("sz", str(int(TITLE * 100)))
    properties.set("b", "1")
    for holder in master.placeholders:
        body = holder._element.txBody.bodyPr
        for name, value in (("lIns", "0"), ("rIns", "0"), ("tIns", "0"), ("bIns", "0"), ("anchor", "b")):
            body.set(name, value)
        break


def _repacked(data: bytes) -> bytes:
    """Return a zip with the same files, in order, with fixed dates; workbooks of charts inside it as well."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = old.read(entry.filename)
            if entry.filename.endswith(".xlsx"):
                content = _repacked(content)
            if entry.filename == "docProps/core.xml":
                content = re.sub(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*", rb"\g<1>2000-01-01T00:00:00Z", content)
            kept = zipfile.ZipInfo(entry.filename, _ZIPPED)
            kept.compress_type, kept.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            new.writestr(kept, content)
    return out.getvalue()
