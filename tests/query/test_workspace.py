from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from kgraph.core.errors import ViewError, WorkspaceError
from kgraph.query.view import View
from kgraph.query.workspace import Chosen, Workspace, workspace_folder


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
    chosen = [Chosen("二", "v2"), Chosen("一", "v1")]
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
