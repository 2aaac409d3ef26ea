from __future__ import annotations

import contextlib
import errno
import fcntl
import json
import os
import shutil
import signal
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import networkx
import pandas
import pytest
from tests.support.graphs import small_graph

from kgraph.core import BuiltGraph, Resolution, build_settings
from kgraph.core.errors import (
    GraphBusyError,
    GraphDamagedError,
    GraphMissingError,
    GraphNotWrittenError,
    UnknownBuildError,
)
from kgraph.store import read_graph, write_graph
from kgraph.store.folder import current_build, kept_builds, open_build, restore, writing
from kgraph.store.nodelink import edge_record, node_record

FILES = ("graph.json", "graph.nq", "nodes.parquet", "edges.parquet", "build.json")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "graph"


def write(folder: Path, built: BuiltGraph | None = None, keep: int = 1) -> None:
    write_graph(built or small_graph(), folder, build_settings(keep=keep))


def without_edges() -> BuiltGraph:
    built = small_graph()
    return replace(built, resolution=replace(built.resolution, relations=()))


def test_every_file_of_the_graph_stands_in_its_folder(folder: Path) -> None:
    folder.mkdir()
    (folder / "README.md").write_text("kept", "utf-8")
    write(folder)
    assert all((folder / name).is_file() for name in FILES)
    assert (folder / "oxigraph").is_dir()
    assert (folder / "README.md").read_text("utf-8") == "kept"


def test_networkx_reads_graph_json_with_the_fixed_keys(folder: Path) -> None:
    write(folder)
    data = json.loads((folder / "graph.json").read_text("utf-8"))
    graph = networkx.node_link_graph(data, edges="edges")
    assert isinstance(graph, networkx.MultiDiGraph)
    bert = graph.nodes["method/bert"]
    assert set(bert) == {"type", "label", "aliases", "labels", "url", "urls", "year", "mentions", "merges"}
    assert bert["mentions"][0] == {
        "document": "board.md",
        "line": 4,
        "column": 3,
        "text": "BERT",
        "extractor": "test.v1",
    }
    edge = graph.edges["method/bert", "dataset/squad-1.1", "evaluatedOn"]
    assert (edge["metric"], edge["value"], edge["confidence"]) == ("EM", "85.1", 0.99)
    assert [result["value"] for result in edge["results"]] == ["85.1", "87.4"]
    assert edge["evidence"][0] == {
        "document": "board.md",
        "line": 4,
        "column": 1,
        "text": "| BERT | 85.1 |",
        "extractor": "test.v1",
        "quote": "| BERT | 85.1 |",
        "confidence": 0.9,
        "metric": "EM",
        "value": "85.1",
    }
    assert graph.nodes["organization/google"]["labels"] == {"en": "Google", "zh": "谷歌"}
    assert "谷歌" in (folder / "graph.json").read_text("utf-8")


def test_graph_json_is_sorted_whatever_the_order_of_the_input(folder: Path) -> None:
    built = small_graph()
    turned = Resolution(tuple(reversed(built.resolution.entities)), tuple(reversed(built.resolution.relations)))
    write(folder, replace(built, resolution=turned))
    data = json.loads((folder / "graph.json").read_text("utf-8"))
    assert [node["id"] for node in data["nodes"]] == sorted(node["id"] for node in data["nodes"])
    keys = [(edge["source"], edge["key"], edge["target"]) for edge in data["edges"]]
    assert keys == sorted(keys)


def test_tables_hold_one_row_per_node_and_edge(folder: Path) -> None:
    write(folder)
    nodes, edges = pandas.read_parquet(folder / "nodes.parquet"), pandas.read_parquet(folder / "edges.parquet")
    assert (len(nodes), len(edges)) == (13, 13)
    assert nodes.set_index("id").loc["organization/google", "label_zh"] == "谷歌"
    row = edges[(edges.source == "method/bert") & (edges.relation == "evaluatedOn")].iloc[0]
    assert (row.target, row.value, row.document, row.line) == ("dataset/squad-1.1", "85.1", "board.md", 4)


def test_two_builds_give_the_same_bytes_whatever_the_hash_seed(tmp_path: Path) -> None:
    program = textwrap.dedent("""
        import sys
        from pathlib import Path
        sys.path.insert(0, ".")
        from tests.support.graphs import small_graph
        from kgraph.core import build_settings
        from kgraph.store import read_graph, write_graph
        write_graph(small_graph(), Path(sys.argv[1]), build_settings())
    """)
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        command = [sys.executable, "-c", program, str(tmp_path / seed)]
        subprocess.run(command, check=True, env=environment, cwd=Path(__file__).parents[2])
    names = [*FILES, *(f"index/{path.name}" for path in (tmp_path / "1" / "index").iterdir())]
    assert len(names) > len(FILES)
    for name in names:
        assert (tmp_path / "1" / name).read_bytes() == (tmp_path / "2" / name).read_bytes(), name


