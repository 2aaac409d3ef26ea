"""Slides: what is on them, templates, steps, tables, charts and trees, and names that mean harm."""

from __future__ import annotations

import io
import itertools
import re
import zipfile
from pathlib import Path

import networkx
import pptx
import pytest
from pptx.util import Emu, Inches
from tests.present import checker
from tests.present.graphs import hostile, tiny
from tests.present.templates import TEMPLATES, as_potx, bank, night, studio

from kgraph import Edge, Graph, Node, Subgraph
from kgraph.core.errors import UnknownTermError
from kgraph.present.export import export
from kgraph.present.slides.deck import Deck
from kgraph.present.slides.template import TemplateError


def exported(graph: networkx.MultiDiGraph, **options: object) -> bytes:
    out = io.BytesIO()
    export(graph, "pptx", out, **options)
    return out.getvalue()


def saved(deck: Deck) -> bytes:
    out = io.BytesIO()
    deck.save(out)
    return out.getvalue()


def slides(data: bytes) -> list[object]:
    return list(checker.presentation(data).slides)


def harmful() -> networkx.MultiDiGraph:
    """Names with what files and programs trip over, each linked to the next."""
    graph = hostile()
    more = [
        "长" * 5000,
        "word " * 1000,
        "x" * 5000,
        "🧠🔥 emoji 👩‍🔬",
        "مرحبا بالعالم",
        "שלום עולם",
        "\u202e\u2066\u200f",
        "a" + "\u0301" * 60,
        "   ",
    ]
    for number, label in enumerate(more):
        node = {
            "type": "Paper",
            "label": label,
            "labels": {"zh": label},
            "mentions": [],
            "url": f'https://a.example/"{number}',
        }
        graph.add_node(f"paper/{number}", **node)
        graph.add_edge(f"paper/{number}", f"method/{number % 9}", key="introduces", evidence=[], confidence=0.5)
    return graph


def test_a_slide_has_title_legend_sources_and_evidence() -> None:
    (slide,) = slides(exported(tiny(), title="BERT and what is near"))
    texts = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
    assert slide.shapes.title.text_frame.text == "BERT and what is near"
    assert {"Paper", "Method", "Dataset", "Topic", "introduces", "based on", "Source: notes/读书.md, line 3"} <= set(
        texts
    )
    assert "Organization" not in texts
    assert "BERT — evaluated on → SQuAD 1.1 (F1 93.2)\n    “BERT 93.2” notes/读书.md:3" in checker.notes(slide)


def test_fonts_are_those_of_the_theme_for_both_scripts() -> None:
    data = exported(tiny())
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        theme = archive.read("ppt/theme/theme1.xml").decode()
        slide = archive.read("ppt/slides/slide1.xml").decode()
    assert '<a:ea typeface="Microsoft YaHei"/>' in theme
    assert slide.count('<a:latin typeface="+mn-lt"/>') == slide.count('<a:ea typeface="+mn-ea"/>') > 5


def test_a_node_links_to_its_address() -> None:
    (slide,) = slides(exported(tiny()))
    links = {
        shape.name: shape.click_action.hyperlink.address for shape in slide.shapes if shape.name.startswith("paper/")
    }
    assert links == {"paper/arxiv-1810.04805": "https://arxiv.org/abs/1810.04805"}


def test_a_moved_node_takes_its_lines_along() -> None:
    """What is joined is joined by the shape's id, which Office and LibreOffice follow."""
    (slide,) = slides(exported(tiny()))
    assert checker.loose_connectors(slide) == []
    moved = next(shape for shape in slide.shapes if shape.name == "method/bert")
    moved.left = Emu(moved.left + Inches(1))
    assert len(checker.loose_connectors(slide)) == 4


