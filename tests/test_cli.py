"""Every command, run as the installed command runs it, on a small real store."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import networkx
import pptx
import pytest
import typer
from tests.support import endpoint
from tests.support.graphs import small_graph

from kgraph import cli
from kgraph.core import BuiltGraph, Entity, Mention, Resolution, build_settings
from kgraph.query.view import View
from kgraph.query.workspace import Workspace
from kgraph.store import write_graph

COMMAND = Path(sys.executable).with_name("kgraph")
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cli") / "graph"
    write_graph(small_graph(), folder, build_settings())
    return folder


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Run]:
    """Run the command in this process; give its exit code and what it wrote to stdout and stderr."""

    def run_it(*arguments: object, stdin: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["kgraph", *map(str, arguments)])
        monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        with pytest.raises(SystemExit) as left:
            cli.main()
        out, err = capsys.readouterr()
        return int(left.value.code or 0), out, err

    return run_it


def names() -> list[str]:
    commands = typer.main.get_command(cli.app).commands  # type: ignore[attr-defined]
    return sorted(name for name, command in commands.items() if not hasattr(command, "commands"))


def test_every_command_has_a_help_with_an_example(run: Run) -> None:
    assert len(names()) == 17
    for name in names():
        code, out, _ = run(name, "--help")
        assert code == 0
        assert f"Usage: kgraph {name}" in out
        assert f"Example: kgraph {name} " in out


@pytest.mark.parametrize(
    ("text", "expected"), [("BERT", "method/bert"), ("谷歌", "organization/google"), ("robreta", "method/roberta")]
)
def test_search_finds_names_in_both_languages_and_misspelt(run: Run, graph: Path, text: str, expected: str) -> None:
    code, out, err = run("search", text, "--graph", graph)
    assert (code, err) == (0, "")
    assert expected in out


def test_search_that_finds_nothing_says_so_and_exits_with_1(run: Run, graph: Path) -> None:
    assert run("search", "zzzzqqqq", "--graph", graph) == (1, "", "Nothing is called 'zzzzqqqq'.\n")


def test_search_of_one_type_only(run: Run, graph: Path) -> None:
    code, out, _ = run("search", "BERT", "--type", "paper", "--graph", graph, "--format", "json")
    assert code == 0
    assert {hit["node"]["type"] for hit in json.loads(out)} == {"Paper"}


def test_an_unknown_type_names_the_known_ones(run: Run, graph: Path) -> None:
    code, out, err = run("search", "BERT", "--type", "Papr", "--graph", graph)
    assert (code, out) == (2, "")
    assert "Paper" in err and err.count("\n") == 1


def test_show_gives_names_statements_and_the_words_they_were_read_from(run: Run, graph: Path) -> None:
    code, out, _ = run("show", "bert", "--graph", graph)
    assert code == 0
    assert out.startswith("BERT\nid    method/bert\n")
    assert "board.md:4" in out
    assert "谷歌提出 BERT" in out


def test_show_says_how_much_it_leaves_out(run: Run, graph: Path) -> None:
    _, out, _ = run("show", "bert", "--limit", 1, "--graph", graph)
    assert "1 of 3 places shown; more with --limit" in out


def test_show_as_json_holds_the_records_of_graph_json(run: Run, graph: Path) -> None:
    _, out, _ = run("show", "bert", "--graph", graph, "--format", "json")
    data = json.loads(out)
    record = next(
        node for node in json.loads((graph / "graph.json").read_text())["nodes"] if node["id"] == "method/bert"
    )
    assert data["node"] == record
    assert data["outgoing"][0]["evidence"][0]["document"]


def test_an_ambiguous_name_lists_the_candidates(run: Run, graph: Path) -> None:
    code, out, err = run("show", "mamba", "--graph", graph)
    assert (code, out) == (2, "")
    assert "method/mamba" in err and "software/mamba" in err and err.count("\n") == 1


def test_an_unknown_name_exits_with_1_and_names_near_ones(run: Run, graph: Path) -> None:
    code, out, err = run("show", "BERTT", "--graph", graph)
    assert (code, out) == (1, "")
    assert err.startswith("kgraph: No entity 'BERTT'")


def test_neighbours_lists_statements_with_their_place(run: Run, graph: Path) -> None:
    code, out, _ = run("neighbours", "BERT", "--relation", "evaluatedOn", "--graph", graph)
    assert code == 0
    assert "SQuAD 1.1" in out and "board.md:4" in out
    assert out.splitlines()[-1].startswith("2 entities, 1 relation")


def test_neighbours_that_do_not_fit_exit_with_1(run: Run, graph: Path) -> None:
    code, _, err = run("neighbours", "BERT", "--relation", "broader", "--graph", graph)
    assert code == 1
    assert "Nothing stands around 'BERT'" in err


def test_neighbours_says_what_the_limit_leaves_out(run: Run, graph: Path) -> None:
    _, out, _ = run("neighbours", "BERT", "--limit", 2, "--graph", graph)
    assert "left out (more with --limit)" in out


def test_path_between_names_of_two_languages(run: Run, graph: Path) -> None:
    code, out, _ = run("path", "RoBERTa", "谷歌", "--graph", graph)
    assert code == 0
    assert out.startswith("RoBERTa ")


def test_related_gives_reasons(run: Run, graph: Path) -> None:
    code, out, _ = run("related", "RoBERTa", "--graph", graph)
    assert code == 0
    assert "BERT" in out and "because" in out


def test_an_unknown_measure_names_the_known_ones(run: Run, graph: Path) -> None:
    code, _, err = run("related", "RoBERTa", "--measure", "share", "--graph", graph)
    assert code == 2
    assert "Did you mean 'shared'?" in err


SELECT = "SELECT ?m WHERE { ?m a kg:Method } ORDER BY ?m"


def test_query_from_text_file_and_stdin_agree(run: Run, graph: Path, tmp_path: Path) -> None:
    file = tmp_path / "methods.rq"
    file.write_text(SELECT, encoding="utf-8")
    answers = [
        run("query", "--text", SELECT, "--graph", graph),
        run("query", file, "--graph", graph),
        run("query", "-", "--graph", graph, stdin=SELECT),
    ]
    assert answers[0] == answers[1] == answers[2]
    assert answers[0][0] == 0
    assert "method/bert" in answers[0][1]


@pytest.mark.parametrize(
    ("format", "start"), [("csv", "m\r\nhttp"), ("tsv", "?m\n<http"), ("json", '{"head"'), ("xml", "<?xml")]
)
def test_query_in_the_formats_of_the_standard(run: Run, graph: Path, format: str, start: str) -> None:
    code, out, _ = run("query", "--text", SELECT, "--format", format, "--graph", graph)
    assert code == 0
    assert out.startswith(start)


def test_construct_as_turtle(run: Run, graph: Path) -> None:
    code, out, _ = run(
        "query", "--text", "CONSTRUCT WHERE { ?a kg:evaluatedOn ?b }", "--format", "turtle", "--graph", graph
    )
    assert code == 0
    assert "kg:evaluatedOn" in out


def test_a_question_of_the_library_is_asked_by_its_name(run: Run, graph: Path) -> None:
    asked = ("query", "--template", "works-of-organization", "--graph", graph)
    code, out, err = run(*asked, "--set", "organization=谷歌")
    assert (code, err) == (0, "")
    assert [line.split()[:2] for line in out.splitlines()[1:3]] == [["method/bert", "BERT"]] * 2
    code, out, err = run(*asked)
    assert (code, out) == (2, "")
    assert "needs a value for 'organization'" in err
    assert run(*asked, "--set", "organization")[0] == 2
    assert run(*asked, "--set", "organization=谷歌", "--text", "ASK {}")[0] == 2
    assert "Did you mean 'leaderboard'?" in run("query", "--template", "leaderbord", "--graph", graph)[2]
    assert "--template" in run("query", "--text", "ASK {}", "--set", "a=b", "--graph", graph)[2]


def test_the_library_is_listed_without_a_graph(run: Run) -> None:
    code, out, err = run("query", "--list")
    assert (code, err) == (0, "")
    assert "leaderboard" in out
    listed = json.loads(run("query", "--list", "--format", "json")[1])
    assert {"name", "titles", "parameters", "text"} <= set(listed[0])


def test_a_query_goes_to_an_endpoint_elsewhere(run: Run, graph: Path) -> None:
    with endpoint.running(graph) as running:
        asked = ("query", "--endpoint", running.sparql)
        assert run(*asked, "--text", SELECT) == run("query", "--text", SELECT, "--graph", graph)
        filled = ("--template", "works-of-organization", "--set", "organization=谷歌")
        assert run(*asked, *filled) == run("query", *filled, "--graph", graph)
        code, out, err = run(*asked, "--text", "SELECT ?x { ?x")
        assert (code, out) == (2, "")
        assert "(line 1, column 15)" in err
    code, _, err = run("query", "--endpoint", running.sparql, "--text", "ASK {}")
    assert code == 2
    assert "gives no answer: connection refused" in err


def test_query_csv_holds_no_formula(run: Run, graph: Path) -> None:
    _, out, _ = run("query", "--text", 'SELECT ?x { BIND("=1+1" AS ?x) }', "--format", "csv", "--graph", graph)
    assert out == "x\r\n'=1+1\r\n"


def test_ask_answers_with_its_exit_code(run: Run, graph: Path) -> None:
    assert run("query", "--text", "ASK { ?a kg:evaluatedOn ?b }", "--graph", graph) == (0, "yes\n", "")
    assert run("query", "--text", "ASK { ?a kg:evaluatedOn ?a }", "--graph", graph) == (1, "no\n", "")


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["--text", "SELECT ?x WERE { }"], "line 1, column"),
        (["--text", "INSERT DATA { <a:a> <a:b> <a:c> }"], "INSERT"),
        (["--text", "SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }"], "SERVICE"),
        (["missing.rq"], "Cannot read the query in 'missing.rq'"),
        ([], "Give a file"),
        (["--text", SELECT, "--format", "turtle"], "No format 'turtle'"),
    ],
)
def test_a_query_that_cannot_run_is_one_clean_error(run: Run, graph: Path, arguments: list[str], word: str) -> None:
    code, out, err = run("query", *arguments, "--graph", graph)
    assert (code, out) == (2, "")
    assert word in err
    assert "Traceback" not in err


def test_export_of_the_whole_graph_is_graph_json(run: Run, graph: Path, tmp_path: Path) -> None:
    target = tmp_path / "graph.json"
    assert run("export", "--format", "json", "-o", target, "--graph", graph) == (0, "", "")
    given = networkx.node_link_graph(json.loads(target.read_text(encoding="utf-8")), edges="edges")
    stored = networkx.node_link_graph(json.loads((graph / "graph.json").read_text(encoding="utf-8")), edges="edges")
    assert networkx.utils.graphs_equal(given, stored)


def test_export_around_an_entity_says_what_it_leaves_out(run: Run, graph: Path) -> None:
    code, out, err = run("export", "--format", "graphml", "--entity", "BERT", "--limit", 3, "--graph", graph)
    assert code == 0
    assert networkx.parse_graphml(out).number_of_nodes() == 3
    assert "3 entities taken" in err and "left out" in err


def test_export_of_a_query_takes_the_entities_of_its_answer(run: Run, graph: Path) -> None:
    code, out, _ = run("export", "--format", "json", "--query", "-", "--graph", graph, stdin=SELECT)
    assert code == 0
    assert {node["type"] for node in json.loads(out)["nodes"]} == {"Method"}


def test_export_of_a_query_without_entities_is_an_error(run: Run, graph: Path) -> None:
    code, _, err = run("export", "--format", "json", "--query", "-", "--graph", graph, stdin="SELECT (1 AS ?x) {}")
    assert code == 2
    assert "no entity's IRI" in err


def test_export_to_a_place_that_cannot_be_written(run: Run, graph: Path, tmp_path: Path) -> None:
    code, _, err = run("export", "--format", "ttl", "-o", tmp_path / "none" / "graph.ttl", "--graph", graph)
    assert code == 2
    assert "Cannot write" in err


def test_evaluate_refuses_annotations_of_a_document_that_the_graph_lacks(run: Run, graph: Path, tmp_path: Path) -> None:
    file = tmp_path / "gold.json"
    file.write_text('{"document": "other", "lines": [1, 2], "entities": []}', encoding="utf-8")
    code, out, err = run("evaluate", file, "--graph", graph)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "'other'" in err and "board.md" in err
    assert run("evaluate", file, "--document", "other=board.md", "--graph", graph)[0] == 0


@pytest.mark.parametrize("place", ["/", "", "."])
def test_a_folder_is_no_place_for_a_result(run: Run, place: str) -> None:
    code, _, err = run("schema", "-o", place)
    assert (code, err.count("\n")) == (2, 1)
    assert "Cannot write" in err


def test_export_of_an_entity_and_of_a_query_is_refused(run: Run, graph: Path, tmp_path: Path) -> None:
    query = tmp_path / "query.rq"
    query.write_text("SELECT ?m { ?m a kg:Method }", encoding="utf-8")
    code, _, err = run("export", "--format", "json", "--entity", "BERT", "--query", query, "--graph", graph)
    assert code == 2
    assert "--entity, --query, --view and --basket" in err


def test_export_makes_a_slide_of_what_is_around_an_entity(run: Run, graph: Path, tmp_path: Path) -> None:
    deck = tmp_path / "deck.pptx"
    code, out, err = run(
        "export", "--entity", "BERT", "--hops", 2, "--format", "pptx", "--language", "zh", "-o", deck, "--graph", graph
    )
    assert (code, out, err) == (0, "", "")
    (slide,) = pptx.Presentation(str(deck)).slides
    assert "BERT" in slide.shapes.title.text_frame.text
    assert "method/bert" in [shape.name for shape in slide.shapes]


def test_export_of_a_way_grows_by_steps(run: Run, graph: Path, tmp_path: Path) -> None:
    deck = tmp_path / "way.pptx"
    asked = ("--entity", "RoBERTa", "--to", "谷歌", "--format", "pptx", "--steps", "path", "-o", deck)
    assert run("export", *asked, "--graph", graph)[0] == 0
    assert len(pptx.Presentation(str(deck)).slides) == 3
    code, _, err = run("export", "--to", "谷歌", "--format", "pptx", "-o", deck, "--graph", graph)
    assert code == 2 and "--to needs one --entity" in err


def test_export_of_saved_views_makes_a_deck_of_them(
    run: Run, graph: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KGRAPH_WORKSPACE", str(tmp_path / "views"))
    kept = Workspace(tmp_path / "views")
    view = replace(View(), language="zh").add(["method/bert", "method/roberta"])
    kept.save("First", view.move({"method/bert": (0, 0), "method/roberta": (300, 80)}))
    kept.save("Second", View().add(["method/bert"]))
    deck = tmp_path / "views.pptx"
    asked = ("export", "--view", "First", "--view", "Second", "--graph", graph, "-o", deck)
    assert run(*asked, "--format", "pptx") == (0, "", "")
    slides = pptx.Presentation(str(deck)).slides
    assert [slide.shapes.title.text_frame.text for slide in slides] == ["First", "Second"]
    code, _, err = run(*asked, "--format", "svg")
    assert code == 2 and "2 views make a deck" in err
    code, _, err = run("export", "--basket", "--format", "pptx", "-o", deck, "--graph", graph)
    assert code == 2 and "The basket is empty" in err


@pytest.mark.parametrize("kind", ["graph", "table", "related", "comparison", "timeline", "topics"])
def test_export_makes_every_kind_of_slide(run: Run, graph: Path, tmp_path: Path, kind: str) -> None:
    deck = tmp_path / "deck.pptx"
    asked = ("export", "--entity", "BERT", "--entity", "RoBERTa", "--format", "pptx", "--slide", kind, "-o", deck)
    assert run(*asked, "--graph", graph)[0] == 0
    assert len(pptx.Presentation(str(deck)).slides) >= 1


def test_export_says_that_more_than_fits_goes_on_several_slides(run: Run, tmp_path: Path) -> None:
    many = tmp_path / "many"
    entities = tuple(
        Entity(
            f"method/{n:03}", "Method", f"Method {n:03}", (Mention("Method", f"Method {n:03}", "a.md", n, 1, "M", "t"),)
        )
        for n in range(1, 121)
    )
    write_graph(BuiltGraph(Resolution(entities, ()), ()), many, build_settings())
    deck = tmp_path / "deck.pptx"
    code, out, err = run("export", "--format", "pptx", "-o", deck, "--graph", many)
    slides = len(pptx.Presentation(str(deck)).slides)
    assert (code, out) == (0, "") and slides > 1
    assert f"120 entities do not fit on one slide with text of 12 points; they are on {slides}" in err


@pytest.mark.parametrize(("format", "start"), [("svg", b"<svg"), ("pdf", b"%PDF"), ("png", b"\x89PNG")])
def test_export_draws_pictures(run: Run, graph: Path, tmp_path: Path, format: str, start: bytes) -> None:
    picture = tmp_path / f"picture.{format}"
    assert run("export", "--entity", "BERT", "--format", format, "-o", picture, "--graph", graph) == (0, "", "")
    assert picture.read_bytes().startswith(start)


def test_a_query_without_variables_has_its_rows_counted(run: Run, graph: Path) -> None:
    assert run("query", "--text", "SELECT * WHERE { }", "--graph", graph)[:2] == (0, "\n1 row\n")


def test_a_query_file_may_begin_with_a_byte_order_mark(run: Run, graph: Path, tmp_path: Path) -> None:
    query = tmp_path / "query.rq"
    query.write_text("SELECT ?m { ?m a kg:Method } LIMIT 1", encoding="utf-8-sig")
    code, out, _ = run("query", query, "--graph", graph)
    assert (code, out.splitlines()[-1]) == (0, "1 row")


def test_stats_count_types(run: Run, graph: Path) -> None:
    code, out, _ = run("stats", "--graph", graph, "--format", "json")
    assert code == 0
    counts = json.loads(out)
    assert counts["counts"]["entities"] == len(small_graph().resolution.entities) == sum(counts["types"].values())


def test_check_of_a_sound_graph(run: Run, graph: Path) -> None:
    assert run("check", "--graph", graph) == (0, "The graph fits its shapes.\n", "")


def test_evaluate_prints_scores_and_errors(run: Run, graph: Path, tmp_path: Path) -> None:
    gold = {
        "document": "board",
        "lines": [1, 7],
        "entities": [
            {"id": "a", "type": "Method", "name": "BERT", "lines": [4]},
            {"id": "b", "type": "Method", "name": "GPT"},
        ],
    }
    file = tmp_path / "gold.json"
    file.write_text(json.dumps(gold), encoding="utf-8")
    code, out, _ = run("evaluate", file, "--errors", 5, "--graph", graph, "--format", "json")
    assert code == 0
    scores = json.loads(out)
    assert (scores["entities"]["Method"]["right"], scores["entities"]["Method"]["gold"]) == (1, 2)
    assert scores["missed"] == ["board:0 Method GPT"]
    assert "core entities" in run("evaluate", file, "--graph", graph)[1]


@pytest.mark.parametrize(("format", "word"), [("turtle", "owl:Class"), ("shacl", "sh:NodeShape"), ("markdown", "# ")])
def test_schema_in_each_form(run: Run, format: str, word: str) -> None:
    code, out, _ = run("schema", "--format", format)
    assert code == 0
    assert word in out


@pytest.mark.parametrize(
    "command", [["search", "x"], ["show", "x"], ["stats"], ["check"], ["export", "--format", "json"]]
)
def test_without_a_graph_the_way_to_one_is_told(run: Run, tmp_path: Path, command: list[str]) -> None:
    code, out, err = run(*command, "--graph", tmp_path / "none")
    assert (code, out) == (2, "")
    assert "kgraph build" in err and err.count("\n") == 1


def test_build_then_search(run: Run, tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "a.md").write_text("# 目标检测\n\n- [YOLO](https://github.com/example/yolo)\n", encoding="utf-8")
    (notes / "b.md").write_bytes(b"\x00\x01\x02\xff" * 100)
    code, out, err = run("build", notes, "--output", tmp_path / "graph")
    assert code == 0
    assert "documents                         1" in out
    assert err.startswith("b.md: ") and "Built in" in err
    assert "topic/目标检测" in run("search", "目标检测", "--graph", tmp_path / "graph")[1]
    report = json.loads((tmp_path / "graph" / "build.json").read_text(encoding="utf-8"))
    assert [problem["document"] for problem in report["problems"]] == ["b.md"]


def test_build_reads_its_settings_from_a_file_and_arguments_win(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# 目标检测\n", encoding="utf-8")
    settings = tmp_path / "mine.toml"
    settings.write_text('base = "https://example.org/a/"\nworkers = 1\n', encoding="utf-8")
    given = ["--settings", settings, "--workers", 2, "--output", tmp_path / "graph", "--format", "json"]
    code, out, _ = run("build", tmp_path / "a.md", *given)
    assert code == 0
    found = json.loads(out)["settings"]
    assert (found["base"], found["workers"]) == ("https://example.org/a/", 2)


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["/no/such/place"], "/no/such/place"),
        (["--settings", "missing.toml"], "missing.toml"),
        (["--workers", "-1"], "workers"),
        (["--base", "not an IRI"], "base"),
    ],
)
def test_a_build_that_cannot_start_is_one_clean_error(
    run: Run, tmp_path: Path, arguments: list[str], word: str
) -> None:
    code, out, err = run("build", *arguments, "--output", tmp_path / "graph")
    assert (code, out) == (2, "")
    assert word in err and err.count("\n") == 1
    assert not (tmp_path / "graph").exists()


def test_a_reader_that_leaves_early_is_no_error(graph: Path) -> None:
    command = f"{COMMAND} query --text 'SELECT * {{ ?s ?p ?o }}' --graph {graph} | head -1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True)
    assert done.stderr == ""
    assert done.stdout.count("\n") == 1


def test_output_in_a_narrow_encoding_does_not_fail(graph: Path) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = subprocess.run([COMMAND, "show", "谷歌", "--graph", graph], env=environment, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_help_imports_nothing_heavy() -> None:
    code = "import sys; sys.argv = ['kgraph', '--help']; from kgraph.cli import main\ntry: main()\nfinally: print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    heavy = {"networkx", "numpy", "pandas", "pyarrow", "pyoxigraph", "rdflib", "rich", "spacy", "starlette", "uvicorn"}
    assert not heavy & set(done.stdout.split("\n")[-2].split())


def test_version(run: Run) -> None:
    assert run("--version") == (0, "kgraph 0.1.0\n", "")


def test_stats_tell_what_was_understood_and_how_kgraph_scores(run: Run, graph: Path) -> None:
    code, out, _ = run("stats", "--quality", "--graph", graph)
    assert code == 0
    assert "What was understood of each document" in out and "basedOn" in out and "what goes wrong" in out
    code, out, _ = run("stats", "--quality", "--format", "json", "--graph", graph)
    assert set(json.loads(out)) == {"coverage", "scores"}


def test_stats_list_the_lines_that_gave_nothing(run: Run, tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text(
        "# Language models\n\n- BERT comes from Google.\n\n$$x^2$$\n\n$$y^2$$\n", "utf-8"
    )
    graph = tmp_path / "graph"
    run("build", tmp_path / "notes.md", "--output", graph)
    code, out, _ = run("stats", "--skipped", "--graph", graph)
    assert code == 0 and "notes.md:5" in out and "notes.md:7" in out and out.endswith("2 lines\n")
    reason = ("--reason", "code, mathematics or no words")
    assert run("stats", *reason, "--limit", "1", "--graph", graph)[1].endswith(
        "1 of 2 lines shown; more with --limit\n"
    )
    rows = json.loads(run("stats", *reason, "--document", "notes.md", "--format", "json", "--graph", graph)[1])
    assert [row["line"] for row in rows] == [5, 7]
    assert run("stats", "--skipped", "--document", "other.md", "--graph", graph)[0] == 2
    table = run("stats", "--quality", "--graph", graph)[1]
    assert re.search(r"notes.md +code, mathematics or no words +2$", table, re.MULTILINE)


def test_check_shows_doubtful_pairs_side_by_side(run: Run, tmp_path: Path) -> None:
    text = "# V\n\n- [Graph Attention Networks for Vision](https://arxiv.org/abs/1710.10903)\n- [Graph Attention Network for Vision](https://arxiv.org/abs/1710.10904)\n"
    (tmp_path / "list.md").write_text(text, "utf-8")
    graph = tmp_path / "graph"
    run("build", tmp_path / "list.md", "--output", graph)
    code, out, err = run("check", "--duplicates", "--graph", graph)
    assert code == 0 and "kgraph curate keep-apart" in err
    assert re.search(r"^id +paper/arxiv-1710.10903 +paper/arxiv-1710.10904$", out, re.MULTILINE)
    assert re.search(r"^line 1 +list.md:3 +list.md:4$", out, re.MULTILINE)
    assert out.endswith("1 doubtful pair\n")
    data = json.loads(run("check", "--duplicates", "--format", "json", "--graph", graph)[1])
    (pair,) = data["pairs"]
    assert data["hidden"] == 0 and pair["second"]["evidence"][0]["quote"] == text.splitlines()[3]
