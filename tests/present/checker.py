"""Checks of a deck that a reader would make: in the file itself, and in what LibreOffice makes of it."""

from __future__ import annotations

import io
import itertools
import math
import re
import subprocess
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pptx
from fontTools.ttLib import TTFont
from PIL import ImageFont
from pypdf import PdfReader

from kgraph.present.figure import faces, fonts
from kgraph.present.figure.forms import FORMS, sites

EMU = 12_700
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_FORM_OF = {form.preset: name for name, form in FORMS.items()}
# The order of children that the schema of Office Open XML (ECMA-376) asks for, in the elements that we write; "|" is a choice.
_ORDER = {
    f"{P}spPr": ("xfrm", "custGeom", "prstGeom", "noFill", "solidFill", "ln", "effectLst"),
    f"{A}ln": ("noFill", "solidFill", "prstDash", "round", "bevel", "miter", "headEnd", "tailEnd"),
    f"{A}rPr": ("ln", "noFill", "solidFill", "effectLst", "latin", "ea", "cs", "sym", "hlinkClick"),
    f"{A}pPr": ("lnSpc", "spcBef", "spcAft", "buNone", "defRPr"),
    f"{A}tcPr": ("lnL", "lnR", "lnT", "lnB", "lnTlToBr", "lnBlToTr", "noFill", "solidFill"),
    f"{P}sp": ("nvSpPr", "spPr", "style", "txBody"),
    f"{P}cxnSp": ("nvCxnSpPr", "spPr", "style"),
    f"{P}cNvPr": ("hlinkClick", "hlinkHover"),
    f"{A}p": ("pPr", "r|br|fld", "endParaRPr"),
    f"{A}bodyPr": ("prstTxWarp", "noAutofit", "normAutofit", "spAutoFit"),
}


@dataclass(frozen=True)
class Form:
    """A form on a slide, in points."""

    id: int
    name: str
    text: str
    x: float
    y: float
    width: float
    height: float
    preset: str
    size: float


def forms(slide: Any) -> list[Form]:
    """Return the forms of nodes."""
    found = []
    for shape in slide.shapes:
        geometry = shape._element.find(f".//{A}prstGeom")
        is_node = geometry is not None and shape.has_text_frame and shape.text_frame.text and "/" in shape.name
        if is_node and shape._element.tag == f"{P}sp" and not shape.name.startswith(("label: ", "legend: ")):
            size = shape.text_frame.paragraphs[0].runs[0].font.size.pt
            box = (shape.left / EMU, shape.top / EMU, shape.width / EMU, shape.height / EMU)
            found.append(Form(shape.shape_id, shape.name, shape.text_frame.text, *box, geometry.get("prst"), size))
    return found


def loose_connectors(slide: Any) -> list[str]:
    """Return the connectors of relations that are not joined at both ends, or do not touch the sites that they are joined to."""
    by_id = {form.id: form for form in forms(slide)}
    loose = []
    for shape in slide.shapes:
        if shape._element.tag != f"{P}cxnSp" or shape.name.startswith("legend: "):
            continue
        joints = shape._element.nvCxnSpPr.cNvCxnSpPr
        ends = ((joints.stCxn, shape.begin_x, shape.begin_y), (joints.endCxn, shape.end_x, shape.end_y))
        for joint, x, y in ends:
            form = by_id.get(joint.id) if joint is not None else None
            if form is None or not _touches(form, joint.idx, x / EMU, y / EMU):
                loose.append(shape.name)
    return loose


def _touches(form: Form, number: int, x: float, y: float) -> bool:
    known = {site.number: site for site in sites(_FORM_OF[form.preset], form.width, form.height)}
    site = known.get(number)
    return site is not None and math.hypot(form.x + site.x - x, form.y + site.y - y) < 1.0


def overlaps(slide: Any) -> list[tuple[str, str]]:
    """Return the pairs of forms that overlap, and of labels that overlap a form or another label."""
    boxes = [(form.name, form.x, form.y, form.width, form.height) for form in forms(slide)]
    for shape in slide.shapes:
        if shape.name.startswith("label: "):
            boxes.append((shape.name, shape.left / EMU, shape.top / EMU, shape.width / EMU, shape.height / EMU))
    return [
        (one[0], two[0])
        for one, two in itertools.combinations(boxes, 2)
        if one[1] < two[1] + two[3]
        and two[1] < one[1] + one[3]
        and one[2] < two[2] + two[4]
        and two[2] < one[2] + one[4]
    ]


@cache
def _measure() -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(faces.font_file()), 100)


def _width(text: str, size: float) -> float:
    return float(_measure().getlength(text)) * size / 100