@pytest.mark.parametrize("aspect", ["16:9", "4:3"])
@pytest.mark.parametrize("style", ["light", "dark", "print"])
def test_every_style_and_format_keeps_the_rules(style: str, aspect: str) -> None:
    data = exported(tiny(), style=style, aspect=aspect, language="both")
    deck = checker.presentation(data)
    assert checker.broken_rules(data) == []
    assert deck.slide_width / deck.slide_height == pytest.approx({"16:9": 16 / 9, "4:3": 4 / 3}[aspect], rel=1e-3)


def test_an_unknown_style_names_the_known_ones() -> None:
    with pytest.raises(UnknownTermError, match="light, dark, print"):
        exported(tiny(), style="drak")


@pytest.mark.parametrize("name", ["tiny", "harmful", "empty"])
def test_names_that_mean_harm_make_a_valid_deck(name: str) -> None:
    graph = {"tiny": tiny, "harmful": harmful, "empty": networkx.MultiDiGraph}[name]()
    for language in ("zh", "en"):
        data = exported(graph, language=language)
        assert checker.broken_rules(data) == []
        for slide in slides(data):
            assert checker.loose_connectors(slide) == []
            assert checker.overlaps(slide) == []
            assert all(checker.is_inside(form) for form in checker.forms(slide) if "\u0301" not in form.text)


def test_a_link_that_is_none_of_the_web_is_left_away() -> None:
    with zipfile.ZipFile(io.BytesIO(exported(harmful()))) as archive:
        links = "".join(archive.read(name).decode() for name in archive.namelist() if name.endswith(".rels"))
    assert set(re.findall(r'Target="([a-z]+):', links)) <= {"http", "https"}
    assert "javascript" not in links and "file:" not in links


def test_positions_of_the_canvas_keep_their_arrangement() -> None:
    ids = sorted(tiny())
    places = {id_: (300.0 * number, 40.0 * (number % 2)) for number, id_ in enumerate(ids)}
    (slide,) = slides(exported(tiny(), positions=places))
    by_place = [form.name for form in sorted(checker.forms(slide), key=lambda form: form.x + form.width / 2)]
    assert by_place == ids


def two_hops(lists: Graph) -> Subgraph:
    """Return the neighbourhood of a method whose neighbours leave room for theirs."""
    methods = lists.most_connected("Method", 100)
    parts = (lists.neighbourhood(ranked.node, hops=2, limit=20) for ranked in methods if ranked.links <= 12)
    return next(part for part in parts if max(part.distances.values()) == 2)


def test_steps_keep_every_node_in_its_place(lists: Graph) -> None:
    part = two_hops(lists)
    deck = Deck("zh")
    count = deck.graph(part, steps="hops")
    pages = slides(saved(deck))
    assert count == len(pages) == 3
    seen = [{form.name: (form.x, form.y) for form in checker.forms(page)} for page in pages]
    assert [len(places) for places in seen] == [
        sum(part.distances[node.id] <= hop for node in part.nodes) for hop in range(3)
    ]
    for before, after in itertools.pairwise(seen):
        assert before.items() <= after.items()
    assert all(checker.loose_connectors(page) == [] for page in pages)


def test_a_path_grows_by_one_entity_a_slide(lists: Graph) -> None:
    ends = [ranked.node for ranked in lists.most_connected(None, 12)]
    path = next(found[0] for a in ends for b in ends if (found := lists.paths(a, b, k=1)) and len(found[0]) >= 2)
    deck = Deck()
    deck.graph(path.to_subgraph(), steps="path")
    assert [len(checker.forms(page)) for page in slides(saved(deck))] == list(range(1, len(path.nodes) + 1))


def test_a_step_tells_of_what_it_shows_and_its_legend_stays_in_place(lists: Graph) -> None:
    part = two_hops(lists)
    deck = Deck("en")
    deck.graph(part, steps="hops")
    pages = slides(saved(deck))
    legends = [{(s.name, s.left, s.top) for s in page.shapes if s.name.startswith("legend: ")} for page in pages]
    assert legends[0] < legends[1] <= legends[2]
    told = [checker.notes(page).count(" → ") for page in pages]
    assert told[0] == 0 < told[1] <= told[2]


