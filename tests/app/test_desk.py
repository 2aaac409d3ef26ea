"""The SPARQL desk in a real browser."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from tests.app.conftest import Server
from tests.app.driving import Canvas, settle
from tests.app.graphs import HOSTILE, HUB

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.filterwarnings("ignore")]
Open = Callable[..., Any]

RUNAWAY = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?a != ?d && ?d != ?g) }"


class Desk:
    """The desk of a page."""

    def __init__(self, page: Any):
        self.page = page
        page.locator(".kd-root[data-shown]").wait_for(timeout=30_000)
        self.text = page.locator(".cm-content")
        self.options = page.locator(".cm-tooltip-autocomplete [role=option]")
        self.problem = page.locator(".kd-problem")
        self.table = page.locator("table.rows-of-answer")

    def write(self, text: str, delay: float = 15) -> None:
        """Put a text in place of what is there, a key at a time."""
        self.text.click()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.press("Delete")
        self.page.keyboard.type(text, delay=delay)

    def paste(self, text: str) -> None:
        """Put a text in place of what is there, at once and without a list."""
        self.text.click()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(text)
        self.page.keyboard.press("Escape")
        self.page.wait_for_timeout(400)  # the hand goes from the keys to the mouse

    def run(self, text: str) -> None:
        """Ask a query by keyboard."""
        self.paste(text)
        self.page.keyboard.press("Control+Enter")

    def content(self) -> str:
        """Return what is written."""
        return str(self.page.evaluate(
            """() => { const find = (root) => root.querySelector('.cm-content')
              ?? [...root.querySelectorAll('*')].filter((e) => e.shadowRoot).map((e) => find(e.shadowRoot)).find(Boolean);
              return [...find(document).querySelectorAll('.cm-line')].map((line) => line.innerText.replace(/\\n$/, '')).join('\\n'); }"""
        ))  # fmt: skip

    def rows(self) -> list[str]:
        """Return the rows of the table as texts."""
        self.table.wait_for(timeout=15_000)
        return list(self.table.locator("tbody tr").all_inner_texts())


@pytest.fixture
def desk(open_page: Open) -> Desk:
    return Desk(open_page("/sparql?lang=en"))


def test_a_query_is_written_with_the_list_and_run_by_keyboard(desk: Desk) -> None:
    desk.write("SELECT ?paper ?code WHERE { ?paper a kg:Pap")
    desk.options.filter(has_text="kg:Paper").wait_for()
    desk.page.keyboard.press("Enter")
    desk.page.keyboard.type(" ; ", delay=15)
    desk.options.first.wait_for()
    assert "kg:hasCode" in desk.options.first.inner_text()
    assert not desk.options.filter(has_text="kg:outperforms").count()  # papers have none in this graph
    desk.page.keyboard.press("Tab")
    desk.page.keyboard.type("?code")
    assert "?paper a kg:Paper ; kg:hasCode ?code" in desk.content()
    desk.page.keyboard.press("Escape")
    desk.page.keyboard.press("Control+Enter")
    assert "BERT" in desk.rows()[0]
    desk.page.wait_for_function("location.search.includes('query=')")


def test_entities_are_completed_by_their_names_in_either_language(desk: Desk) -> None:
    desk.write("SELECT ?m WHERE { ?m kg:developedBy ")
    desk.page.keyboard.insert_text("谷歌")
    desk.options.filter(has_text="Google").first.wait_for()
    desk.page.keyboard.press("Enter")
    assert "<https://w3id.org/kgraph/id/organization/google>" in desk.content()


def test_what_is_typed_narrows_the_list_and_the_names_of_relations_count(desk: Desk) -> None:
    desk.paste("SELECT * WHERE { ?m a kg:Method ; }")
    for _ in range(2):
        desk.page.keyboard.press("ArrowLeft")
    desk.page.keyboard.type(" devel", delay=20)
    desk.options.first.wait_for()
    desk.page.wait_for_function(
        """() => { const find = (root) => [...root.querySelectorAll('.cm-tooltip-autocomplete [role=option]'),
          ...[...root.querySelectorAll('*')].filter((e) => e.shadowRoot).flatMap((e) => find(e.shadowRoot))];
          return find(document).length === 1; }"""
    )
    assert "kg:developedBy" in desk.options.first.inner_text()


def test_an_error_is_marked_at_its_place_with_a_sentence(desk: Desk) -> None:
    desk.run("SELECT ?x WHERE {\n  ?x a foo:Paper\n}")
    desk.problem.get_by_text("foo: is not declared").wait_for()
    assert "line 2, column 8" in desk.problem.inner_text()
    assert desk.page.locator(".cm-lintRange-error").inner_text() == "foo:"
    desk.run("SELECT ?x WHERE { ?x a kg:Paper } ORDER ?x")
    desk.problem.get_by_text("“?x” cannot stand here").wait_for()
    assert "column 41" in desk.problem.inner_text()
    desk.run("SELECT ?x WHERE { ?x a kg:Paper }")
    desk.table.wait_for()
    assert not desk.problem.is_visible()


def test_errors_speak_the_language_of_the_page(open_page: Open) -> None:
    desk = Desk(open_page("/sparql?lang=zh"))
    desk.run("INSERT DATA { <a:a> <a:b> 1 }")
    desk.problem.get_by_text("这里只能读取").wait_for()


def test_a_slip_of_the_pen_is_marked_while_one_writes(desk: Desk) -> None:
    desk.paste("SELECT * { ?x kg:introducedBy ?y }")
    desk.problem.get_by_text("Did you mean kg:introduces?").wait_for()
    assert desk.page.locator(".cm-lintRange-warning").inner_text() == "kg:introducedBy"


def workers(server: Server) -> set[int]:
    """Return the processes that answer the app's queries."""
    found = set()
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            line = path.read_bytes()
        except OSError:
            continue
        if b"sparql_worker" in line and str(server.graph.parent).encode() in line:
            found.add(int(path.parent.name))
    return found


