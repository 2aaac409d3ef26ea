"""Corporate templates made by hand: own colours, fonts, places for titles and content, footers, grounds, and old slides."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pptx
from lxml import etree
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Inches, Pt

_ACCENTS = ("accent1", "accent2", "accent3", "accent4", "accent5", "accent6")


def bank(path: Path) -> Path:
    """16:9; navy and gold, Georgia; a bar and a logo on the master; footer and number; four layouts; two old slides in sections."""
    deck = _deck(13.333, 7.5)
    _theme(deck, ("0B2545", "C9A227", "8DA9C4", "134074", "6B7F99", "A63D40"), "Georgia", "SimSun")
    _keep(deck, "Title Slide", "Title and Content", "Section Header", "Title Only")
    master = deck.slide_master
    _bar(master, 0, 0, 13.333, 0.28)
    _bar(master, 12.1, 6.85, 0.9, 0.4)
    _title(deck, 0.7, 0.5, 11.9, 0.9)
    _content(deck, 0.7, 1.6, 11.9, 4.9)
    for layout in deck.slide_layouts:
        for holder in layout.placeholders:
            kind = str(holder.placeholder_format.type)
            if kind.startswith("FOOTER"):
                holder.text_frame.text = "Example Bank · internal"
                holder.left, holder.top, holder.width, holder.height = (Inches(n) for n in (0.7, 6.9, 6, 0.35))
            elif kind.startswith(("SLIDE_NUMBER", "DATE")):
                left = 11.2 if kind.startswith("SLIDE") else 7.5
                holder.left, holder.top, holder.width, holder.height = (Inches(n) for n in (left, 6.9, 0.8, 0.35))
    for _ in range(2):
        deck.slides.add_slide(deck.slide_layouts[1]).shapes.title.text = "Last year's results"
    ids = "".join(f'<p14:sldId id="{slide.slide_id}"/>' for slide in deck.slides)
    deck.element.append(
        parse_xml(
            f'<p:extLst {nsdecls("p")} xmlns:p14="http://schemas.microsoft.com/office/powerpoint/2010/main">'
            '<p:ext uri="{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"><p14:sectionLst><p14:section name="Results"'
            f' id="{{6F5A5C6B-0000-4000-8000-000000000001}}"><p14:sldIdLst>{ids}</p14:sldIdLst></p14:section></p14:sectionLst>'
            "</p:ext></p:extLst>"
        )
    )
    deck.save(path)
    return path


def university(path: Path) -> Path:
    """4:3; dark by its map of colours; only *Title and Content*: no layout with a title alone, none that is blank."""
    deck = _deck(10, 7.5)
    _theme(deck, ("E0A458", "7DC4E4", "A6DA95", "ED8796", "C6A0F6", "F5BDE6"), "Verdana", "KaiTi")
    mapping = deck.slide_master.element.find("{*}clrMap")
    mapping.set("bg1", "dk1"), mapping.set("tx1", "lt1"), mapping.set("bg2", "dk2"), mapping.set("tx2", "lt2")
    _keep(deck, "Title and Content")
    deck.save(path)
    return path


def studio(path: Path) -> Path:
    """16:9; the title in a column at the left, content at its right; bright accents, on which white cannot be read."""
    deck = _deck(13.333, 7.5)
    _theme(deck, ("FFD400", "00E5A8", "FF8A5B", "8BE9FD", "F1FA8C", "FFB8D1"), "Trebuchet MS", "DengXian")
    _keep(deck, "Title Slide", "Title and Content", "Two Content")
    _title(deck, 0.5, 0.6, 2.9, 6.0)
    _content(deck, 3.8, 0.6, 9.0, 6.2)
    deck.save(path)
    return path


def night(path: Path) -> Path:
    """16:9; a theme of dark words on white, whose master was painted dark: what it calls its ground is its ink."""
    deck = _deck(13.333, 7.5)
    _theme(deck, ("3A86FF", "FB5607", "FFBE0B", "8338EC", "FF006E", "06D6A0"), "Segoe UI", "Microsoft YaHei")
    ground = parse_xml(
        f'<p:bg {nsdecls("p", "a")}><p:bgPr><a:solidFill><a:srgbClr val="101820"/></a:solidFill><a:effectLst/></p:bgPr></p:bg>'
    )
    shapes = deck.slide_master.element.cSld
    for old in shapes.findall("{*}bg"):
        shapes.remove(old)
    shapes.insert(0, ground)
    for level in deck.slide_master.element.findall("{*}txStyles/{*}titleStyle/{*}lvl1pPr/{*}defRPr/{*}solidFill"):
        level[0].set("val", "bg1")
    _keep(deck, "Title Only", "Title Slide")
    deck.save(path)
    return path


def as_potx(path: Path) -> Path:
    """A template in PowerPoint's own form of templates, a .potx."""
    plain = bank(path.with_suffix(".pptx"))
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(path, "w") as new:
        for entry in old.infolist():
            data = old.read(entry.filename)
            if entry.filename == "[Content_Types].xml":
                data = data.replace(b"presentationml.presentation.main", b"presentationml.template.main")
            new.writestr(entry, data)
    return path


