"""A user's own presentation as a template: which layout slides take, the area that it leaves free, and its colours."""

from __future__ import annotations

import colorsys
import io
import re
import zipfile
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kgraph.core.errors import KgraphError
from kgraph.present.figure.model import Box
from kgraph.present.figure.style import channels, contrast, luminance

if TYPE_CHECKING:
    from pptx.presentation import Presentation
    from pptx.slide import Slide, SlideLayout

EMU = 12_700
"""English metric units in a point."""
_TEMPLATE = b"application/vnd.openxmlformats-officedocument.presentationml.template.main+xml"
_PRESENTATION = b"application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
_PAGE_PARTS = ("SLIDE_NUMBER", "FOOTER")
_NEAR, _LEAST = 8.0, 0.35
"""How far two titles may stand apart and still be at one place, in points; the least share of a slide that content takes."""


class TemplateError(KgraphError):
    """Raised when a template cannot be used."""

    def __init__(self, path: object, reason: str):
        self.path, self.reason = str(path), reason
        super().__init__(
            f"Cannot use '{self.path}' as a template: {reason}. It must be a .pptx or .potx file with a title layout."
        )


@dataclass(frozen=True)
class Theme:
    """The colours of a slide by their names in the theme: ``ink`` and ``ground`` are those of text and of what is behind it.

    ``colours`` are their values as ``#RRGGBB``, where the theme says so. ``painted`` is a ground that is none of them.
    """

    ink: str = "tx1"
    ground: str = "bg1"
    colours: Mapping[str, str] = field(default_factory=dict)
    painted: str | None = None

    @property
    def is_dark(self) -> bool:
        """Whether the ground is dark."""
        return luminance(self.painted or self.colours.get(self.ground, "#FFFFFF")) < 0.3

    @property
    def behind(self) -> str:
        """The colour of the ground as XML."""
        return f'<a:srgbClr val="{self.painted[1:]}"/>' if self.painted else f'<a:schemeClr val="{self.ground}"/>'

    def ink_on(self, accent: str, share: float) -> str:
        """Return which of the two is read better on an accent with so much of its lightness."""
        fill = _lighter(self.colours.get(accent, "#4472C4"), share)
        return max(
            (self.ink, self.ground),
            key=lambda name: contrast(self.colours.get(name, "#000000" if name == "tx1" else "#FFFFFF"), fill),
        )

    def share_to_see(self, accent: str) -> float:
        """Return how much of its lightness an accent may keep, for lines of it to be seen on a light ground."""
        ground, colour = self.painted or self.colours.get(self.ground, "#FFFFFF"), self.colours.get(accent, "#4472C4")
        if self.is_dark:
            return 1.0
        return next((share for share in (1.0, 0.75, 0.6) if contrast(_lighter(colour, share), ground) >= 2.4), 0.45)


def _lighter(colour: str, share: float) -> str:
    hue, light, depth = colorsys.rgb_to_hls(*(value / 255 for value in channels(colour)))
    return "#" + "".join(
        f"{round(value * 255):02X}" for value in colorsys.hls_to_rgb(hue, min(1.0, light * share), depth)
    )


def opened(library: Any, template: Path | str) -> Presentation:
    """Return a template without its slides; raises TemplateError."""
    try:
        presentation: Presentation = library.Presentation(_as_presentation(Path(template)))
    except Exception as error:  # python-pptx raises many kinds for a file that is none
        raise TemplateError(template, str(error).rstrip(".") or type(error).__name__) from None
    slides = presentation.slides._sldIdLst
    for slide in list(slides):
        presentation.part.drop_rel(slide.rId)
        slides.remove(slide)
    # Sections and custom shows list slides that are gone: Office would ask to repair the file.
    for listed in presentation.element.xpath('.//*[local-name()="sectionLst" or local-name()="custShowLst"]'):
        holder = listed.getparent()
        holder.remove(listed)
        if holder.tag.endswith("}ext"):
            holder.getparent().remove(holder)
    return presentation


def _as_presentation(path: Path) -> io.BytesIO:
    """Return the bytes of a presentation; a .potx file differs from one in a single word."""
    data, out = path.read_bytes(), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if _TEMPLATE not in archive.read("[Content_Types].xml"):
            return io.BytesIO(data)
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
            for entry in archive.infolist():
                content = archive.read(entry.filename)
                if entry.filename == "[Content_Types].xml":
                    content = content.replace(_TEMPLATE, _PRESENTATION)
                new.writestr(entry, content)
    out.seek(0)
    return out


def layout_of(presentation: Presentation, template: Path | str | None) -> SlideLayout:
    """Return the layout with a title, at the top rather than in the middle, and the fewest other places; raises TemplateError."""

    def rank(layout: SlideLayout) -> tuple[bool, int]:
        others = sum(_kind(holder) not in (*_PAGE_PARTS, "DATE") for holder in layout.placeholders)
        return "CENTER" in _kind(_title(layout)), others

    titled = [layout for layout in presentation.slide_layouts if _title(layout) is not None]
    if not titled:
        raise TemplateError(template, "no layout of it has a title")
    return min(titled, key=rank)