def is_inside(form: Form) -> bool:
    """Return whether the text of a form, set by Pillow in lines no wider than the form, is inside it."""
    room = form.width - 2 * 0.28 * form.size
    if form.preset == "ellipse":
        room = form.width * 0.707 - 2 * 0.28 * form.size
    lines, line = 1, ""
    for piece in re.findall(r"[^\s\u2e80-\uffff]+\s*|[\u2e80-\uffff]\s*|\s+", form.text):
        if line and _width((line + piece).rstrip(), form.size) > room:
            lines, line = lines + 1, ""
        line += piece
        while _width(line.rstrip(), form.size) > room and len(line) > 1:
            lines, line = lines + 1, line[len(line) // 2 :]
    return lines * form.size * fonts.LINE <= form.height + 0.5


def broken_rules(data: bytes) -> list[str]:
    """Return what Office would repair: children out of order, ids twice, links to nowhere, parts that are not well-formed."""
    broken: list[str] = []
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = set(archive.namelist())
        if archive.testzip() is not None or len(names) != len(archive.namelist()):
            broken.append("the zip")
        for name in sorted(names):
            if name.endswith((".xml", ".rels")):
                root = ElementTree.fromstring(archive.read(name))
                broken += [f"{name}: {problem}" for problem in _broken_part(root)]
            if name.endswith(".rels"):
                broken += [f"{name}: {problem}" for problem in _broken_links(name, root, names)]
    return broken


def _broken_part(root: ElementTree.Element) -> Iterator[str]:
    ids = [element.get("id") for element in root.iter(f"{P}cNvPr")]
    if len(ids) != len(set(ids)):
        yield "an id twice"
    for element in root.iter():
        order = _ORDER.get(element.tag)
        if order is None:
            continue
        known = {name: place for place, names in enumerate(order) for name in names.split("|")}
        places = [known[name] for child in element if (name := child.tag.split("}")[1]) in known]
        unknown = [child.tag for child in element if child.tag.split("}")[1] not in (*known, "extLst")]
        if places != sorted(places) or unknown:
            yield f"children of {element.tag}: {[child.tag.split('}')[1] for child in element]}"


def _broken_links(name: str, root: ElementTree.Element, names: set[str]) -> Iterator[str]:
    folder = Path(name).parent.parent
    for link in root:
        target = link.get("Target", "")
        if link.get("TargetMode") == "External":
            if not re.match(r"https?://", target):
                yield f"a link to {target[:60]}"
        else:
            path = target.lstrip("/") if target.startswith("/") else _joined(folder, target)
            if path not in names:
                yield f"no part {path}"


def _joined(folder: Path, target: str) -> str:
    parts: list[str] = []
    for part in (folder / target).parts:
        if part == "..":
            parts.pop()
        elif part != ".":
            parts.append(part)
    return "/".join(parts)


def presentation(data: bytes) -> Any:
    """Return the deck as python-pptx reads it."""
    return pptx.Presentation(io.BytesIO(data))


def notes(slide: Any) -> str:
    """Return the speaker notes of a slide."""
    return str(slide.notes_slide.notes_text_frame.text) if slide.has_notes_slide else ""


def converted(decks: Sequence[Path], folder: Path) -> list[Path]:
    """Return the PDFs that LibreOffice makes of decks, all in one run; fails where one is missing."""
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", "pdf"]
    subprocess.run([*command, "--outdir", folder, *decks], check=True, capture_output=True, timeout=300)
    made = [folder / f"{deck.stem}.pdf" for deck in decks]
    assert [path.name for path in made if not path.is_file()] == []
    return made


def page_texts(pdf: Path) -> list[str]:
    """Return the text of each page, without blanks and marks of direction."""
    text = subprocess.run(["pdftotext", pdf, "-"], check=True, capture_output=True).stdout.decode()
    return [plain(page) for page in text.split("\f")]


def plain(text: str) -> str:
    """Return text without blanks, marks of direction and differences of form."""
    folded = unicodedata.normalize("NFKC", text)
    return "".join(sign for sign in folded if not sign.isspace() and unicodedata.category(sign) != "Cf")


def missing(texts: Iterable[str], page: str) -> set[str]:
    """Return the characters of ``texts`` that are not in the text of a page."""
    return {sign for text in texts for sign in plain(text)} - set(page)


def empty_boxes(pdf: Path) -> set[str]:
    """Return the characters of a PDF that are drawn as the box of a font that has no sign for them."""
    found: set[str] = set()
    for page in PdfReader(pdf).pages:
        for font in (page["/Resources"].get("/Font") or {}).values():
            font = font.get_object()
            descriptor = font.get("/FontDescriptor")
            if "/ToUnicode" in font and descriptor is not None and "/FontFile2" in descriptor.get_object():
                data = descriptor.get_object()["/FontFile2"].get_object().get_data()
                found |= _boxes(data, font["/ToUnicode"].get_object().get_data().decode("latin-1"))
    return found


def _boxes(font_data: bytes, mapping: str) -> set[str]:
    with TTFont(io.BytesIO(font_data)) as font:
        outlines = font["glyf"]
        order = font.getGlyphOrder()
        box = outlines[order[0]]
        found = set()
        for code, value in re.findall(r"<([0-9A-F]{2})> <([0-9A-F]{4,})>", mapping):
            place = int(code, 16)
            if 0 < place < len(order) and box.numberOfContours > 0 and outlines[order[place]] == box:
                found.add(bytes.fromhex(value).decode("utf-16-be", "replace"))
    return found