@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="processes are looked up in /proc")
def test_a_runaway_query_is_stopped_and_its_work_ends(desk: Desk, server: Server) -> None:
    before = workers(server)
    desk.run(RUNAWAY)
    stop = desk.page.get_by_role("button", name="Stop")
    stop.wait_for()
    desk.page.get_by_text("running for").wait_for()
    busy = workers(server) - before or before
    stop.click()
    desk.page.get_by_text("It was stopped after").wait_for()
    deadline = time.monotonic() + 5
    while busy <= workers(server) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not busy <= workers(server)
    desk.run("ASK { ?x a kg:Paper }")
    desk.page.get_by_text("yes", exact=True).wait_for()


def test_completion_goes_on_while_a_query_runs(desk: Desk) -> None:
    desk.run(RUNAWAY)
    desk.page.get_by_role("button", name="Stop").wait_for()
    desk.write("SELECT * { ?paper ")
    desk.options.first.wait_for()
    desk.page.keyboard.press("Escape")
    desk.page.get_by_role("button", name="Stop").click()
    desk.page.get_by_role("button", name="Run").wait_for()


def test_a_large_answer_is_paged_sorted_and_its_limit_announced(desk: Desk) -> None:
    desk.run("SELECT ?a ?b WHERE { ?a a ?b }")
    desk.page.get_by_text("Only the first 10,000 rows were fetched").wait_for(timeout=15_000)
    assert len(desk.rows()) == 50
    desk.page.get_by_text("Rows 1–50 of 10,000").wait_for()
    desk.page.get_by_role("button", name="Last page").click()
    desk.page.get_by_text("Rows 9,951–10,000 of 10,000").wait_for()
    desk.page.get_by_role("button", name="Fetch up to 100,000").click()
    desk.page.get_by_text("of 10,000").wait_for(state="detached", timeout=20_000)
    assert desk.page.get_by_text("Only the first").count() == 0
    desk.run("SELECT ?name WHERE { ?m a kg:Method ; rdfs:label ?name FILTER(STRSTARTS(?name, 'Model')) }")
    desk.page.get_by_text("2,623 rows").wait_for()
    desk.page.get_by_role("button", name="name").click()
    desk.table.locator("tbody tr", has_text="Model 0000").wait_for()
    desk.page.get_by_role("button", name="name").click()
    desk.table.locator("tbody tr", has_text="Model 2622").wait_for()


def test_a_table_shows_names_links_places_and_the_words_behind_a_row(desk: Desk) -> None:
    desk.run(
        "SELECT ?method ?methodLabel ?org WHERE { ?method rdfs:label 'BERT' ; rdfs:label ?methodLabel ; kg:developedBy ?org }"
    )
    row = desk.table.locator("tbody tr").first
    row.get_by_role("link", name="Google").wait_for()
    assert desk.table.locator("th").all_inner_texts()[:2] == ["method", "org"]  # the name is not said twice
    desk.page.get_by_text("These columns repeat the names").wait_for()
    row.locator("summary").click()
    row.locator("mark").first.wait_for()
    desk.run("SELECT ?evidence ?words WHERE { ?evidence kg:supports ?s ; oa:exact ?words } LIMIT 3")
    desk.table.get_by_role("link").filter(has_text=".md:").first.click()
    desk.page.wait_for_url("**/document?**")


