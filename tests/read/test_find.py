import os
from pathlib import Path

import pytest

from kgraph.core.errors import InputError
from kgraph.read import find_documents


def names(*paths: Path) -> list[str]:
    return [name for name, _ in find_documents(paths).files]


def test_a_folder_is_walked_sorted_without_hidden_files(tmp_path: Path) -> None:
    for name in ("b.md", "a/z.md", "a/b/c.txt", ".hidden/x.md", ".x.md", "中文.md"):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("x")
    assert names(tmp_path) == ["a/b/c.txt", "a/z.md", "b.md", "中文.md"]
    assert find_documents([tmp_path]).ignored == (".hidden/", ".x.md")
    assert names(tmp_path / "b.md") == ["b.md"]


def test_a_link_that_leads_back_is_reported_and_not_followed(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.md").write_text("x")
    (tmp_path / "sub" / "loop").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "self").symlink_to(tmp_path / "self")
    found = find_documents([tmp_path])
    assert [name for name, _ in found.files] == ["sub/a.md"]
    assert [problem.document for problem in found.problems] == ["self", "sub/loop"]


def test_files_of_one_name_keep_their_folders_apart(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.md").write_text(folder)
    assert names(tmp_path / "one", tmp_path / "two") == ["a.md", "two/a.md"]
    assert names(tmp_path / "one", tmp_path / "one" / "a.md") == ["a.md"]


def test_a_missing_path_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nowhere"):
        find_documents([tmp_path / "nowhere"])


@pytest.mark.skipif(os.name == "nt", reason="no named pipes on Windows")
def test_special_files_are_reported(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    found = find_documents([tmp_path])
    assert found.files == ()
    assert found.problems[0].document == "pipe.md"


def test_the_output_folder_and_built_graphs_are_left_out(tmp_path: Path) -> None:
    for name in ("a.md", "out/b.md", "old/.builds/000001/c.md", "old/README.md"):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("x")
    (tmp_path / "old" / "current").symlink_to(".builds/000001")
    (tmp_path / "old" / "c.md").symlink_to("current/c.md")
    found = find_documents([tmp_path], tmp_path / "out")
    assert [name for name, _ in found.files] == ["a.md"]
    assert found.ignored == ("old/", "out/")
    assert names(tmp_path / "old") == ["README.md"]


def test_a_name_too_long_for_the_system_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read: File name too long"):
        find_documents([tmp_path / ("x" * 300)])
