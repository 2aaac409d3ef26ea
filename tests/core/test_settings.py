"""Settings are checked all at once, and come from a file or from arguments."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from kgraph.core.errors import SettingsError
from kgraph.core.settings import BuildSettings, build_settings, read_settings


def test_defaults_suit_a_build() -> None:
    assert build_settings() == BuildSettings()
    assert build_settings().base.endswith("/")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("minimum_confidence", 1.1),
        ("minimum_confidence", -0.1),
        ("minimum_confidence", "high"),
        ("workers", -1),
        ("workers", 1000),
        ("largest_document", 0),
        ("base", "ftp://a.org/"),
        ("base", "https://a.org"),
        ("base", "https://a.org/<x>/"),
        ("minimum_confidense", 0.5),
    ],
)
def test_wrong_setting_is_refused_by_name_and_value(name: str, value: object) -> None:
    with pytest.raises(SettingsError) as caught:
        build_settings(**{name: value})
    assert name in str(caught.value)
    assert str(value) in str(caught.value)


def test_every_wrong_setting_is_named_at_once() -> None:
    with pytest.raises(SettingsError, match=r"workers.*largest_document"):
        build_settings(workers=-1, largest_document=0)


def test_settings_cannot_be_changed() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        build_settings().workers = 3  # type: ignore[misc]


def test_file_is_read_and_arguments_go_before_it(tmp_path: Path) -> None:
    file = tmp_path / "kgraph.toml"
    file.write_text('workers = 2\nminimum_confidence = 0.5\nlexicons = ["词表"]\n', encoding="utf-8")
    found = read_settings(file, {"workers": 3})
    assert (found.workers, found.minimum_confidence, found.lexicons) == (3, 0.5, (tmp_path / "词表",))


def test_file_of_the_working_folder_is_read_where_there_is_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert read_settings() == BuildSettings()
    (tmp_path / "kgraph.toml").write_text("workers = 7\n", encoding="utf-8")
    assert read_settings().workers == 7


@pytest.mark.parametrize("text", ["workers = ", "workers = 'many'", "unknown = 1", "\udcff"])
def test_file_that_cannot_be_understood_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "kgraph.toml"
    file.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(SettingsError):
        read_settings(file)


def test_missing_file_that_was_asked_for_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"none\.toml"):
        read_settings(tmp_path / "none.toml")
