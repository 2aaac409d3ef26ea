"""Pictures: text stays text, the font comes along, and size and ground are as asked."""

from __future__ import annotations

import base64
import io
import re
from xml.etree import ElementTree

import networkx
import pytest
from fontTools.ttLib import TTFont
from PIL import Image
from pypdf import PdfReader
from tests.present.graphs import hostile, tiny

from kgraph import Edge, KgraphError, Node, Subgraph
from kgraph.core.errors import ArgumentError
from kgraph.present.export import export
from kgraph.present.selection import Selection
from kgraph.present.ways_in import write


def exported(graph: networkx.MultiDiGraph, format: str, **options: object) -> bytes:
    out = io.BytesIO()
    export(graph, format, out, **options)
    return out.getvalue()


def test_svg_brings_every_letter_along_and_asks_nothing_of_the_network() -> None:
    text = exported(tiny(), "svg", language="zh", title="图").decode()
    shown = {
        sign
        for element in ElementTree.fromstring(text).iter("{http://www.w3.org/2000/svg}text")
        for sign in element.text
    }
    font = re.search(r"data:font/woff;base64,([A-Za-z0-9+/=]+)", text)
    assert font is not None
    with TTFont(io.BytesIO(base64.b64decode(font[1]))) as embedded:
        assert {sign for sign in shown if ord(sign) not in embedded.getBestCmap()} == set()
    assert "自然语言处理" in text
    assert re.findall(r'(?:src|href)\s*[=:]\s*"?(?!https://arxiv)https?:', text) == []


def test_hostile_names_make_well_formed_svg_without_script() -> None:
    root = ElementTree.fromstring(exported(hostile(), "svg"))
    tags = {element.tag.split("}")[1] for element in root.iter()}
    assert "script" not in tags and "img" not in tags
    assert not any(
        name.startswith("on") or "javascript" in value for e in root.iter() for name, value in e.attrib.items()
    )


def test_pdf_text_is_selectable_and_its_font_embedded() -> None:
    (page,) = PdfReader(io.BytesIO(exported(tiny(), "pdf", language="zh", title="图谱"))).pages
    text = page.extract_text()
    assert "自然语言处理" in text and "图谱" in text and "属于主题" in text
    fonts = [font.get_object() for font in page["/Resources"]["/Font"].values()]
    assert fonts and all("/FontFile2" in font["/FontDescriptor"].get_object() for font in fonts)
    assert all("NotoSansSC" in font["/BaseFont"] for font in fonts)
    links = [note.get_object()["/A"]["/URI"] for note in page["/Annots"]]
    assert links == ["https://arxiv.org/abs/1810.04805"]


def test_png_has_the_width_and_ground_that_are_asked_for() -> None:
    solid = Image.open(io.BytesIO(exported(tiny(), "png", pixels=800, style="dark")))
    assert solid.size == (800, 450)
    assert solid.convert("RGBA").getpixel((2, 2)) == (18, 23, 31, 255)
    clear = Image.open(io.BytesIO(exported(tiny(), "png", pixels=8192, transparent=True))).convert("RGBA")
    assert clear.size[0] == 8192
    assert clear.getpixel((2, 2))[3] == 0
    with pytest.raises(ArgumentError, match="8,192"):
        exported(tiny(), "png", pixels=9000)


def named(label: str) -> networkx.MultiDiGraph:
    graph = networkx.MultiDiGraph()
    graph.add_node("person/x", type="Person", label=label, mentions=[])
    return graph


@pytest.mark.parametrize("label", ["Łukasz Şahin Nguyễn", "🔥 热门"])
def test_marked_letters_and_emoji_are_drawn(label: str) -> None:
    (page,) = PdfReader(io.BytesIO(exported(named(label), "pdf", title="x"))).pages
    assert label in page.extract_text().replace("\n", "")
    drawn = exported(named(label), "png", title="x")
    assert drawn != exported(named("?" * len(label)), "png", title="x")
    assert set(label.replace(" ", "")) <= set("".join(text_of(exported(named(label), "svg", title="x"))))


def text_of(svg: bytes) -> list[str]:
    return [element.text for element in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]


def test_a_command_says_which_signs_no_font_has() -> None:
    part = Subgraph((Node("person/x", "Person", "مر x", {}),), ())
    for format, expected in (("png", 1), ("pdf", 1), ("svg", 0)):
        out = io.BytesIO()
        remarks = write(None, [Selection(part, "x")], format, out, {})
        assert len(remarks) == expected
        assert all("ر م" in remark and format.upper() in remark for remark in remarks)


def test_a_pdf_holds_several_parts_and_steps() -> None:
    nodes = tuple(Node(f"method/{n}", "Method", f"Method {n}", {}) for n in range(3))
    part = Subgraph(
        nodes, (Edge("method/0", "basedOn", "method/1", 1.0, {}),), distances={"method/0": 0, "method/1": 1}
    )
    out = io.BytesIO()
    write(None, [Selection(part, "First"), Selection(part, "Second")], "pdf", out, {})
    texts = [page.extract_text().splitlines() for page in PdfReader(out).pages]
    assert ["First" in text for text in texts] == [True, False] == ["Second" not in text for text in texts]
    out = io.BytesIO()
    write(None, [Selection(part, "First")], "pdf", out, {"steps": "path"})
    assert len(PdfReader(out).pages) == 3


@pytest.mark.parametrize(
    ("format", "options"),
    [
        ("svg", {"steps": "hops"}),
        ("pdf", {"slides": ["table"]}),
        ("png", {"template": "x.pptx"}),
        ("ttl", {"steps": "hops"}),
    ],
)
def test_what_a_format_has_no_place_for_is_refused(format: str, options: dict[str, object]) -> None:
    with pytest.raises(KgraphError, match="use --format pptx"):
        write(None, [Selection(Subgraph((), ()), "x")], format, io.BytesIO(), options)


def test_chinese_is_drawn_without_a_font_of_the_machine() -> None:
    """resvg is given our font and no other: a name in Chinese leaves as much ink as one that it can draw."""
    graph = networkx.MultiDiGraph()
    graph.add_node("topic/x", type="Topic", label="自然语言处理知识图谱", mentions=[])
    written = Image.open(io.BytesIO(exported(graph, "png", pixels=960, style="print"))).convert("L")
    graph.nodes["topic/x"]["label"] = "          x         "
    blank = Image.open(io.BytesIO(exported(graph, "png", pixels=960, style="print"))).convert("L")
    ink = [sum(image.crop((0, 95, 960, 450)).histogram()[:100]) for image in (written, blank)]
    assert ink[0] > 2 * ink[1]


def test_bibtex_and_outline_hold_papers_and_citations() -> None:
    import bibtexparser

    library = bibtexparser.parse_string(exported(tiny(), "bib").decode())
    (entry,) = library.entries
    assert entry.fields_dict["title"].value == "BERT: Pre-training"
    assert entry.fields_dict["eprint"].value == "1810.04805"
    outline = exported(tiny(), "md", language="zh").decode()
    assert "评测于: SQuAD 1.1 (F1 93.2)[^" in outline
    assert outline.count("\n[^") == len(set(re.findall(r"\[\^\d+\](?!:)", outline)))
    harmful = exported(hostile(), "md").decode()
    assert "<script" not in harmful.replace("\\<", "") and "](javascript" not in harmful