def test_an_answer_becomes_a_graph_and_opens_on_the_canvas(desk: Desk, server: Server) -> None:
    desk.run("# roots of BERT\nCONSTRUCT { ?a kg:basedOn ?b } WHERE { ?a kg:basedOn ?b . ?b rdfs:label 'BERT' }")
    canvas = Canvas(desk.page)
    assert "method/bert" in canvas.nodes() and "method/roberta" in canvas.nodes()
    assert canvas.ask("cy.edges().map((e) => e.data('relation'))[0]") == "basedOn"
    desk.page.get_by_role("button", name="Add to the basket").click()
    desk.page.get_by_role("button", name="Add to the basket").last.click()
    desk.page.get_by_text("Added: the basket holds").wait_for()
    assert json.loads((server.workspace / "basket.json").read_text("utf-8"))[-1]["title"] == "roots of BERT"
    desk.page.get_by_role("button", name="Open on the canvas").click()
    desk.page.wait_for_url("**/explore**")
    assert "method/roberta" in Canvas(desk.page).nodes()


def test_an_answer_becomes_a_chart(desk: Desk) -> None:
    desk.run("SELECT ?year (COUNT(?m) AS ?models) WHERE { ?m kg:year ?year } GROUP BY ?year ORDER BY ?year")
    desk.page.get_by_text("Chart", exact=True).click()
    desk.page.get_by_test_id("stVegaLiteChart").locator("canvas, svg").first.wait_for()
    desk.page.get_by_role("combobox", name="Across").wait_for()


@pytest.mark.parametrize(
    ("query", "name", "begins"),
    [
        ("SELECT ?m WHERE { ?m rdfs:label ?l FILTER(CONTAINS(?l, 'onerror')) }", "CSV", b"m\r\nhttps://"),
        ("SELECT ?m WHERE { ?m rdfs:label 'BERT' }", "TSV", b"?m\n<https://"),
        ("SELECT ?m WHERE { ?m rdfs:label 'BERT' }", "JSON", b'{"head":'),
        ("SELECT ?m WHERE { ?m rdfs:label 'BERT' }", "XML", b"<?xml"),
        ("SELECT ?m ?y WHERE { ?m rdfs:label 'BERT' }", "Parquet", b"PAR1"),
        ("CONSTRUCT { ?m rdfs:label ?l } WHERE { ?m rdfs:label ?l } LIMIT 2", "Turtle", b"@prefix"),
        ("CONSTRUCT { ?m rdfs:label ?l } WHERE { ?m rdfs:label ?l } LIMIT 2", "JSON-LD", b'[{"@id":'),
    ],
)
def test_an_answer_is_downloaded(desk: Desk, tmp_path: Path, query: str, name: str, begins: bytes) -> None:
    desk.run(query)
    desk.page.get_by_text("Table", exact=True).click()
    desk.table.wait_for()
    desk.page.get_by_role("button", name="Download").click()
    settle(desk.page)
    with desk.page.expect_download() as download:
        desk.page.get_by_role("button", name=name, exact=True).click()
    download.value.save_as(tmp_path / "file")
    assert (tmp_path / "file").read_bytes().startswith(begins)


def test_no_cell_of_a_csv_file_is_a_formula(desk: Desk, tmp_path: Path) -> None:
    desk.run("SELECT ('=HYPERLINK(1)' AS ?a) ('-1' AS ?b) {}")
    desk.page.get_by_role("button", name="Download").click()
    settle(desk.page)
    with desk.page.expect_download() as download:
        desk.page.get_by_role("button", name="CSV", exact=True).click()
    download.value.save_as(tmp_path / "file")
    assert (tmp_path / "file").read_bytes() == b"a,b\r\n'=HYPERLINK(1),-1\r\n"


def test_a_query_is_saved_as_a_file_and_opened_again(desk: Desk, server: Server) -> None:
    desk.paste("# all papers\nSELECT ?p WHERE { ?p a kg:Paper }")
    desk.page.get_by_text("Saved", exact=True).click()
    name = desk.page.get_by_label("Name of the query")
    name.fill("全部论文")
    desk.page.get_by_role("button", name="Save", exact=True).click()
    desk.page.get_by_role("button", name="全部论文", exact=True).wait_for()
    files = [path.read_text("utf-8") for path in (server.workspace / "queries").glob("*.rq")]
    assert "# title: 全部论文\n# all papers\nSELECT ?p WHERE { ?p a kg:Paper }\n" in files
    desk.paste("ASK {}")
    desk.page.get_by_role("button", name="全部论文", exact=True).click()
    desk.text.get_by_text("# all papers").wait_for()
    desk.page.get_by_role("button", name="Remove: 全部论文").click()
    desk.page.get_by_role("button", name="全部论文", exact=True).wait_for(state="detached")


def test_what_was_asked_is_in_the_history(desk: Desk) -> None:
    desk.run("SELECT ?once WHERE { ?once a kg:Dataset }")
    desk.table.wait_for()
    desk.paste("ASK {}")
    desk.page.get_by_text("History", exact=True).click()
    desk.page.get_by_role("button").filter(has_text="SELECT ?once").click()
    desk.text.get_by_text("?once").first.wait_for()


