"""A build that starts from the last one gives what a full build of the final folder gives."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyoxigraph
import pytest

import kgraph.pipeline
import kgraph.pipeline.reading
from kgraph.core import build_settings
from kgraph.core.curation import FILE, FORMS, EntityReference, Entry, PlaceReference, append_entry
from kgraph.core.errors import GraphNotWrittenError
from kgraph.extract import extract, load_lexicon
from kgraph.pipeline import build
from kgraph.pipeline.cache.readings import NAME, ReadDocument, from_bytes, to_bytes
from kgraph.query.search import SearchIndex
from kgraph.read import read_document
from kgraph.store.documents import DocumentIndex

SEQUENCES = int(os.environ.get("KGRAPH_SEQUENCES", "12"))
FOUND = (72,)
"""Sequences that showed a fault: two decisions split one place off, and the thing that was left without any stayed in the search."""
STEPS = 4

HEADS = ["目标检测 Object Detection", "图像分割", "Language Models 语言模型", "Papers of 2019", "推荐系统"]
LINES = [
    "- [BERT: Pre-training of Deep Bidirectional Transformers](https://arxiv.org/abs/1810.04805) - 谷歌提出 BERT。",
    "- [BERT: Pre-training of Deep Bidirectional Transformers](https://arxiv.org/abs/1810.04806)",
    "- BERT: Pre-training of Deep Bidirectional Transformers",
    "- **RoBERTa** (Robustly optimized BERT), 基于 BERT，在 GLUE 数据集上优于 XLNet。",
    "- [RoBERTa](https://github.com/facebookresearch/fairseq) - Meta AI propose RoBERTa, based on BERT.",
    "- [FairSeq](https://github.com/FacebookResearch/FairSeq.git) 代码",
    "- 形变卷积 Deformable Convolution (Deformable ConvNets)",
    "- 形變卷積 [Deformable Convolutional Networks](https://arxiv.org/abs/1703.06211) `ICCV 2017`",
    "- [Mamba](https://github.com/mamba-org/mamba) - a package manager",
    "- [Mamba: Linear-Time Sequence Modeling](https://arxiv.org/abs/2312.00752) [code](https://github.com/state-spaces/mamba)",
    "1. J. Ho, A. Jain. Denoising Diffusion Probabilistic Models. NeurIPS 2020. https://arxiv.org/abs/2006.11239",
    "1. Jonathan Ho, Ajay Jain. Denoising Diffusion Probabilistic Models. NeurIPS 2020.",
    "快手提出 KuaiNet，基于 Transformer，在 COCO 数据集上优于 Faster R-CNN。",
    "Google propose KuaiNet-XL, based on KuaiNet. It outperforms BERT on SQuAD 2.0.",
    "[一文看懂目标检测：从 R-CNN 到 YOLO 的十年](https://mp.weixin.qq.com/s/abc1)",
    "[一文看懂目標檢測：從 R-CNN 到 YOLO 的十年](https://zhuanlan.zhihu.com/p/123)",
    "| Model | F1 | Paper |\n| --- | --- | --- |\n| BERT | 93.2 | [BERT](https://arxiv.org/abs/1810.04805) |\n| KuaiNet | 91.0 | |",
    "- **CPC** (Contrastive Predictive Coding): representation learning by DeepMind.",
    "- **CPC** (Cyclic Phase Control): a method for motors. CPC outperforms PID on COCO.",
    "微软亚洲研究院（MSRA）提出 CPC，基于 BERT，在 COCO 数据集上优于 KuaiNet。",
    "> 摘要：we show that a simple change makes training stable.",
    "",
]  # fmt: skip


def note(chance: random.Random) -> str:
    lines = []
    for _ in range(chance.randint(1, 3)):
        lines += [f"{'#' * chance.randint(1, 2)} {chance.choice(HEADS)}", ""]
        lines += chance.choices(LINES, k=chance.randint(1, 5))
    return "\n\n".join(lines) + "\n"


def change(folder: Path, chance: random.Random) -> None:
    """Add, edit, rename or delete one document."""
    files = sorted(folder.rglob("*.md"))
    what = chance.choice(["add", "add", "edit", "line", "rename", "delete"]) if len(files) > 1 else "add"
    name = f"{chance.choice(['', 'sub/', '子/'])}{chance.choice('abcdefgh')}{chance.randint(1, 3)}.md"
    target, file = folder / name, chance.choice(files) if files else folder
    target.parent.mkdir(exist_ok=True)
    if what == "add":
        target.write_text(note(chance), "utf-8")
    elif what == "edit":
        file.write_text(note(chance), "utf-8")
    elif what == "line":
        lines = file.read_text("utf-8").split("\n")
        lines.insert(chance.randint(0, len(lines)), chance.choice(LINES))
        file.write_text("\n".join(lines), "utf-8")
    elif what == "rename":
        file.replace(target)
    else:
        file.unlink()


def content(graph: Path) -> dict[str, Any]:
    """Return what a build promises to be the same: the bytes of its files, and its report but for the times."""
    files: dict[str, Any] = {
        name: (graph / name).read_bytes()
        for name in ("graph.nq", "graph.json", "nodes.parquet", "edges.parquet", "rejected.json")
    }
    report = json.loads((graph / "build.json").read_text("utf-8"))
    return files | {"report": {name: report[name] for name in report if name not in ("seconds", "built")}}


def assert_same(one: Path, other: Path) -> None:
    first, second = content(one), content(other)
    assert [name for name in first if first[name] != second[name]] == []
    first, second = held(one), held(other)
    assert [name for name in first if first[name] != second[name]] == []


def held(graph: Path) -> dict[str, Any]:
    """Return what the databases of a build hold, whatever numbers they give it."""
    index = graph / "index"
    found: dict[str, Any] = {file.name: file.read_bytes() for file in index.glob("*.npy") if file.name != "places.npy"}
    quads = pyoxigraph.Store.read_only(str(graph / "oxigraph")).dump(format=pyoxigraph.RdfFormat.N_QUADS)
    found["quads"] = sorted(quads.splitlines())
    documents = DocumentIndex(index / "documents.sqlite")
    found["documents"] = [
        (
            document._replace(number=0),
            documents.lines(document, 1, 10_000),
            documents.mentions(document, 1, 10_000),
            list(documents.nodes(document)),
        )
        for document in documents.documents()
    ]
    search = SearchIndex(index / "search.sqlite")
    for text in (
        "BERT",
        "bret",
        "kuainet",
        "mbcx",
        "目标检测",
        "目標",
        "ho",
        "transformrs",
        "Denoising Diffusion",
        "arxiv",
        "no",
    ):
        found[text] = search.search(text, 50, None), search.named(text)
    search.close()
    return found


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    folder, chance = tmp_path / "notes", random.Random(1)
    folder.mkdir()
    for number in range(6):
        (folder / f"n{number}.md").write_text(note(chance), "utf-8")
    return folder


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths of the documents that builds of this test have read."""
    paths: list[str] = []
    original = kgraph.pipeline.reading.read_document
    monkeypatch.setattr(
        kgraph.pipeline.reading, "read_document", lambda path, data: paths.append(path) or original(path, data)
    )
    return paths