def test_a_way_stands_as_a_chain() -> None:
    """From left to right, and of more than four entities back again below."""
    nodes = [Node(f"method/{n}", "Method", f"Method {n}", {}) for n in range(6)]
    edges = [Edge(f"method/{n}", "basedOn", f"method/{n + 1}", 1.0, {}) for n in range(5)]
    deck = Deck()
    deck.graph(Subgraph(tuple(nodes), tuple(edges)), "A way", steps="path")
    boxes = {form.name: form for form in checker.forms(slides(saved(deck))[-1])}
    x = [boxes[node.id].x for node in nodes]
    y = [boxes[node.id].y for node in nodes]
    assert x[0] < x[1] < x[2] and x[5] < x[4] < x[3]
    assert max(y[:3]) < min(y[3:])


def test_parts_are_about_as_large(lists: Graph) -> None:
    part = lists.neighbourhood(lists.most_connected("Topic", 1)[0].node, hops=3, limit=60)
    deck = Deck("both")
    assert deck.graph(part) > 1
    sizes = [len(figure.nodes) for figure in deck.figures]
    assert min(sizes) > max(sizes) / 3


def test_a_name_is_torn_by_a_line_end_only_where_no_program_would_end_the_line() -> None:
    graph = networkx.MultiDiGraph()
    label = "github.com/some-organisation/a-repository-of-that-name"
    graph.add_node("repository/x", type="Repository", label=label, mentions=[])
    (slide,) = slides(exported(graph))
    (form,) = checker.forms(slide)
    assert form.text == "some-organisation/\va-repository-of-that-name"


def test_an_empty_cell_is_no_higher_than_others(lists: Graph) -> None:
    """Without words a paragraph has the size of its mark, 18 points where nothing says otherwise."""
    node = lists.most_connected("Method", 1)[0].node
    deck = Deck()
    deck.comparison(lists.compare([node, *(item.node for item in lists.related(node, limit=1))]))
    (table,) = (shape.table for shape in slides(saved(deck))[0].shapes if shape.has_table)
    empty = [cell for row in table.rows for cell in row.cells if not cell.text_frame.text]
    assert empty
    assert {cell._tc.find(f".//{checker.A}endParaRPr").get("sz") for cell in empty} == {"1400"}


def test_an_answer_is_a_table_that_says_what_it_leaves_out(lists: Graph) -> None:
    deck = Deck("en")
    answer = lists.query("SELECT ?m (1 AS ?number) ?none WHERE { ?m a kg:Method } ORDER BY ?m")
    deck.answer(lists, answer, "All methods", limit=20)
    deck.answer(lists, lists.query("ASK { ?m a kg:Method }"))
    *pages, last = slides(saved(deck))
    rows = [[cell.text_frame.text for cell in row.cells] for page in pages for row in table_of(page).rows]
    entities = {node.label for node in lists.whole().nodes if node.type == "Method"}
    names = [row[0].removesuffix("\xa0↗") for row in rows if row[0] != "m"]
    assert len(names) == 20 and len(set(names) & entities) > 10
    facts = next(shape.text_frame.text for shape in pages[0].shapes if shape.name == "subtitle")
    assert facts.endswith(f"of 20 · {len(answer) - 20:,} more left out")
    assert table_of(last).cell(1, 0).text_frame.text == "yes"


def table_of(page: object) -> object:
    return next(shape.table for shape in page.shapes if shape.has_table)


def test_tables_name_their_sources_and_repeat_what_goes_on(lists: Graph) -> None:
    node = lists.most_connected("Topic", 1)[0].node
    deck = Deck()
    count = deck.comparison(lists.compare([node], limit=40))
    assert count > 1
    for page in slides(saved(deck)):
        (table,) = (shape.table for shape in page.shapes if shape.has_table)
        assert table.cell(1, 0).text_frame.text
        (source,) = (shape.text_frame.text for shape in page.shapes if shape.name == "source")
        assert "line" in source