def test_the_library_asks_about_a_chosen_entity(desk: Desk) -> None:
    desk.page.get_by_placeholder("Find a question").fill("leaderboard")
    desk.page.keyboard.press("Enter")
    desk.page.get_by_role("button", name="Leaderboard of a dataset").click()
    desk.page.get_by_role("combobox", name="Dataset").press_sequentially("squad", delay=30)
    desk.page.get_by_role("option").filter(has_text="SQuAD 1.1").first.click()
    desk.page.get_by_text("Dataset: ").wait_for()
    desk.page.get_by_role("button", name="Ask", exact=True).click()
    assert any("BERT" in row for row in desk.rows())
    assert "# Leaderboard of a dataset" in desk.content()


def test_an_address_opens_its_query(open_page: Open) -> None:
    query = "SELECT ?x WHERE { ?x a kg:Venue } # 会议"
    desk = Desk(open_page(f"/sparql?lang=en&query={quote(query)}"))
    assert desk.content() == query
    other = Desk(open_page("/sparql?lang=en&template=datasets-of-method&method=method/bert"))
    other.page.get_by_role("button", name="Ask", exact=True).click()
    assert any("SQuAD" in row for row in other.rows())


def test_the_query_of_a_view_opens_on_the_desk(open_page: Open) -> None:
    page = open_page("/explore?entity=method/bert&lang=en")
    Canvas(page)
    page.get_by_role("button", name="SPARQL").click()
    page.get_by_role("button", name="Open in the SPARQL desk").click()
    desk = Desk(page)
    page.keyboard.press("Escape")
    desk.text.click()
    page.keyboard.press("Control+Enter")
    assert any("RoBERTa" in row for row in desk.rows())


def test_a_query_is_laid_out_and_keeps_its_comments(desk: Desk) -> None:
    desk.paste("select ?x where { ?x a kg:Paper; kg:year ?y } # by year\norder by ?y")
    desk.page.get_by_role("button", name="Format").click()
    assert desk.content().strip() == (
        "SELECT ?x\nWHERE {\n  ?x a kg:Paper ;\n     kg:year ?y .\n}\nORDER BY ?y # by year"
    )
    desk.paste("select ?x where { ?x a }")
    desk.page.get_by_role("button", name="Format").click()
    desk.problem.get_by_text("“}” cannot stand here").wait_for()
    assert desk.content() == "select ?x where { ?x a }"


def test_the_keyboard_leaves_the_editor(desk: Desk) -> None:
    desk.text.click()
    desk.page.keyboard.press("Tab")
    assert desk.page.evaluate(FOCUSED) == "cm-content"
    desk.page.keyboard.press("Escape")
    desk.page.keyboard.press("Tab")
    assert desk.page.evaluate(FOCUSED) != "cm-content"


FOCUSED = """() => { let at = document.activeElement; while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  return at.classList[0]; }"""


def test_names_that_attack_stay_text(desk: Desk) -> None:
    desk.run("SELECT ?m ?l WHERE { ?m kg:basedOn / rdfs:label 'BERT' ; rdfs:label ?l }")
    rows = desk.rows()
    assert any("onerror" in row for row in rows) and len(rows) >= len(HOSTILE)
    desk.write('SELECT * { ?x rdfs:label "<img')
    desk.options.filter(has_text="onerror").first.wait_for()
    desk.page.wait_for_timeout(300)
    assert desk.page.title() != "hit"
    assert (
        desk.page.locator(":is(.panel, .kd-root) :is(img, script, iframe, [onerror], a[href^='javascript:'])").count()
        == 0
    )
    desk.page.keyboard.press("Enter")
    assert '\\"document.title=' in desk.content()


def test_the_desk_has_no_violation_with_a_list_an_answer_and_an_error(desk: Desk) -> None:
    from tests.app.test_accessibility import GROUND, _violations

    desk.run(f"SELECT ?m ?x WHERE {{ ?m kg:evaluatedOn <https://w3id.org/kgraph/id/{HUB}> ; kg:introducedBy ?x }}")
    desk.problem.wait_for()
    desk.run(f"SELECT ?m WHERE {{ ?m kg:evaluatedOn <https://w3id.org/kgraph/id/{HUB}> }}")
    desk.table.wait_for()
    desk.text.click()
    desk.page.keyboard.press("Control+End")
    desk.page.keyboard.type("\n ?x", delay=20)
    light = desk.page.evaluate(GROUND)
    desk.page.wait_for_timeout(600)
    assert not _violations(desk.page)
    desk.page.emulate_media(color_scheme="dark")
    desk.page.wait_for_function(f"{GROUND} !== '{light}'")
    desk.page.wait_for_timeout(600)
    assert not _violations(desk.page)