def test_nothing_changed_leaves_the_build_as_it_is(notes: Path, tmp_path: Path, read: list[str]) -> None:
    graph = tmp_path / "graph"
    first = build([notes], graph)
    read.clear()
    second = build([notes], graph)
    assert first.changed and not second.changed and read == []
    assert second.data == json.loads((graph / "build.json").read_text("utf-8"))
    assert [path.name for path in (graph / ".builds").iterdir()] == ["000001"]
    assert len(second.resolution.entities) == len(first.resolution.entities)


def test_only_what_changed_is_read(notes: Path, tmp_path: Path, read: list[str]) -> None:
    graph = tmp_path / "graph"
    build([notes], graph)
    read.clear()
    (notes / "n2.md").write_text("# 新\n\n" + LINES[0], "utf-8")
    (notes / "n3.md").unlink()
    (notes / "n4.md").rename(notes / "n9.md")
    os.utime(notes / "n5.md", (1, 1))
    assert build([notes], graph).changed
    assert read == ["n2.md", "n9.md"]
    build([notes], tmp_path / "whole")
    assert_same(graph, tmp_path / "whole")


def test_full_reads_all(notes: Path, tmp_path: Path, read: list[str]) -> None:
    graph = tmp_path / "graph"
    build([notes], graph)
    read.clear()
    assert build([notes], graph, full=True).changed
    assert len(read) == 6


