from __future__ import annotations

import re
from pathlib import Path

import pytest

from kgraph.core.errors import SettingsError
from kgraph.core.settings import BuildSettings, read_settings


def test_without_a_file_the_defaults_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert read_settings() == BuildSettings()


def test_kgraph_toml_of_the_working_folder_is_read_and_given_values_win(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "kgraph.toml").write_text('workers = 3\nexclude = ["草稿/*"]\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    settings = read_settings(given={"workers": 2})
    assert (settings.workers, settings.exclude) == (2, ("草稿/*",))


def test_folders_are_relative_to_the_file(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('lexicons = ["names"]\n', encoding="utf-8")
    assert read_settings(file).lexicons == (tmp_path / "names",)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("worker = 2\n", "worker: Extra inputs are not permitted"),
        ("workers = -1\nminimum_confidence = 2.0\n", "minimum_confidence.*workers"),
        ("workers = \n", "Cannot read the settings in .*Invalid value"),
    ],
)
def test_a_wrong_file_is_refused_with_every_reason(tmp_path: Path, text: str, word: str) -> None:
    file = tmp_path / "kgraph.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=word):
        read_settings(file)


@pytest.mark.parametrize("data", [None, b"\xff\xfe\x00"])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, data: bytes | None) -> None:
    file = tmp_path / "kgraph.toml"
    if data is not None:
        file.write_bytes(data)
    with pytest.raises(SettingsError, match=re.escape(str(file))):
        read_settings(file)


def test_the_settings_of_the_tutorial_are_valid(tmp_path: Path) -> None:
    tutorial = Path(__file__).parent.parent.parent / "docs" / "tutorial.md"
    (example,) = re.findall(r"^```toml\n(.*?)^```$", tutorial.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    file = tmp_path / "kgraph.toml"
    file.write_text(example, encoding="utf-8")
    assert read_settings(file).minimum_confidence == 0.5
