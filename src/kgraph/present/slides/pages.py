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
from kgraph.core.errors import KgraphError, MissingExtraError
from kgraph.present.figure.compose import PAGES
from kgraph.present.figure.model import Box
from kgraph.present.figure.style import LEAD, SMALL, STYLES, TITLE, Style, readable
from kgraph.present.text import xml_text

if TYPE_CHECKING:
    from pptx.presentation import Presentation
    from pptx.slide import Slide, SlideLayout

EMU = 12_700
"""English metric units in a point."""
LATIN, EAST_ASIAN = "Arial", "Microsoft YaHei"
"""Fonts of our own theme. A slide names no font but the theme's, so that changing the theme changes them all."""
_MOMENT = datetime.datetime(2000, 1, 1)
_ZIPPED = (2000, 1, 1, 0, 0, 0)


class TemplateError(KgraphError):
    """Raised when a template cannot be used."""

    def __init__(self, path: object, reason: str):
        self.path, self.reason = str(path), reason
        super().__init__(
            f"Cannot use '{self.path}' as a template: {reason}. It must be a .pptx file with a title layout."
        )


def emu(points: float) -> int:
    """Return points as whole English metric units."""
    return round(points * EMU)


class Pages:
    """A presentation with the layouts that our slides use. ``frame`` is the area of a slide that its title leaves free."""

    def __init__(self, style: str = "light", aspect: str = "16:9", template: Path | str | None = None):
        self.style: Style = STYLES[style]
        self.themed = template is not None
        self.presentation = _opened(template) if template is not None else _own(self.style, PAGES[aspect])
        self.layout = _layout(self.presentation, template)
        self.size = (self.presentation.slide_width / EMU, self.presentation.slide_height / EMU)
        self.frame = _frame(self.layout, self.size) if self.themed else None
        if self.themed and _is_dark(self.presentation):
            self.style = STYLES["dark"]

    def slide(self, title: str, notes: Sequence[str]) -> Slide:
        """Add a slide with a title and speaker notes, and return it."""
        slide = self.presentation.slides.add_slide(self.layout)
        for holder in list(slide.placeholders):
            if holder.placeholder_format.type is not None and holder.placeholder_format.idx == 0:
                holder.text_frame.text = xml_text(title)
            else:
                holder._element.getparent().remove(holder._element)
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


def _opened(template: Path | str) -> Presentation:
    pptx = library()
    try:
        presentation: Presentation = pptx.Presentation(str(template))
    except Exception as error:  # python-pptx raises many kinds for a file that is none
        raise TemplateError(template, str(error).rstrip(".") or type(error).__name__) from None
    slides = presentation.slides._sldIdLst
    for slide in list(slides):
        presentation.part.drop_rel(slide.rId)
        slides.remove(slide)
    return presentation


def library() -> Any:
    """Return python-pptx; raises MissingExtraError where it is not installed."""
    try:
        import pptx
    except ImportError:
        raise MissingExtraError("python-pptx", "slides", "A slide") from None
    return pptx


def _layout(presentation: Presentation, template: Path | str | None) -> SlideLayout:
    """Return the layout with a title and the fewest other places."""

    def others(layout: SlideLayout) -> int:
        return int(sum(holder.placeholder_format.idx < 10 for holder in layout.placeholders)) - 1

    titled = [
        layout
        for layout in presentation.slide_layouts
        if any(
            h.placeholder_format.idx == 0 and "CENTER" not in str(h.placeholder_format.type)
            for h in layout.placeholders
        )
    ]
    if not titled:
        raise TemplateError(template, "no layout of it has a title")
    return min(titled, key=others)


def _frame(layout: SlideLayout, size: tuple[float, float]) -> Box:
    """Return the area between the title and what stands at the foot of the layout."""
    width, height = size
    title = next(h for h in layout.placeholders if h.placeholder_format.idx == 0)
    top = (title.top + title.height) / EMU if title.top is not None and title.height is not None else height * 0.18
    if top > height * 0.45:
        top = height * 0.12
    feet = [h.top / EMU for h in layout.placeholders if h.placeholder_format.idx >= 10 and h.top is not None]
    bottom = min([foot for foot in feet if foot > height * 0.7], default=height - 12)
    left = max(24.0, (title.left or 0) / EMU)
    return Box(left, top + 4, width - 2 * left, bottom - top - 8)


def _is_dark(presentation: Presentation) -> bool:
    """Return whether the template's ground, as its theme names it, is dark."""
    master = presentation.slide_master
    mapping = master.element.find("{*}clrMap")
    ground = mapping.get("bg1", "lt1") if mapping is not None else "lt1"
    theme = next(rel.target_part for rel in master.part.rels.values() if rel.reltype.endswith("/theme")).blob.decode(
        "utf-8", "replace"
    )
    found = re.search(rf"<a:{ground}>.*?(?:lastClr|srgbClr val)=\"([0-9A-Fa-f]{{6}})\"", theme, re.DOTALL)
    from kgraph.present.figure.style import luminance

    return found is not None and luminance("#" + found[1]) < 0.3


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


__all__ = ["EMU", "LEAD", "SMALL", "Pages", "TemplateError", "emu", "library"]