def test_settings_and_lexicons_are_changes(notes: Path, tmp_path: Path, read: list[str]) -> None:
    graph, lexicon = tmp_path / "graph", tmp_path / "lexicon"
    lexicon.mkdir()
    rows = "name\ten\tzh\taliases\tflags\tsource\n"
    (lexicon / "methods.tsv").write_text(rows, "utf-8")
    build([notes], graph, build_settings(lexicons=(lexicon,)))
    read.clear()
    assert build([notes], graph, build_settings(lexicons=(lexicon,), minimum_confidence=0.5)).changed
    assert read == []
    (lexicon / "methods.tsv").write_text(rows + "training\t\t\t\t\ttest\n", "utf-8")
    assert build([notes], graph, build_settings(lexicons=(lexicon,))).changed
    assert len(read) == 6
    build([notes], tmp_path / "whole", build_settings(lexicons=(lexicon,)))
    assert_same(graph, tmp_path / "whole")


def truncated(cache: Path) -> None:
    cache.write_bytes(cache.read_bytes()[:5000])


def garbage(cache: Path) -> None:
    cache.write_bytes(b"not a database" * 1000)


def other_readings(cache: Path) -> None:
    database = sqlite3.connect(cache)
    with database:
        database.execute("UPDATE reading SET content = x'00' || substr(content, 2)")
    database.close()


def copied(cache: Path) -> None:
    """What another folder holds, put in place of the cache, with a reading that its documents never gave."""
    read = from_bytes(*sqlite3.connect(cache).execute("SELECT outline, content FROM reading").fetchone())
    shutil.copy(cache, cache.with_name("copy"))
    database = sqlite3.connect(cache.with_name("copy"))
    with database:
        database.execute("UPDATE reading SET content = ?", (to_bytes(ReadDocument(read.document, None, ())).content,))
    database.close()
    cache.with_name("copy").replace(cache)


def folder_in_place(cache: Path) -> None:
    cache.unlink()
    cache.mkdir()


@pytest.mark.parametrize("spoil", [truncated, garbage, other_readings, copied, folder_in_place])
def test_damaged_or_foreign_cache_is_left_aside(notes: Path, tmp_path: Path, spoil: Callable[[Path], None]) -> None:
    graph = tmp_path / "graph"
    build([notes], graph)
    spoil(graph / NAME)
    (notes / "n1.md").unlink()
    build([notes], graph)
    build([notes], tmp_path / "whole")
    assert_same(graph, tmp_path / "whole")