def _title(layout: SlideLayout) -> Any:
    return next((holder for holder in layout.placeholders if holder.placeholder_format.idx == 0), None)


def _kind(holder: Any) -> str:
    return str(holder.placeholder_format.type).partition(" ")[0]


def _box(holder: Any) -> Box | None:
    values = (holder.left, holder.top, holder.width, holder.height)
    return None if None in values else Box(*(value / EMU for value in values))


def frame_of(presentation: Presentation, layout: SlideLayout) -> Box:
    """Return where the content of a slide stands: where the template's own layouts have it beside the same title.

    Without such a layout it is the area between the title and what stands at the foot.
    """
    width, height = presentation.slide_width / EMU, presentation.slide_height / EMU
    title = _box(_title(layout)) or Box(24, 12, width - 48, height * 0.16)
    for other in (layout, *(one for one in layout.slide_master.slide_layouts if one != layout), layout.slide_master):
        theirs = next((box for h in other.placeholders if _kind(h) == "TITLE" and (box := _box(h))), None)
        if theirs is None or max(abs(a - b) for a, b in zip(theirs, title, strict=True)) > _NEAR:
            continue
        for holder in other.placeholders:
            box = _box(holder) if _kind(holder) in ("OBJECT", "BODY") else None
            if box and box.width * box.height > _LEAST * width * height and not box.meets(title, -2.0):
                return box
    top = title.y + title.height
    if top > height * 0.45:
        # A title that fills half of the slide, or stands at its foot, leaves what is above it.
        return (
            Box(title.x, 24, title.width, max(title.y - 32, height * 0.4))
            if title.y > height * 0.45
            else Box(title.x, height * 0.3, title.width, height * 0.62)
        )
    feet = [box.y for h in layout.placeholders if _kind(h) in (*_PAGE_PARTS, "DATE") and (box := _box(h))]
    bottom = min([foot for foot in feet if foot > height * 0.7], default=height - 12)
    left = max(24.0, title.x)
    return Box(left, top + 4, width - 2 * left, bottom - top - 8)


def theme_of(layout: SlideLayout) -> Theme:
    """Return the colours of a layout: its ground, and of the theme's two inks the one that can be read on it."""
    master = layout.slide_master
    mapping = dict(master.element.find("{*}clrMap").attrib)
    part = next(rel.target_part for rel in master.part.rels.values() if rel.reltype.endswith("/theme"))
    text = part.blob.decode("utf-8", "replace")
    raw = {
        name: "#" + value.upper()
        for name, value in re.findall(
            r"<a:(dk1|lt1|dk2|lt2|accent[1-6]|hlink|folHlink)>.*?(?:lastClr|srgbClr val)=\"([0-9A-Fa-f]{6})\"",
            text,
            re.DOTALL,
        )
    }
    colours = {name: raw[target] for name, target in mapping.items() if target in raw}
    ground = _ground(layout, colours) or _ground(master, colours) or colours.get("bg1", "#FFFFFF")
    ink, other = "tx1", "bg1"
    if contrast(colours.get("bg1", "#FFFFFF"), ground) > contrast(colours.get("tx1", "#000000"), ground):
        # The ground was painted over: what the theme calls its ground is what can be read on it.
        ink, other = other, ink
    return Theme(ink, other, colours, None if ground == colours.get(other) else ground)


def _ground(shapes: Any, colours: Mapping[str, str]) -> str | None:
    """Return the colour of a ground that is named outright, None for that of the theme, a gradient or a picture."""
    for fill in shapes.element.cSld.findall("{*}bg/{*}bgPr/{*}solidFill"):
        for colour in fill:
            value = str(colour.get("val"))
            return "#" + value.upper() if colour.tag.endswith("}srgbClr") else colours.get(value)
    for reference in shapes.element.cSld.findall("{*}bg/{*}bgRef"):
        for colour in reference:
            return colours.get(str(colour.get("val")))
    return None


def add_page_parts(slide: Slide) -> None:
    """Give a slide the number and the footer that its layout has: python-pptx leaves them out."""
    for holder in slide.slide_layout.placeholders:
        kind = _kind(holder)
        if kind in _PAGE_PARTS and (kind != "FOOTER" or holder.text_frame.text.strip()):
            element = deepcopy(holder._element)
            # A place that is not said again is that of the layout.
            for place in element.spPr.findall("{*}xfrm"):
                element.spPr.remove(place)
            element.nvSpPr.cNvPr.set("id", str(max(shape.shape_id for shape in slide.shapes) + 1))
            slide.shapes._spTree.append(element)