def template(path: Path, dark: bool) -> Path:
    deck = pptx.Presentation()
    deck.slide_width, deck.slide_height = Inches(13.333), Inches(7.5)
    if dark:
        mapping = deck.slide_master.element.find("{*}clrMap")
        mapping.set("bg1", "dk1"), mapping.set("tx1", "lt1")
    deck.slides.add_slide(deck.slide_layouts[0]).shapes.title.text = "An old slide"
    deck.save(path)
    return path


@pytest.mark.parametrize("dark", [False, True])
def test_a_template_gives_its_colours_and_its_title(tmp_path: Path, dark: bool) -> None:
    data = exported(tiny(), title="In our look", template=template(tmp_path / "corporate.pptx", dark))
    (slide,) = slides(data)
    assert slide.slide_layout.name == "Title Only"
    assert slide.shapes.title.text_frame.text == "In our look"
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        content = archive.read("ppt/slides/slide1.xml").decode()
    assert "srgbClr" not in content
    assert 'schemeClr val="accent1"' in content
    assert checker.broken_rules(data) == []
    title = slide.slide_layout.placeholders[0]
    assert all(form.y * 12_700 >= title.top + title.height for form in checker.forms(slide))


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_corporate_template_gets_its_own_content_area_colours_and_footer(
    lists: Graph, tmp_path: Path, name: str
) -> None:
    path = TEMPLATES[name](tmp_path / "corporate.pptx")
    node = lists.most_connected("Method", 1)[0].node
    deck = Deck("zh", template=path)
    deck.graph(lists.neighbourhood(node, hops=2, limit=18))
    deck.related(node, lists.related(node, limit=5))
    deck.timeline([(2017, "Method", 3), (2019, "Paper", 5)])
    data = saved(deck)
    assert checker.broken_rules(data) == []
    pages = slides(data)
    assert len(pages) >= 3
    for page in pages:
        title = page.shapes.title
        assert checker.loose_connectors(page) == [] and checker.overlaps(page) == []
        drawn = [shape for shape in page.shapes if not shape.is_placeholder]
        wide, high = checker.presentation(data).slide_width, checker.presentation(data).slide_height
        assert all(s.left >= 0 and s.left + s.width <= wide + 9 and s.top + s.height <= high for s in drawn)
        apart = [
            s.top >= title.top + title.height - Emu(12_700) or s.left >= title.left + title.width - Emu(12_700)
            for s in drawn
        ]
        assert all(apart)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        xml = archive.read("ppt/slides/slide1.xml").decode()
    assert "srgbClr" not in xml or name == "night"


def test_a_template_keeps_footer_and_number_and_forgets_its_old_slides(tmp_path: Path) -> None:
    data = exported(tiny(), template=bank(tmp_path / "bank.pptx"))
    (page,) = slides(data)
    kinds = {str(holder.placeholder_format.type).partition(" ")[0] for holder in page.placeholders}
    assert kinds == {"TITLE", "FOOTER", "SLIDE_NUMBER"}
    assert [h.text_frame.text for h in page.placeholders if "FOOTER" in str(h.placeholder_format.type)] == [
        "Example Bank · internal"
    ]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert "sectionLst" not in archive.read("ppt/presentation.xml").decode()
        assert [name for name in archive.namelist() if re.fullmatch(r"ppt/slides/slide\d+\.xml", name)] == [
            "ppt/slides/slide1.xml"
        ]


def test_words_on_bright_and_on_painted_grounds_can_be_read(tmp_path: Path) -> None:
    """White on yellow cannot be read, nor can black on a master that was painted dark."""

    def inks(path: Path) -> dict[str, str]:
        (page,) = slides(exported(tiny(), template=path, centres=["method/bert"]))
        found = {}
        for shape in page.shapes:
            if (
                shape.has_text_frame
                and (colour := shape._element.find(f".//{checker.A}rPr//{checker.A}schemeClr")) is not None
            ):
                found[shape.name] = colour.get("val")
        return found

    bright, painted = inks(studio(tmp_path / "studio.pptx")), inks(night(tmp_path / "night.pptx"))
    assert bright["method/bert"] == "tx1"
    assert painted["method/roberta"] == painted["subtitle"] == "bg1"