TEMPLATES: dict[str, Callable[[Path], Path]] = {
    "bank": bank,
    "university": university,
    "studio": studio,
    "night": night,
}


def _deck(width: float, height: float) -> Any:
    deck = pptx.Presentation()
    wide = width / (deck.slide_width / Inches(1))
    deck.slide_width, deck.slide_height = Inches(width), Inches(height)
    for shapes in (deck.slide_master, *deck.slide_layouts):
        for holder in shapes.placeholders:
            if holder._element.spPr.find("{*}xfrm") is not None:
                holder.left, holder.width = int(holder.left * wide), int(holder.width * wide)
    return deck


def _theme(deck: Any, accents: Sequence[str], latin: str, east_asian: str) -> None:
    part = next(rel.target_part for rel in deck.slide_master.part.rels.values() if rel.reltype.endswith("/theme"))
    text = part.blob.decode()
    for name, colour in zip(_ACCENTS, accents, strict=True):
        text = re.sub(rf"<a:{name}>.*?</a:{name}>", f'<a:{name}><a:srgbClr val="{colour}"/></a:{name}>', text)
    text = re.sub(r'<a:latin typeface="[^"]*"/>', f'<a:latin typeface="{latin}"/>', text)
    text = re.sub(r'<a:ea typeface="[^"]*"/>', f'<a:ea typeface="{east_asian}"/>', text)
    etree.fromstring(text.encode())
    part._blob = text.encode()


def _keep(deck: Any, *names: str) -> None:
    for layout in list(deck.slide_layouts):
        if layout.name not in names:
            deck.slide_layouts.remove(layout)


def _bar(master: Any, left: float, top: float, width: float, height: float) -> None:
    box = "".join(
        f'<a:{name} {x}="{Inches(a)}" {y}="{Inches(b)}"/>'
        for name, x, y, a, b in (("off", "x", "y", left, top), ("ext", "cx", "cy", width, height))
    )
    number = 900 + len(master.element.cSld.spTree)
    master.element.cSld.spTree.insert(
        2,
        parse_xml(
            f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="{number}" name="bar"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr>'
            f'<a:xfrm>{box}</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:solidFill><a:schemeClr val="accent1"/>'
            "</a:solidFill></p:spPr></p:sp>"
        ),
    )


def _title(deck: Any, *box: float) -> None:
    _put(deck, ("TITLE",), box)
    for level in deck.slide_master.element.findall("{*}txStyles/{*}titleStyle/{*}lvl1pPr"):
        level.set("algn", "l")
        level.find("{*}defRPr").set("sz", str(int(Pt(28).pt * 100)))


def _content(deck: Any, *box: float) -> None:
    _put(deck, ("BODY", "OBJECT"), box)


def _put(deck: Any, kinds: Sequence[str], box: Sequence[float]) -> None:
    """Place those of the master there, and let the layouts say nothing of their own, but those of two columns."""
    for holder in deck.slide_master.placeholders:
        if str(holder.placeholder_format.type).startswith(tuple(kinds)):
            holder.left, holder.top, holder.width, holder.height = (Inches(value) for value in box)
    for layout in deck.slide_layouts:
        if layout.name in ("Title Only", "Title and Content", "Two Content"):
            for holder in layout.placeholders:
                if str(holder.placeholder_format.type).startswith(tuple(kinds)) and layout.name != "Two Content":
                    for place in holder._element.spPr.findall("{*}xfrm"):
                        holder._element.spPr.remove(place)