def test_an_empty_graph_can_be_written(folder: Path) -> None:
    write(folder, BuiltGraph(Resolution((), ()), ()))
    assert json.loads((folder / "graph.json").read_text("utf-8")) == {
        "directed": True,
        "multigraph": True,
        "graph": {},
        "nodes": [],
        "edges": [],
    }


def test_half_a_surrogate_pair_does_not_stop_a_build(folder: Path) -> None:
    built = small_graph()
    first = replace(built.resolution.entities[0], label="a\ud800b", aliases=("\udc80",), attributes=(("k", "\ud800"),))
    write(folder, replace(built, resolution=Resolution((first,), ())))
    assert json.loads((folder / "graph.json").read_text("utf-8"))["nodes"][0]["label"] == "a\ud800b"


def test_a_new_build_takes_the_place_of_the_old_one_and_removes_it(folder: Path) -> None:
    write(folder)
    write(folder, without_edges())
    assert json.loads((folder / "graph.json").read_text("utf-8"))["edges"] == []
    assert len(list((folder / ".builds").iterdir())) == 1


def test_a_reader_keeps_the_build_that_it_opened(folder: Path) -> None:
    write(folder)
    reader = open_build(folder)
    write(folder, without_edges())
    assert json.loads((reader.path / "graph.json").read_text("utf-8"))["edges"] != []
    reader.close()
    write(folder)
    assert not reader.path.exists()


def test_the_last_builds_stay_and_one_of_them_can_come_back(folder: Path) -> None:
    for _ in range(4):
        write(folder, keep=3)
    write(folder, without_edges(), keep=3)
    assert kept_builds(folder) == [3, 4, 5]
    restore(folder, 4)
    assert json.loads((folder / "graph.json").read_text("utf-8"))["edges"] != []
    assert kept_builds(folder) == [3, 4, 5]
    write(folder, keep=3)
    assert (current_build(folder), kept_builds(folder)) == ("000006", [4, 5, 6])


def test_the_current_build_stays_whatever_its_number(folder: Path) -> None:
    for _ in range(3):
        write(folder, keep=3)
    restore(folder, 1)
    with pytest.raises(OSError, match="stop"), _no_space(folder, keep=1):
        pass
    assert kept_builds(folder) == [1]
    open_build(folder).close()


@contextlib.contextmanager
def _no_space(folder: Path, keep: int) -> Iterator[None]:
    try:
        with writing(folder, keep):
            yield
            raise OSError(errno.ENOSPC, "stop")
    except GraphNotWrittenError as error:
        raise OSError(error.reason) from error


def test_a_build_that_is_not_kept_is_a_clear_error(folder: Path) -> None:
    with pytest.raises(GraphMissingError, match="kgraph build"):
        kept_builds(folder)
    write(folder)
    for ask in (lambda: restore(folder, 7), lambda: open_build(folder, 7)):
        with pytest.raises(UnknownBuildError, match=r"No build 7 .* Kept are: 1\."):
            ask()
    (folder / ".builds" / "000007").mkdir()
    with pytest.raises(UnknownBuildError):
        restore(folder, 7)
    assert current_build(folder) == "000001"


def test_a_damaged_build_is_not_restored(folder: Path) -> None:
    write(folder, keep=2)
    write(folder, without_edges(), keep=2)
    (folder / ".builds" / "000001" / "graph.nq").write_bytes(b"half")
    with pytest.raises(GraphDamagedError, match=r"graph\.nq"):
        restore(folder, 1)
    assert current_build(folder) == "000002"


def test_an_older_build_is_opened_by_its_number(folder: Path) -> None:
    write(folder, keep=2)
    write(folder, without_edges(), keep=2)
    opened = open_build(folder, 1)
    assert opened.path.name == "000001"
    write(folder, keep=1)
    assert opened.path.exists()
    opened.close()


def test_an_error_on_the_way_leaves_the_old_graph(folder: Path) -> None:
    write(folder)
    before = (folder / "graph.json").read_bytes()
    with pytest.raises(GraphNotWrittenError, match="No space left on device"), writing(folder) as draft:
        (draft.path / "graph.json").write_text("half", "utf-8")
        raise OSError(errno.ENOSPC, "No space left on device")
    assert (folder / "graph.json").read_bytes() == before
    assert len(list((folder / ".builds").iterdir())) == 1