def test_a_potx_is_a_template_too(tmp_path: Path) -> None:
    (page,) = slides(exported(tiny(), title="From a .potx", template=as_potx(tmp_path / "bank.potx")))
    assert page.shapes.title.text_frame.text == "From a .potx"


def test_what_is_no_template_is_one_clean_error(tmp_path: Path) -> None:
    wrong = tmp_path / "notes.pptx"
    wrong.write_text("not a presentation", encoding="utf-8")
    with pytest.raises(TemplateError, match="as a template"):
        exported(tiny(), template=wrong)


def test_tables_go_on_over_slides_and_say_which_rows(lists: Graph) -> None:
    part = lists.neighbourhood(lists.most_connected("Topic", 1)[0].node, limit=40)
    deck = Deck("en")
    count = deck.table(part, "All of them")
    pages = slides(saved(deck))
    assert len(pages) == count > 1
    tables = [next(shape for shape in page.shapes if shape.has_table).table for page in pages]
    assert sum(len(table.rows) - 1 for table in tables) == 40
    facts = [shape.text_frame.text for shape in pages[1].shapes if shape.name == "subtitle"]
    assert facts[0].endswith(f"of {len(part.nodes)}")
    for page in pages:
        table = next(shape for shape in page.shapes if shape.has_table)
        assert table.top + sum(row.height for row in table.table.rows) <= Inches(7.5)


def test_related_comparison_timeline_and_topics_are_native(lists: Graph) -> None:
    first, second = (ranked.node for ranked in lists.most_connected("Method", 2))
    deck = Deck("zh", "dark")
    deck.related(first, lists.related(first, limit=5))
    deck.comparison(lists.compare([first, second], limit=3))
    deck.timeline([(2017, "Method", 3), (2019, "Paper", 5)])
    deck.topics(lists.topics())
    data = saved(deck)
    pages = slides(data)
    assert checker.broken_rules(data) == []
    assert [shape.has_table for shape in pages[0].shapes].count(True) == 1
    (chart,) = (shape.chart for page in pages for shape in page.shapes if shape.has_chart)
    assert [(s.name, list(s.values)) for s in chart.plots[0].series] == [("论文", [0, 0, 5]), ("方法", [3, 0, 0])]
    tree = pages[-1]
    assert len(checker.forms(tree)) > 5
    assert checker.loose_connectors(tree) == []
    assert checker.overlaps(tree) == []


def test_a_deck_has_the_same_bytes_each_time(lists: Graph) -> None:
    def made() -> bytes:
        deck = Deck("zh")
        deck.graph(lists.neighbourhood(lists.most_connected("Method", 1)[0].node, limit=12))
        deck.timeline([(2017, "Method", 3)])
        deck.topics(lists.topics())
        return saved(deck)

    assert made() == made()


@pytest.mark.slow
def test_libreoffice_opens_harmful_names_and_every_kind_of_slide(lists: Graph, renderer: None, tmp_path: Path) -> None:
    node = lists.most_connected("Method", 1)[0].node
    deck = Deck("both", "print")
    deck.related(node, lists.related(node, limit=5))
    deck.comparison(lists.compare([node], limit=3))
    deck.timeline([(2017, "Method", 3), (2019, "Paper", 5)])
    deck.topics(lists.topics())
    files = {"kinds": saved(deck), "harm": exported(harmful(), language="zh")}
    for name, make in TEMPLATES.items():
        files[name] = exported(tiny(), template=make(tmp_path / f"{name}-template.pptx"))
    paths = []
    for name, data in files.items():
        paths.append(tmp_path / f"{name}.pptx")
        paths[-1].write_bytes(data)
    for path, pdf in zip(paths, checker.converted(paths, tmp_path), strict=True):
        assert len(checker.page_texts(pdf)) - 1 == len(pptx.Presentation(str(path)).slides)
