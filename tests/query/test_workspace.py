from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from kgraph.core.errors import ViewError, WorkspaceError
from kgraph.query.view import View
from kgraph.query.workspace import Asked, Chosen, Workspace, workspace_folder


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "workspace")


NAMES = [
    "BERT and friends",
    "预训练模型",
    "../../etc/passwd",
    "a/b\\c:d",
    "..",
    "NUL",
    "x" * 5000,
    "<b>",
    " ",
    "é",
    "É",
]


def test_views_are_saved_and_loaded_under_any_name(workspace: Workspace) -> None:
    for number, name in enumerate(NAMES):
        path = workspace.save(name, View().add([str(number)]))
        assert path.parent == workspace.folder / "views"
    assert workspace.names() == sorted(NAMES)
    for number, name in enumerate(NAMES):
        assert workspace.load(name).nodes == (str(number),)


def test_a_name_can_be_saved_again_and_deleted(workspace: Workspace) -> None:
    workspace.save("one", View().add(["a"]))
    workspace.save("one", View().add(["b"]))
    assert workspace.load("one").nodes == ("b",)
    workspace.delete("one")
    workspace.delete("one")
    assert workspace.names() == []
    with pytest.raises(ViewError, match="none is saved as 'one'"):
        workspace.load("one")


def test_a_short_view_is_its_own_address_and_a_long_one_is_kept_in_a_file(workspace: Workspace) -> None:
    short, long = View().add(["a"]), View().add(f"method/方法-{n * n * 7919}" for n in range(900))
    assert workspace.address(short).startswith("v")
    assert not workspace.folder.exists()
    assert len(workspace.address(long)) == 16
    assert workspace.address(long) == workspace.address(long)
    assert workspace.follow(workspace.address(short)) == short
    assert workspace.follow(workspace.address(long)) == long


@pytest.mark.parametrize(
    "address", ["", "v", "vAAAA", "0123456789abcdef", "../../../etc/passwd", "/etc/passwd", "视图"]
)
def test_a_wrong_address_is_refused(workspace: Workspace, address: str) -> None:
    with pytest.raises(ViewError):
        workspace.follow(address)


def test_the_basket_keeps_its_order(workspace: Workspace) -> None:
    assert workspace.basket() == []
    chosen = [Chosen("二", "v2"), Chosen("一", "v1", "table")]
    workspace.fill_basket(chosen)
    assert workspace.basket() == chosen


def test_damaged_files_are_left_out_or_refused(workspace: Workspace) -> None:
    path = workspace.save("good", View().add(["a"]))
    path.with_name("bad.json").write_text("{", "utf-8")
    path.write_text('{"name": "good", "view": {"nodes": 3}}', "utf-8")
    (workspace.folder / "basket.json").write_text("[1]", "utf-8")
    assert workspace.names() == ["good"]
    assert workspace.basket() == []
    with pytest.raises(ViewError):
        workspace.load("good")


def test_a_folder_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(WorkspaceError, match="KGRAPH_WORKSPACE"):
        Workspace(tmp_path / "file").save("one", View())


def test_two_graphs_of_one_name_have_two_folders(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("KGRAPH_WORKSPACE", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert workspace_folder("/a/graph") != workspace_folder("/b/graph")
    assert workspace_folder("/a/graph").parent == tmp_path / "kgraph"
    monkeypatch.setenv("KGRAPH_WORKSPACE", str(tmp_path / "mine"))
    assert workspace_folder("/a/graph") == tmp_path / "mine"


def test_a_portable_address_needs_no_workspace(tmp_path: Path) -> None:
    names = [hashlib.sha256(str(number).encode()).hexdigest()[:12] for number in range(1900)]
    view = View().add(f"方法/{name}" for name in names[:40])
    here, elsewhere = Workspace(tmp_path / "here"), Workspace(tmp_path / "elsewhere")
    assert len(here.address(view)) == 16
    portable = here.portable(view)
    assert portable is not None
    assert elsewhere.follow(portable) == view
    assert here.portable(View().add(f"方法/{name}" for name in names)) is None


def test_queries_are_plain_files_under_any_name(workspace: Workspace) -> None:
    for number, name in enumerate(NAMES):
        text = f"SELECT * {{ ?x ?y {number} }} # 谷歌\n"
        path = workspace.save_query(name, text)
        assert path.parent == workspace.folder / "queries" and path.suffix == ".rq"
        assert path.read_text("utf-8").endswith(text)
        if name.strip():
            assert workspace.load_query(name) == text
    assert workspace.queries() == sorted(name for name in NAMES if name.strip())


def test_a_query_can_be_saved_again_and_deleted(workspace: Workspace) -> None:
    workspace.save_query("one", "ASK {}")
    workspace.save_query("one", workspace.load_query("one") + "# more")
    assert workspace.load_query("one") == "ASK {}\n# more\n"
    workspace.delete_query("one")
    workspace.delete_query("one")
    assert workspace.queries() == []
    with pytest.raises(WorkspaceError, match="no query is saved as 'one'"):
        workspace.load_query("one")


def test_a_query_file_from_elsewhere_has_its_file_s_name(workspace: Workspace) -> None:
    (workspace.folder / "queries").mkdir(parents=True)
    (workspace.folder / "queries" / "by-hand.rq").write_text("# papers\nASK {}\n", encoding="utf-8")
    (workspace.folder / "queries" / "broken.rq").write_bytes(b"\xff\xfe\xfa")
    assert workspace.queries() == ["by-hand"]
    assert workspace.load_query("by-hand") == "# papers\nASK {}\n"


def test_the_history_has_each_query_once_the_last_first(workspace: Workspace) -> None:
    assert workspace.history() == []
    for number in (1, 2, 1):
        workspace.remember(Asked(f"ASK {{ {number} }}", "2026-01-01 10:00", 0.1, number))
    assert [one.rows for one in workspace.history()] == [1, 2]
    for number in range(300):
        workspace.remember(Asked(f"ASK {{ ?x ?y {number} }}", "2026-01-01 10:00", 0.1, number))
    assert len(workspace.history()) == 200
    (workspace.folder / "history.json").write_text("[{]", encoding="utf-8")
    assert workspace.history() == []