def test_what_another_build_resolved_meanwhile_is_not_taken_for_ones_own(
    notes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    graph, file, write = tmp_path / "graph", notes / "n0.md", kgraph.pipeline.write_graph
    before = file.read_text("utf-8")

    def refused(*_: object) -> None:
        raise GraphNotWrittenError(graph, "the disk is full")

    def meanwhile(*given: Any) -> None:
        # Another build resolves other notes, and its disk refuses the graph.
        file.write_text("- [KuaiNet](https://arxiv.org/abs/1901.00001)\n", "utf-8")
        monkeypatch.setattr(kgraph.pipeline, "write_graph", refused)
        with pytest.raises(GraphNotWrittenError):
            build([notes], graph, full=True)
        file.write_text(before, "utf-8")
        write(*given)

    monkeypatch.setattr(kgraph.pipeline, "write_graph", meanwhile)
    build([notes], graph, full=True)
    monkeypatch.setattr(kgraph.pipeline, "write_graph", write)
    (notes / "n1.md").write_text("- [RoBERTa](https://github.com/facebookresearch/fairseq)\n", "utf-8")
    build([notes], graph)
    build([notes], tmp_path / "whole")
    assert_same(graph, tmp_path / "whole")


def test_edit_within_the_second_and_of_the_same_size_is_seen(notes: Path, tmp_path: Path) -> None:
    graph, file = tmp_path / "graph", notes / "n0.md"
    file.write_text("- [BERT](https://arxiv.org/abs/1810.04805)\n", "utf-8")
    build([notes], graph)
    status = file.stat()
    file.write_text("- [GPT2](https://arxiv.org/abs/1810.04805)\n", "utf-8")
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert build([notes], graph).changed
    assert "GPT2" in (graph / "graph.json").read_text("utf-8")


def test_adding_and_removing_a_document_is_identity(notes: Path, tmp_path: Path) -> None:
    graph = tmp_path / "graph"
    build([notes], graph)
    before = content(graph)
    (notes / "more.md").write_text("\n\n".join(LINES), "utf-8")
    build([notes], graph)
    assert content(graph)["graph.nq"] != before["graph.nq"]
    (notes / "more.md").unlink()
    build([notes], graph)
    assert content(graph) == before


def test_readings_come_back_as_they_were() -> None:
    text = "# 目标\ud800检测\n\n" + "\n\n".join(LINES)
    for path, data in (
        ("a.md", text.encode("utf-8", "surrogatepass")),
        ("b.txt", "\x00 BERT\r\n快手".encode("gb18030")),
    ):
        document = read_document(path, data)
        read = ReadDocument(document.outline(), extract(document, load_lexicon()), document.problems)
        assert from_bytes(*to_bytes(read)[:2]) == read


NAMED = [
    EntityReference("method/bert", "Method", "BERT"),
    EntityReference("method/roberta", "Method", "RoBERTa"),
    EntityReference("method/kuainet", "Method", "KuaiNet"),
    EntityReference("method/kuainet-xl", "Method", "KuaiNet-XL"),
    EntityReference("method/cpc", "Method", "CPC"),
    EntityReference("method/形变卷积", "Method", "形变卷积"),
    EntityReference("dataset/coco", "Dataset", "COCO"),
    EntityReference("organization/google", "Organization", "谷歌"),
    EntityReference("organization/快手", "Organization", "快手"),
    EntityReference("software/mamba", "Software", "Mamba"),
    EntityReference("person/jonathan-ho", "Person", "Jonathan Ho"),
    EntityReference("paper/arxiv-1810.04805", "Paper", "BERT", "https://arxiv.org/abs/1810.04805"),
    EntityReference("method/nowhere", "Method", "Nowhere"),
]
VALUES = {
    "split": ["Other BERT", "CPC", "KuaiNet-XL"],
    "rename": ["BERT base", "谷歌研究", "CPC"],
    "retype": ["Dataset", "Software", "Method"],
    "add-alias": ["KN", "COCO 2017", "RoBERTa"],
    "reject-alias": ["Robustly optimized BERT", "Contrastive Predictive Coding", "Deformable Convolution"],
    "add-statement": ["basedOn", "developedBy", "evaluatedOn"],
    "reject-statement": ["basedOn", "developedBy", "evaluatedOn", "outperforms"],
}


def decisions(folder: Path, chance: random.Random) -> None:
    """Add some decisions about what the documents may name to the log."""
    for number in range(chance.randint(1, 8)):
        action = chance.choice([action for action in FORMS if action != "undo"])
        ends, word = FORMS[action]
        first = chance.choice(NAMED)
        others = [one for one in NAMED if one != first]
        places = ()
        if action == "split":
            lines = [line for line in LINES if first.name in line and "\n" not in line]
            if not lines:
                continue
            file = chance.choice(sorted(folder.rglob("*.md"))).relative_to(folder).as_posix()
            places = (PlaceReference(file, chance.choice(["", first.name]), chance.choice(["", chance.choice(lines)])),)
        entities = (first, chance.choice(others))[: len(ends)]
        value = chance.choice(VALUES[action]) if word else ""
        entry = Entry(action, "李 Wei", "2026-11-26", "so it is", entities, value, places, f"k{number}")
        append_entry(folder / FILE, entry)


@pytest.mark.parametrize("decided", [False, True], ids=["documents", "decisions"])
@pytest.mark.parametrize("seed", sorted({*range(SEQUENCES), *FOUND}))
def test_any_sequence_of_changes_equals_a_full_build(
    seed: int, decided: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed = []
    original = kgraph.pipeline.write_changes
    monkeypatch.setattr(kgraph.pipeline, "write_changes", lambda *args: original(*args) or changed.append(args))
    chance = random.Random(seed)
    folder, graph = tmp_path / "notes", tmp_path / "graph"
    folder.mkdir()
    for _ in range(chance.randint(1, 5)):
        change(folder, chance)
    if decided:
        decisions(folder, chance)
    build([folder], graph)
    for _ in range(STEPS):
        for _ in range(chance.randint(1, 2)):
            change(folder, chance)
        if decided and chance.random() < 0.5:
            decisions(folder, chance)
        elif decided and chance.random() < 0.2:
            (folder / FILE).unlink(missing_ok=True)
        build([folder], graph)
    assert changed, "no graph was made out of the last one"
    build([folder], tmp_path / "whole", full=True)
    assert_same(graph, tmp_path / "whole")


def test_a_decision_is_applied_to_the_last_build(notes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    changed = []
    original = kgraph.pipeline.write_changes
    monkeypatch.setattr(kgraph.pipeline, "write_changes", lambda *args: original(*args) or changed.append(args))
    (notes / "more.md").write_text("\n\n".join(["# Models", *LINES]), "utf-8")
    bert, roberta, kuainet, longer = NAMED[:4]
    graph, taken = tmp_path / "graph", ""
    for action, entities, value in (
        ("merge", (bert, roberta), ""),
        ("reject-statement", (longer, kuainet), "basedOn"),
        ("retype", (kuainet,), "Software"),
        ("undo", (), "merge"),
    ):
        entry = Entry(action, "李 Wei", "2026-11-26", "so it is", entities, taken if action == "undo" else value)
        key = append_entry(notes / FILE, entry).key
        taken = taken or key
        build([notes], graph)
        build([notes], tmp_path / "whole", full=True)
        assert_same(graph, tmp_path / "whole")
    assert len(changed) == 3  # the first decision resolves the graph as a whole
    assert json.loads((graph / "rejected.json").read_text("utf-8"))
    (notes / FILE).unlink()
    build([notes], graph)
    build([notes], tmp_path / "whole", full=True)
    assert_same(graph, tmp_path / "whole")
    assert len(changed) == 4


def test_watching_builds_again_when_a_document_changes_and_not_for_its_own_files(notes: Path, tmp_path: Path) -> None:
    graph = notes / "graph"
    command = [Path(sys.executable).with_name("kgraph"), "build", str(notes), "--output", str(graph), "--watch"]
    # Where the tests run in the background, a shell has let what they start ignore the signal.
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )  # fmt: skip
    try:
        assert process.stderr is not None
        assert process.stderr.readline().startswith("Built")
        time.sleep(1)  # the builds own files must not start another one
        (notes / "n1.md").write_text("- [KuaiWatch](https://github.com/kuai/watch)\n", "utf-8")
        assert process.stderr.readline().startswith("Built")
        assert "KuaiWatch" in (graph / "graph.json").read_text("utf-8")
        assert sorted(path.name for path in (graph / ".builds").iterdir()) == ["000001", "000002"]
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
    assert process.returncode in (0, 130)  # 130: while it was still printing
