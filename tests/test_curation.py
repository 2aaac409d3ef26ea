"""Decisions from the command line to the built graph and back: real builds of real files."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.test_cli import COMMAND as COMMAND
from tests.test_cli import run as run

import kgraph
from kgraph.core.curation import FILE
from kgraph.core.errors import CurationError, DecisionError
from kgraph.query.curator import Curator, Place, default_author
from kgraph.store import check_graph

Run = Callable[..., tuple[int, str, str]]

NOTES = """# 语言模型

- [BERT: Pre-training of Deep Bidirectional Transformers](https://arxiv.org/abs/1810.04805) *2018* [code](https://github.com/google-research/bert)
- RoBERTa 基于 BERT 改进，来自 Facebook。

## State space models

- Mamba is a state space model based on S4.
- Install environments with Mamba.
- DeepFM 基于 FM，华为提出。
"""
REASON = '</script><img src=x onerror=alert(1)> "why" \\ =HYPERLINK("x") 因为'


@pytest.fixture
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with one document, from which the graph in ``graph`` is built; the working folder is its parent."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KGRAPH_AUTHOR", "李 Wei")
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "list.md").write_text(NOTES, encoding="utf-8")
    rebuild()
    return tmp_path / "notes"


def rebuild() -> kgraph.Graph:
    kgraph.build(["notes"], "graph")
    return kgraph.open("graph")


def decide(run: Run, *arguments: str) -> str:
    """Take a decision on the command line; return the line that it wrote."""
    code, out, err = run("curate", *arguments, "--reason", REASON, "--graph", "graph")
    assert code == 0, err
    assert "kgraph build notes --output graph" in err
    return out.removesuffix("\n")


def test_all_decisions_go_from_the_command_line_into_the_next_build(run: Run, sources: Path) -> None:
    before = kgraph.open("graph").identity
    lines = [
        decide(run, "split", "Mamba", "--at", "list.md:9", "--name", "Mamba (packages)"),
        decide(run, "retype", "method/s4", "software"),
        decide(run, "rename", "BERT", "BERT 模型"),
        decide(run, "add-alias", "BERT", "伯特"),
        decide(run, "reject-alias", "method/bert", "Bert-base"),
        decide(run, "add-statement", "method/mamba", "basedOn", "BERT"),
        decide(run, "reject-statement", "RoBERTa", "basedOn", "BERT"),
        decide(run, "keep-apart", "Facebook", "Huawei"),
        decide(run, "merge", "DeepFM", "RoBERTa"),
    ]
    assert kgraph.open("graph").identity == before
    assert [
        line for line in (sources / FILE).read_text(encoding="utf-8").split("\n") if line and line[0] != "#"
    ] == lines
    graph = rebuild()
    assert graph.build["curation"]["conflicts"] == []
    assert graph.entity("Mamba (packages)").mentions[-1].line == 9
    assert graph.entity("software/s4").type == "Software"
    assert graph.entity("伯特").id == graph.entity("BERT 模型").id == "method/bert"
    assert "Bert-base" not in graph.entity("method/bert").aliases
    assert graph.find("method/roberta") is None
    (rejected,) = graph.rejected("BERT 模型")
    assert (rejected.source, rejected.author, rejected.reason) == ("DeepFM", "李 Wei", REASON)
    assert check_graph("graph") == []


def test_what_is_decided_points_at_its_entry_in_the_log(run: Run, sources: Path) -> None:
    line = decide(run, "add-statement", "DeepFM", "basedOn", "BERT")
    graph = rebuild()
    (edge,) = (e for e in graph.show("DeepFM").outgoing if e.key == "basedOn" and e.target == "method/bert")
    (evidence,) = edge.evidence
    assert graph.passage(evidence.document, evidence.line, evidence.line).lines == (line,)
    assert evidence.quote == line and line[evidence.column - 1 :].startswith(evidence.text)


def test_a_rejected_statement_is_in_no_answer_but_that_of_its_own_graph(run: Run, sources: Path) -> None:
    ask = "ASK { <method/roberta> kg:basedOn <method/bert> }"
    either = "ASK { GRAPH ?document { <method/roberta> kg:basedOn <method/bert> } }"
    assert all(bool(kgraph.open("graph").query(text)) for text in (ask, either))
    decide(run, "reject-statement", "RoBERTa", "basedOn", "BERT")
    graph = rebuild()
    assert not any(bool(graph.query(text)) for text in (ask, either))
    found = graph.query(
        """SELECT ?reason ?author ?words WHERE { GRAPH <rejected> {
             ?s a kg:RejectedStatement ; rdf:subject <method/roberta> ; kg:reason ?reason ; kg:author ?author .
             ?e kg:supports ?s ; oa:exact ?words } }"""
    )
    assert [tuple(row.values()) for row in found] == [(REASON, "李 Wei", "BERT")]
    code, out, err = run("show", "RoBERTa", "--graph", "graph")
    assert code == 0 and "basedOn" not in out and err == "1 rejected statement not shown: see --rejected.\n"
    code, out, err = run("show", "RoBERTa", "--graph", "graph", "--rejected")
    assert (code, err) == (0, "") and re.search(r"RoBERTa +basedOn +BERT +list.md:4 +李 Wei", out)
    data = json.loads(run("show", "RoBERTa", "--graph", "graph", "--rejected", "--format", "json")[1])
    assert data["rejected"][0]["reason"] == REASON


def test_decisions_survive_moved_lines_and_are_reported_when_their_thing_is_gone(run: Run, sources: Path) -> None:
    decide(run, "split", "Mamba", "--at", "list.md:9", "--name", "Mamba (packages)")
    decide(run, "rename", "DeepFM", "Deep FM")
    (sources / "list.md").write_text("# 说明\n\n一句话。\n\n" + NOTES, encoding="utf-8")
    graph = rebuild()
    assert [m.line for m in graph.entity("Mamba (packages)").mentions if m.document == "list.md"] == [13]
    (sources / "list.md").write_text(
        NOTES.replace("Install environments with Mamba.", "Nothing.").replace("DeepFM", "xDFM"),
        encoding="utf-8",
    )
    code, out, err = run("build", "notes", "--output", "graph")
    assert code == 0
    assert "curation.toml:4: rename" in err and "nothing is called 'DeepFM' any more (method/deepfm)" in err
    assert "no line of list.md that names 'Mamba' reads as it did" in err
    assert [
        row["line"] for row in json.loads(Path("graph/build.json").read_text("utf-8"))["curation"]["conflicts"]
    ] == [3, 4]
    code, out, _ = run("curate", "list", "--graph", "graph")
    assert code == 0 and out.count("conflict: ") == 2


def test_an_undone_decision_leaves_the_graph_as_the_documents_have_it_and_both_stay_in_the_log(
    run: Run, sources: Path
) -> None:
    def said() -> bytes:
        return Path("graph/graph.json").read_bytes()

    before = said()
    decide(run, "merge", "DeepFM", "BERT")
    rebuild()
    assert said() != before
    decide(run, "undo", "1")
    rebuild()
    assert said() == before
    rows = json.loads(run("curate", "list", "--graph", "graph", "--format", "json")[1])
    assert [(row["number"], row["entry"]["action"], row["state"]) for row in rows] == [
        (1, "merge", "undone"),
        (2, "undo", "applied"),
    ]
    decide(run, "undo", "2")
    assert rebuild().find("method/bert") is None


def test_the_same_log_gives_the_same_bytes(run: Run, sources: Path) -> None:
    decide(run, "merge", "DeepFM", "BERT")
    decide(run, "reject-statement", "RoBERTa", "basedOn", "BERT")
    found = []
    for folder in ("one", "two"):
        kgraph.build(["notes"], folder)
        found.append([(Path(folder) / name).read_bytes() for name in ("graph.nq", "graph.json", "rejected.json")])
    assert found[0] == found[1]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("merge", "BERT", "method/bert"), "both are 'BERT' (method/bert): one entity"),
        (("merge", "BERT", "Nobody"), "No entity 'Nobody'"),
        (("retype", "BERT", "Thing"), "No type 'Thing'"),
        (("retype", "BERT", "Method"), "'BERT' is a Method already"),
        (("rename", "BERT", "BERT"), "'BERT' is its name already"),
        (("rename", "BERT", "?!"), "'?!' is no name"),
        (("add-alias", "BERT", "Bert-base"), "is a name of 'BERT' already"),
        (("reject-alias", "BERT", "GPT"), "'GPT' is no name of 'BERT'"),
        (("reject-alias", "BERT", "bert"), "'bert' is the name it is shown by"),
        (("add-statement", "BERT", "developedBy", "S4"), "developedBy leads from"),
        (("reject-statement", "BERT", "basedOn", "RoBERTa"), "the graph does not say that 'BERT' basedOn 'RoBERTa'"),
        (("split", "BERT", "--at", "list.md:9", "--name", "x"), "list.md:9 does not name 'BERT'"),
        (("split", "BERT", "--at", "none.md", "--name", "x"), "No document 'none.md'"),
        (("undo", "7"), "the log has no entry 7; it has 0"),
    ],
)
def test_a_slip_is_an_error_at_once_and_nothing_is_written(
    run: Run, sources: Path, arguments: tuple[str, ...], message: str
) -> None:
    code, out, err = run("curate", *arguments, "--reason", "r", "--graph", "graph")
    assert code in (1, 2) and out == "" and message in err
    assert not (sources / FILE).exists()


def test_what_contradicts_the_log_is_refused_with_the_entry_to_undo(run: Run, sources: Path) -> None:
    decide(run, "keep-apart", "BERT", "DeepFM")
    for arguments, message in (
        (("merge", "DeepFM", "BERT"), "entry 1 of the log keeps them apart: undo it first"),
        (("keep-apart", "BERT", "DeepFM"), "entry 1 of the log says so already"),
    ):
        assert message in run("curate", *arguments, "--reason", "r", "--graph", "graph")[2]
    decide(run, "undo", "1")
    decide(run, "merge", "DeepFM", "BERT")


def test_the_command_of_the_next_build_repeats_settings_and_works_from_elsewhere(
    sources: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = kgraph.build_settings(exclude=("drafts/*",), minimum_confidence=0.5, curation=Path("kept here.toml"))
    kgraph.build(["notes"], "graph", settings)
    curator = Curator(kgraph.open("graph"))
    assert curator.file == tmp_path / "kept here.toml"
    command = ["kgraph", "build", "notes", "--output", "graph", "--exclude", "drafts/*", "--minimum-confidence", "0.5"]
    assert curator.build_command() == [*command, "--curation", "kept here.toml"]
    (tmp_path / "else").mkdir()
    monkeypatch.chdir(tmp_path / "else")
    away = Curator(kgraph.open("../graph")).build_command()
    assert away[2] == str(tmp_path / "notes") and away[-1] == str(tmp_path / "kept here.toml")


def test_sources_that_are_gone_or_may_not_be_written_are_said(
    run: Run, sources: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    graph = kgraph.open("graph")
    curator = Curator(graph)
    assert curator.refusal() == ""
    with monkeypatch.context() as patched:  # root may write everywhere
        patched.setattr(os, "access", lambda *_: False)
        assert "may not be written" in curator.refusal()
        with pytest.raises(CurationError, match="may not be written"):
            curator.merge("BERT", "DeepFM", "r")
    sources.rename(sources.with_name("moved"))
    assert "is not there" in curator.refusal()
    code, _, err = run("curate", "merge", "BERT", "DeepFM", "--reason", "r", "--graph", "graph")
    assert code == 2 and "the folder of the sources" in err and "is not there" in err


def test_a_log_that_is_a_folder_ends_the_build_with_one_sentence_and_keeps_the_graph(run: Run, sources: Path) -> None:
    before = kgraph.open("graph").identity
    (sources / FILE).mkdir()
    code, _, err = run("build", "notes", "--output", "graph")
    assert code == 2 and "cannot be read" in err
    assert kgraph.open("graph").identity == before


def test_the_log_of_another_folder_is_reported(sources: Path, tmp_path: Path) -> None:
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "b.md").write_text("# GPT\n", encoding="utf-8")
    (tmp_path / "more" / FILE).write_text("# a log\n", encoding="utf-8")
    report = kgraph.build(["notes", "more"], "graph")
    (problem,) = report.data["problems"]
    assert problem["document"] == "more/curation.toml" and "--curation" in problem["reason"]


def test_an_author_is_named_where_nobody_says_who_decides(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KGRAPH_AUTHOR", raising=False)
    assert default_author(tmp_path)


def test_decisions_in_python(sources: Path) -> None:
    curator = Curator(kgraph.open("graph"))
    curator.split("Mamba", [Place("list.md", words="Mamba", line=9)], "Mamba (packages)", "a program", author="Li")
    with pytest.raises(DecisionError, match="entry 1 of the log says so already"):
        curator.split("Mamba", [Place("list.md", 9)], "Mamba (packages)", "a program")
    assert [one.state for one in curator.decisions()] == ["waiting"]
    assert [one.state for one in Curator(rebuild()).decisions()] == ["applied"]


def test_help_of_every_decision_has_an_example(run: Run) -> None:
    code, out, _ = run("curate", "--help")
    names = re.findall(r"^  ([a-z-]+)  ", out.split("Commands:")[1], re.MULTILINE)
    assert code == 0 and len(names) == 11
    for name in names:
        assert f"Example: kgraph curate {name} " in run("curate", name, "--help")[1]


def test_the_installed_command_decides(sources: Path) -> None:
    done = subprocess.run(
        [COMMAND, "curate", "rename", "BERT", "伯特", "-m", "r", "--graph", "graph"], capture_output=True, text=True
    )
    assert (done.returncode, done.stdout.count("\n")) == (0, 1), done.stderr
    assert 'name = "伯特"' in done.stdout


TOOLS = """# Tools

## Web

- [Phoenix](https://github.com/phoenixframework/phoenix) - A web framework.

## Observability

- [Phoenix](https://github.com/Arize-ai/phoenix) - A tracing platform. Phoenix is based on PyTorch.
"""


def homonyms(sources: Path) -> tuple[kgraph.Graph, str, str]:
    """Build a graph with two programs of one name; return it and their ids, the plain one first."""
    (sources / "list.md").write_text(TOOLS, encoding="utf-8")
    graph = rebuild()
    plain, other = sorted(
        node.id for node in graph.whole().nodes if node.type == "Software" and node.label == "Phoenix"
    )
    assert "~" not in plain and "~" in other
    return graph, plain, other


@pytest.mark.parametrize("kept", [0, 1])
def test_two_homonyms_of_one_type_are_merged_and_parted_again(run: Run, sources: Path, kept: int) -> None:
    before, *ids = homonyms(sources)
    keep, gone = ids[kept], ids[1 - kept]
    assert any({side.node.id for side in pair.sides} == set(ids) for pair in before.doubts()[0])
    decide(run, "merge", keep, gone)
    graph = rebuild()
    assert graph.build["curation"]["conflicts"] == []
    assert graph.find(gone) is None and graph.entity("Phoenix").id == keep
    assert {mention.line for mention in graph.entity(keep).mentions} == {5, 9}
    assert {edge.target for edge in graph.show(keep).outgoing if edge.key == "basedOn"} == {"software/pytorch"}
    assert not any({side.node.id for side in pair.sides} & set(ids) for pair in graph.doubts()[0])
    assert check_graph("graph") == []
    decide(run, "rename", keep, "Phoenix tools")  # a later decision finds what the merge left
    assert rebuild().entity(keep).label == "Phoenix tools"
    (merged,) = (one.number for one in Curator(kgraph.open("graph")).decisions() if one.entry.action == "merge")
    decide(run, "undo", str(merged))
    graph = rebuild()
    assert graph.build["curation"]["conflicts"] == []
    assert graph.entity(keep).label == "Phoenix tools" and graph.entity(gone).label == "Phoenix"


@pytest.mark.parametrize("kept", [0, 1])
def test_merged_homonyms_stay_merged_when_the_list_changes(run: Run, sources: Path, kept: int) -> None:
    _, *ids = homonyms(sources)
    keep, gone = ids[kept], ids[1 - kept]
    decide(run, "merge", keep, gone)
    web, observability = TOOLS.split("## Observability")
    swapped = "# Tools\n\n## Observability" + observability + "\n" + web.removeprefix("# Tools\n")
    for text in (swapped, TOOLS.replace("# Tools", "# Tools\n\nSome words more.")):
        (sources / "list.md").write_text(text, encoding="utf-8")
        graph = rebuild()
        assert graph.build["curation"]["conflicts"] == []
        assert [node.label for node in graph.whole().nodes if node.type == "Software"].count("Phoenix") == 1
        assert graph.entity("Phoenix").id == keep


def test_a_decision_about_one_homonym_follows_it_when_the_ids_change_hands(run: Run, sources: Path) -> None:
    _, plain, other = homonyms(sources)
    decide(run, "rename", plain, "Phoenix (Elixir)")
    decide(run, "retype", other, "Method")
    web, observability = TOOLS.split("## Observability")
    (sources / "list.md").write_text(f"# Tools\n\n## Observability{observability}\n{web}", encoding="utf-8")
    graph = rebuild()
    assert graph.build["curation"]["conflicts"] == []
    lines = (sources / "list.md").read_text(encoding="utf-8").splitlines()
    renamed, retyped = graph.entity("Phoenix (Elixir)"), next(n for n in graph.whole().nodes if n.type == "Method")
    assert "web framework" in lines[renamed.mentions[-1].line - 1] and renamed.type == "Software"
    assert "tracing" in lines[retyped.mentions[0].line - 1]


def test_homonyms_that_are_merged_are_not_mixed_up_with_a_third(run: Run, sources: Path) -> None:
    _, *ids = homonyms(sources)
    decide(run, "merge", *ids)
    third = "# Firmware\n\n- [Phoenix](https://github.com/another/phoenix) - A firmware.\n"
    (sources / "a.md").write_text(third, encoding="utf-8")
    (sources / "list.md").write_text(f"{TOOLS}\n{third.replace('# F', '## F')}", encoding="utf-8")
    graph = rebuild()
    assert graph.build["curation"]["conflicts"] == []
    found = {node.id: node for node in graph.whole().nodes if node.type == "Software" and node.label == "Phoenix"}
    merged, other = sorted(found.values(), key=lambda node: len(node.mentions), reverse=True)
    assert {mention.line for mention in merged.mentions if mention.document == "list.md"} == {5, 9}
    assert {mention.document for mention in other.mentions} == {"a.md", "list.md"} and len(found) == 2