def test_a_killed_build_leaves_the_old_graph_and_the_next_one_cleans_up(folder: Path) -> None:
    write(folder)
    before = (folder / "graph.json").read_bytes()
    program = f"""
import os, pathlib, signal
from kgraph.store.folder import writing
with writing(pathlib.Path({str(folder)!r})) as draft:
    (draft.path / "graph.json").write_text("half")
    os.kill(os.getpid(), signal.SIGKILL)
"""
    killed = subprocess.run([sys.executable, "-c", program])
    assert killed.returncode == -signal.SIGKILL
    assert len(list((folder / ".builds").iterdir())) == 2
    assert (folder / "graph.json").read_bytes() == before
    open_build(folder).close()
    write(folder)
    assert len(list((folder / ".builds").iterdir())) == 1


def test_two_builders_at_once_are_told_apart(folder: Path) -> None:
    write(folder)
    with (folder / ".lock").open("a+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(GraphBusyError, match="is building there"):
            write(folder)
    write(folder)


def test_a_folder_that_cannot_be_made_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(GraphNotWrittenError, match="file"):
        write(tmp_path / "file" / "graph")


def test_a_foreign_folder_in_the_way_is_not_removed(folder: Path) -> None:
    (folder / "oxigraph").mkdir(parents=True)
    with pytest.raises(GraphNotWrittenError, match="'oxigraph' that no build wrote"):
        write(folder)
    assert (folder / "oxigraph").is_dir()


@pytest.mark.parametrize("name", ["graph.json", "index", "build.json", "current"])
@pytest.mark.parametrize("kind", ["file", "folder", "link"])
def test_what_no_build_wrote_is_kept_and_nothing_is_changed(folder: Path, name: str, kind: str) -> None:
    write(folder)
    place = folder / name
    if name == "current":
        shutil.rmtree(folder / ".builds")
    place.unlink()
    if kind == "file":
        place.write_text("mine", "utf-8")
    elif kind == "folder":
        place.mkdir()
    else:
        place.symlink_to("elsewhere")
    before = {path.name: path.readlink() for path in folder.iterdir() if path.is_symlink()}
    with pytest.raises(GraphNotWrittenError, match=f"a {kind} named '{name}' that no build wrote"):
        write(folder, without_edges())
    assert before == {path.name: path.readlink() for path in folder.iterdir() if path.is_symlink()}
    assert kind != "file" or place.read_text("utf-8") == "mine"


def test_a_written_graph_is_read_back(folder: Path) -> None:
    write(folder)
    once = read_graph(folder)
    write(folder, BuiltGraph(once, small_graph().documents))
    assert read_graph(folder) == once
    assert [entity.id for entity in once.entities] == [entity.id for entity in small_graph().resolution.entities]


def test_quads_that_are_no_quads_are_a_damaged_graph(folder: Path) -> None:
    write(folder)
    path = folder / "current" / "graph.nq"
    path.write_bytes(b"?" * path.stat().st_size)
    with pytest.raises(GraphDamagedError, match=r"graph\.nq"):
        read_graph(folder)


def test_a_missing_graph_is_not_a_damaged_one(folder: Path) -> None:
    with pytest.raises(GraphMissingError, match="kgraph build"):
        open_build(folder)


@pytest.mark.parametrize("name", ["graph.json", "index/links.npy", "manifest.json"])
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    write(folder)
    name = name.replace("links", "link_others")
    (folder / "current" / name).unlink()
    with pytest.raises(GraphDamagedError, match=Path(name).name):
        open_build(folder)


def test_a_file_of_another_size_is_named(folder: Path) -> None:
    write(folder)
    with (folder / "graph.json").open("ab") as file:
        file.write(b"\n")
    with pytest.raises(GraphDamagedError, match=r"graph\.json"):
        open_build(folder)


def test_a_graph_of_another_layout_asks_to_be_built_again(folder: Path) -> None:
    write(folder)
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    (folder / "current" / "manifest.json").write_text(json.dumps({**manifest, "format": 0}), "utf-8")
    with pytest.raises(GraphDamagedError, match="layout 0"):
        open_build(folder)


def test_records_leave_out_what_says_nothing() -> None:
    resolution = small_graph().resolution
    mamba = next(entity for entity in resolution.entities if entity.id == "software/mamba")
    assert set(node_record(mamba)) == {"id", "type", "label", "aliases", "labels", "url", "urls", "year", "mentions"}
    plain = next(edge for edge in resolution.relations if edge.key == "hasCode")
    assert set(edge_record(plain)) == {"source", "target", "key", "evidence", "confidence"}
