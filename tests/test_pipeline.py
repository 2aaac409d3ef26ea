"""A build from end to end: what it writes, that every statement is found again in its file, and that bad input cannot stop it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import networkx
import pytest

from kgraph.core.errors import InputError, SettingsError
from kgraph.core.settings import build_settings
from kgraph.pipeline import BuildReport, build

SEEDS = Path(__file__).parents[2] / "shared" / "seeds"

LIST = """# 阅读清单

## 语言模型

- [BERT: Pre-training of Deep Bidirectional Transformers](https://arxiv.org/abs/1810.04805v2) *2018* [code](https://github.com/google-research/bert)
- [圖神經網絡最新綜述教程](https://mp.weixin.qq.com/s/abc)

## Recommendation

| Model | 公司 | Paper | Code |
|---|---|---|---|
| DeepFM | 华为 | [DeepFM: A Factorization-Machine based Neural Network](http://cn.arxiv.org/pdf/1703.04247.pdf) | [tf](https://github.com/x/deepfm) |
"""
NOTES = """1 语言模型

1.1 RoBERTa

RoBERTa: A Robustly Optimized BERT Pretraining Approach

https://arxiv.org/pdf/1907.11692.pdf

RoBERTa 基于 BERT 改进。

https://github.com/Google-Research/BERT.git
"""
BIB = """@inproceedings{resnet, title = {Deep Residual Learning for Image Recognition},
  author = {He, Kaiming and Zhang, Xiangyu}, booktitle = {CVPR}, year = {2016}}
"""


def written(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode() if isinstance(text, str) else text)
    return folder


def built(tmp_path: Path, files: Mapping[str, str | bytes]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return graph.json and build.json of a build of these files."""
    build([written(tmp_path / "in", files)], tmp_path / "out")
    return loaded(tmp_path / "out")


def loaded(folder: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    return json.loads((folder / "graph.json").read_text("utf-8")), json.loads(
        (folder / "build.json").read_text("utf-8")
    )


def edges(graph: dict[str, Any]) -> set[tuple[str, str, str]]:
    return {(edge["source"], edge["key"], edge["target"]) for edge in graph["edges"]}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    files = {"list.md": LIST, "笔记/notes.txt": NOTES, "refs.bib": BIB}
    return written(tmp_path_factory.mktemp("library"), files)


@pytest.fixture(scope="module")
def report(library: Path, tmp_path_factory: pytest.TempPathFactory) -> BuildReport:
    return build([library], tmp_path_factory.mktemp("graph") / "graph")


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> BuildReport:
    if not SEEDS.is_dir():
        pytest.skip(f"the reading lists of {SEEDS} are not on this machine")
    return build([SEEDS], tmp_path_factory.mktemp("seeds") / "graph")


# --- what a build writes


def test_entities_of_all_documents_and_formats_are_one_graph(report: BuildReport) -> None:
    graph, _ = loaded(report.folder)
    nodes = {node["id"]: node for node in graph["nodes"]}
    assert {"paper/arxiv-1810.04805", "paper/arxiv-1703.04247", "paper/arxiv-1907.11692"} <= set(nodes)
    assert nodes["method/bert"]["label"] == "BERT"
    assert nodes["paper/arxiv-1810.04805"]["year"] == 2018
    code = nodes["repository/github.com/google-research/bert"]
    assert {mention["document"] for mention in code["mentions"]} == {"list.md", "笔记/notes.txt"}
    assert any(node["type"] == "Person" and node["label"] == "Kaiming He" for node in graph["nodes"])


def test_relations_of_lists_tables_notes_and_records_are_stated(report: BuildReport) -> None:
    found = edges(loaded(report.folder)[0])
    assert ("paper/arxiv-1810.04805", "hasCode", "repository/github.com/google-research/bert") in found
    assert ("paper/arxiv-1810.04805", "introduces", "method/bert") in found
    assert ("paper/arxiv-1703.04247", "introduces", "method/deepfm") in found
    assert ("repository/github.com/x/deepfm", "implements", "method/deepfm") in found
    assert any(source == "method/deepfm" and key == "developedBy" for source, key, _ in found)
    assert ("method/roberta", "basedOn", "method/bert") in found
    assert any(key == "publishedAt" and target.startswith("venue/cvpr") for _, key, target in found)


def test_graph_json_is_read_by_networkx(report: BuildReport) -> None:
    data, build_json = loaded(report.folder)
    graph = networkx.node_link_graph(data, edges="edges")
    assert isinstance(graph, networkx.MultiDiGraph)
    assert graph.number_of_nodes() == build_json["counts"]["entities"] == len(report.resolution.entities)
    assert graph.number_of_edges() == build_json["counts"]["relations"] == len(report.resolution.relations)


def test_report_names_inputs_versions_counts_and_seconds(report: BuildReport) -> None:
    data = loaded(report.folder)[1]
    assert [row["document"] for row in data["inputs"]] == ["list.md", "refs.bib", "笔记/notes.txt"]
    assert [row["format"] for row in data["inputs"]] == ["markdown", "bibtex", "plain"]
    assert all(re.fullmatch(r"[0-9a-f]{64}", row["sha256"]) and row["bytes"] > 0 for row in data["inputs"])
    assert {"kgraph", "python", "spacy"} <= set(data["versions"])
    assert set(data["seconds"]) == {"find", "read", "extract", "resolve", "store", "total"}
    assert data == json.loads(json.dumps(report.data, default=str))
    assert sum(data["counts"]["entities by type"].values()) == data["counts"]["entities"]
    assert sum(data["counts"]["relations by kind"].values()) == data["counts"]["relations"]


def test_progress_is_told_per_stage(library: Path, tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    build([library], tmp_path / "out", progress=lambda *step: told.append(step))
    assert told == [("read", 1, 3), ("read", 2, 3), ("read", 3, 3), ("resolve", 1, 1), ("store", 1, 1)]


def test_include_and_exclude_choose_documents(library: Path, tmp_path: Path) -> None:
    settings = build_settings(include=("*.md", "*.txt"), exclude=("笔记/*",))
    data = build([library], tmp_path / "out", settings).data
    assert [row["document"] for row in data["inputs"]] == ["list.md"]


def test_minimum_confidence_drops_weak_statements(library: Path, tmp_path: Path, report: BuildReport) -> None:
    strict = build([library], tmp_path / "out", build_settings(minimum_confidence=0.9)).resolution
    assert 0 < len(strict.relations) < len(report.resolution.relations)
    assert all(relation.confidence >= 0.9 for relation in strict.relations)


def test_own_lexicon_folder_is_used(tmp_path: Path) -> None:
    lexicon = written(
        tmp_path / "words", {"methods.tsv": "name\ten\tzh\taliases\tflags\tsource\nQuuxum\t\t夸克姆\t\t\town\n"}
    )
    folder = written(tmp_path / "in", {"a.md": "# 笔记\n\n我们用了夸克姆来训练。\n"})
    plain = build([folder], tmp_path / "plain").resolution
    taught = build([folder], tmp_path / "taught", build_settings(lexicons=(lexicon,))).resolution
    assert "method/quuxum" not in {entity.id for entity in plain.entities}
    assert "method/quuxum" in {entity.id for entity in taught.entities}


@pytest.mark.parametrize("name", ["nowhere", "empty"])
def test_lexicon_folder_without_a_lexicon_is_refused(library: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(SettingsError, match=rf"{name}' .* Name a folder with one or more of methods\.tsv"):
        build([library], tmp_path / "out", build_settings(lexicons=(tmp_path / name,)))
    assert not (tmp_path / "out").exists()


def test_output_within_the_input_is_not_read_by_the_next_build(tmp_path: Path) -> None:
    folder = written(tmp_path / "in", {"a.md": GOOD, "out/mine.md": GOOD})
    graphs = []
    for _ in range(2):
        data = build([folder], folder / "out").data
        assert [row["document"] for row in data["inputs"]] == ["a.md"]
        assert data["ignored"] == ["out/"]
        assert data["problems"] == []
        graphs.append((folder / "out" / "graph.nq").read_bytes())
    assert graphs[0] == graphs[1]


# --- every statement is found again in its file


def places_not_found(graph: dict[str, Any], folder: Path) -> tuple[int, list[object]]:
    """Return how many places graph.json records and those whose words do not stand there in the file."""
    texts: dict[str, list[str]] = {}
    wrong: list[object] = []
    places = 0
    owners = [(node["id"], node["mentions"]) for node in graph["nodes"]]
    owners += [((edge["source"], edge["key"], edge["target"]), edge["evidence"]) for edge in graph["edges"]]
    for owner, held in owners:
        if not held:
            wrong.append((owner, "no place at all"))
        for place in held:
            places += 1
            lines = texts.get(place["document"])
            if lines is None:
                text = (folder / place["document"]).read_bytes().decode("utf-8-sig")
                lines = texts[place["document"]] = text.replace("\r\n", "\n").split("\n")
            line = lines[place["line"] - 1] if 0 < place["line"] <= len(lines) else ""
            found = bool(place["text"].strip()) and line.startswith(place["text"], place["column"] - 1)
            if not found or place.get("quote", "") not in line:
                wrong.append((owner, place))
    return places, wrong


def test_words_of_every_node_and_edge_stand_where_recorded(report: BuildReport, library: Path) -> None:
    places, wrong = places_not_found(loaded(report.folder)[0], library)
    assert places > 40
    assert wrong == []


def test_words_of_every_node_and_edge_of_real_lists_stand_where_recorded(seeds: BuildReport) -> None:
    places, wrong = places_not_found(loaded(seeds.folder)[0], SEEDS)
    assert places > 3_000
    assert wrong == []


def test_entries_of_real_lists_are_understood_or_skipped_for_a_reason(seeds: BuildReport) -> None:
    data = loaded(seeds.folder)[1]
    counts = data["counts"]
    assert counts["listed"] > 400
    assert counts["understood"] >= 0.95 * counts["listed"], Counter(row["reason"] for row in data["skipped"])
    assert data["problems"] == []
    assert all(row["reason"] and row["line"] > 0 for row in data["skipped"])


# --- the same bytes

BUILD = "import sys; from kgraph.pipeline import build; build(sys.argv[1:2], sys.argv[2])"


def build_elsewhere(source: Path, folder: Path, seed: str) -> tuple[bytes, bytes]:
    """Copy the inputs, build them in a process of its own with this hash seed, and return graph.nq and graph.json."""
    copy = folder / "copy"
    for file in sorted(path for path in source.rglob("*") if path.is_file()):
        written(copy, {str(file.relative_to(source)): file.read_bytes()})
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    subprocess.run([sys.executable, "-c", BUILD, copy, folder / "out"], env=environment, check=True, timeout=120)
    return (folder / "out" / "graph.nq").read_bytes(), (folder / "out" / "graph.json").read_bytes()


def test_other_folder_and_hash_seed_give_the_same_bytes(library: Path, tmp_path: Path) -> None:
    one = build_elsewhere(library, tmp_path / "one", "1")
    assert one == build_elsewhere(library, tmp_path / "somewhere else", "4242")
    assert all(one)


@pytest.mark.slow
def test_other_folder_and_hash_seed_give_the_same_bytes_of_real_lists(seeds: BuildReport, tmp_path: Path) -> None:
    here = (seeds.folder / "graph.nq").read_bytes(), (seeds.folder / "graph.json").read_bytes()
    assert build_elsewhere(SEEDS, tmp_path / "other", "7") == here


def test_several_processes_give_the_same_bytes(library: Path, tmp_path: Path, report: BuildReport) -> None:
    build([library], tmp_path / "out", build_settings(workers=2))
    for name in ("graph.nq", "graph.json"):
        assert (tmp_path / "out" / name).read_bytes() == (report.folder / name).read_bytes()


# --- bad input

GOOD = "# 语言模型\n\n- [BERT: Pre-training of Deep Bidirectional Transformers](https://arxiv.org/abs/1810.04805)\n"
PAPER = "paper/arxiv-1810.04805"


def reasons(data: dict[str, Any], name: str) -> str:
    return "; ".join(row["reason"] for row in (*data["problems"], *data["skipped"]) if row["document"] == name)


def has_paper(graph: dict[str, Any], document: str = "good.md") -> bool:
    held = [node["mentions"] for node in graph["nodes"] if node["id"] == PAPER]
    return any(mention["document"] == document for mentions in held for mention in mentions)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("empty.md", b"", "nothing to read in it"),
        ("blank.txt", b" \n\n\t\n", "nothing to read in it"),
        ("binary.md", bytes(range(256)) * 40, "binary data"),
        ("image.md", b"\x89PNG\r\n\x1a\n" + bytes(300), "PNG image"),
        ("broken.pdf", b"%PDF-1.4 nothing", "PDF"),
        ("sheet.xyz", b"abc", "unknown format '.xyz'"),
        ("nul.md", b"# B\0ERT\n", "1 NUL bytes"),
    ],
)  # fmt: skip
def test_bad_file_is_reported_and_the_rest_is_built(tmp_path: Path, name: str, content: bytes, reason: str) -> None:
    graph, data = built(tmp_path, {name: content, "good.md": GOOD})
    assert reason in reasons(data, name)
    assert has_paper(graph)


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (GOOD.encode("gb18030"), "gb18030"),
        (GOOD.encode("utf-16"), "utf-16-le"),
        (GOOD.encode("utf-16-be"), "utf-16-be"),
        (b"\xef\xbb\xbf" + GOOD.encode(), "utf-8"),
        (GOOD.replace("\n", "\r\n").encode(), "utf-8"),
    ],
    ids=["gb18030", "utf-16", "utf-16 without mark", "byte order mark", "DOS line ends"],
)
def test_encodings_are_recognised(tmp_path: Path, content: bytes, encoding: str) -> None:
    graph, data = built(tmp_path, {"a.md": content})
    assert data["inputs"][0]["encoding"] == encoding
    assert has_paper(graph, "a.md")
    assert "topic/语言模型" in {node["id"] for node in graph["nodes"]}


def test_broken_front_matter_does_not_hide_the_document(tmp_path: Path) -> None:
    graph, data = built(tmp_path, {"a.md": "---\ntitle: [x\n\n" + GOOD, "b.md": "---\n: :\n\t- {\n---\n" + GOOD})
    assert has_paper(graph, "a.md")
    assert has_paper(graph, "b.md")
    assert reasons(data, "a.md")


def test_what_a_reader_could_not_read_is_a_problem(tmp_path: Path) -> None:
    bib = BIB + "@article{broken, title = {No end,\n@article{next, title = {Next}}\n"
    _, data = built(tmp_path, {"a.bib": bib, "café.md": GOOD.encode() + b"\nOne \xff byte.\n"})
    assert {row["document"] for row in data["problems"]} == {"a.bib", "café.md"}
    assert all(row["line"] > 1 for row in data["problems"])


def test_links_that_loop_or_lead_nowhere_and_pipes_are_reported(tmp_path: Path) -> None:
    folder = written(tmp_path / "in", {"good.md": GOOD, "sub/other.md": "# BERT\n"})
    (folder / "sub" / "loop").symlink_to(folder)
    (folder / "gone.md").symlink_to("nowhere.md")
    (folder / "self.md").symlink_to("self.md")
    os.mkfifo(folder / "pipe.md")
    build([folder], tmp_path / "out")
    graph, data = loaded(tmp_path / "out")
    assert has_paper(graph)
    assert [row["document"] for row in data["inputs"]] == ["good.md", "sub/other.md"]
    assert "link" in reasons(data, "sub/loop")
    assert "broken link" in reasons(data, "gone.md")
    assert reasons(data, "self.md")
    assert "not a regular file" in reasons(data, "pipe.md")


def test_unreadable_file_is_reported(tmp_path: Path) -> None:
    # The superuser may read anything, so a file whose reading fails for everyone stands in for it.
    folder = written(tmp_path / "in", {"good.md": GOOD})
    if not Path("/proc/self/mem").exists():
        pytest.skip("this system has no file that fails to be read")
    (folder / "closed.md").symlink_to("/proc/self/mem")
    build([folder], tmp_path / "out")
    graph, data = loaded(tmp_path / "out")
    assert "cannot be read" in reasons(data, "closed.md")
    assert has_paper(graph)


def test_file_beyond_the_size_limit_is_reported(tmp_path: Path) -> None:
    folder = written(tmp_path / "in", {"good.md": GOOD, "large.md": GOOD * 20})
    data = build([folder], tmp_path / "out", build_settings(largest_document=500)).data
    assert "largest_document allows 500" in reasons(data, "large.md")


@pytest.mark.parametrize("files", [{}, {".hidden.md": GOOD}], ids=["empty folder", "only hidden files"])
def test_folder_without_documents_is_refused(tmp_path: Path, files: dict[str, str]) -> None:
    (tmp_path / "in").mkdir()
    with pytest.raises(InputError, match="No documents in"):
        build([written(tmp_path / "in", files)], tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_missing_path_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"nowhere\.md' does not exist"):
        build([tmp_path / "nowhere.md"], tmp_path / "out")


MIXED = "提出 BERT 模型 基于 Transformer 在 ImageNet 上 达到 90.1% 准确率 Google CVPR 2020 FooNet-3 周志华 团队 "
LARGE = {
    "line of 1 MB": MIXED * (1_000_000 // len(MIXED.encode())),
    "Chinese line of 1 MB": "提出基于模型的神经网络大学" * (1_000_000 // 39),
    "word of 1 MB": "A" * 1_000_000,
    "nested quotes": ">" * 100_000 + " BERT",
    "nested brackets": "[" * 100_000 + "]" * 100_000,
    "nested parentheses": "BERT" + "(" * 100_000 + ")" * 100_000,
    "equal headings": "# BERT\n\n" * 20_000,
    "addresses": "https://a.org/x " * 20_000,
    "names in parentheses": "(BERT) " * 20_000,
    "table of 5,000 rows": "|Model|Paper|\n|-|-|\n"
    + "".join(f"|F{n}Net|[F{n}Net: A Network for Things](https://arxiv.org/abs/1904.{n:05})|\n" for n in range(5_000)),
    "section of 5,000 entries": "# 教程\n\n"
    + "".join(f"谷歌提出 F{n}Net 论文解读，最新教程\n\nhttps://github.com/google/f{n}net\n\n" for n in range(5_000)),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("name", [*LARGE])
@pytest.mark.parametrize("suffix", ["md", "txt"])
def test_large_and_nested_input_takes_linear_time(tmp_path: Path, name: str, suffix: str) -> None:
    text, seconds = LARGE[name], []
    for part in (text[: len(text) // 4], text):
        folder = written(tmp_path / "in", {f"large.{suffix}": part, "good.md": GOOD})
        started = time.process_time()
        build([folder], tmp_path / "out", build_settings(workers=1), full=True)
        seconds.append(time.process_time() - started)
    graph, data = loaded(tmp_path / "out")
    assert has_paper(graph)
    assert len(data["inputs"]) == 2 or reasons(data, f"large.{suffix}")
    # Four times the text: 4 where time is linear, 16 where it is quadratic; what is quickly done says little.
    assert seconds[1] < 8 * seconds[0] + 2, seconds
