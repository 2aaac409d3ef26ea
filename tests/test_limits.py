"""What one document may take of a build, and what becomes of the others."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kgraph.core import Document, build_settings
from kgraph.pipeline import build, reading
from kgraph.pipeline.limits import OverLimit, limited

GOOD = "# Papers\n\n- [BERT](https://arxiv.org/abs/1810.04805) by Google\n"


def test_a_search_that_never_ends_is_stopped() -> None:
    with pytest.raises(OverLimit, match=r"more than 0\.2 s of the processor"), limited(0.2, 1000):
        re.fullmatch(r"(a+)+b", "a" * 40)


def test_too_much_memory_is_an_error_of_the_document() -> None:
    with pytest.raises(OverLimit, match="more than 50 MB of memory"), limited(60, 50):
        bytearray(500_000_000)
    assert len(bytearray(100_000_000)) == 100_000_000


def test_what_stays_below_its_limits_runs_on() -> None:
    before = signal.getsignal(signal.SIGPROF)
    with limited(60, 1000):
        pass
    assert signal.getsignal(signal.SIGPROF) is before
    assert signal.getitimer(signal.ITIMER_PROF)[0] == 0


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    raw = tmp_path / "raw"
    raw.mkdir()
    for name in ("a", "bad", "c"):
        (raw / f"{name}.md").write_text(GOOD + f"\n{name}\n", "utf-8")
    return raw


def stuck(path: str, data: bytes) -> Document:
    if path == "bad.md":
        try:
            while True:
                pass
        except Exception:  # what a careless plug-in does
            pass
    return _read(path, data)


def killed(path: str, data: bytes) -> Document:
    if path == "bad.md":
        os.kill(os.getpid(), signal.SIGKILL)
    return _read(path, data)


_read = reading.read_document


@pytest.fixture
def problems(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    def built(reader: Any, **settings: object) -> tuple[list[str], list[str]]:
        monkeypatch.setattr(reading, "read_document", reader)
        data = build([folder], tmp_path / "graph", build_settings(**settings)).data
        rows: Any = data["problems"]
        inputs: Any = data["inputs"]
        return [f"{row['document']}: {row['reason']}" for row in rows], [item["document"] for item in inputs]

    yield built


def test_a_document_that_takes_too_long_is_reported_and_the_rest_is_built(problems: Any) -> None:
    told, read = problems(stuck, document_seconds=0.5, workers=1)
    assert read == ["a.md", "c.md"]
    [line] = told
    assert line.startswith("bad.md: it took more than 0.5 s of the processor")
    assert line.endswith("nothing of this document is in the graph")


def test_a_process_that_is_killed_costs_one_document(problems: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    import multiprocessing

    # The workers have to know the reader that kills them.
    monkeypatch.setattr(reading, "get_context", lambda _name: multiprocessing.get_context("fork"))
    told, read = problems(killed, workers=2)
    assert read == ["a.md", "c.md"]
    assert [line.split(",")[0] for line in told] == ["bad.md: the process that read it was ended"]


def faulty(path: str, data: bytes) -> Document:
    if path == "bad.md":
        raise LookupError("a fault of the reader")
    return _read(path, data)


@pytest.mark.parametrize("reader", [stuck, faulty])
def test_a_document_that_failed_is_not_tried_again_while_nothing_changes(
    reader: Any, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[str] = []

    def counted(path: str, data: bytes) -> Document:
        tried.append(path)
        return reader(path, data)

    def built(full: bool = False, **settings: object) -> tuple[bool, list[str], list[str]]:
        tried.clear()
        report = build([folder], tmp_path / "graph", build_settings(workers=1, **settings), full=full)
        rows: Any = report.data["problems"]
        return report.changed, sorted(tried), [row["document"] for row in rows]

    monkeypatch.setattr(reading, "read_document", counted)
    assert built(document_seconds=0.3) == (True, ["a.md", "bad.md", "c.md"], ["bad.md"])
    assert built(document_seconds=0.3) == (False, [], ["bad.md"])
    (folder / "a.md").write_text(GOOD + "\nGoogle\n", "utf-8")
    assert built(document_seconds=0.3) == (True, ["a.md"], ["bad.md"])
    # Only what a limit stopped may do better under another one.
    assert built(document_seconds=0.4) == (True, ["bad.md"] if reader is stuck else [], ["bad.md"])
    assert built(document_seconds=0.4, full=True) == (True, ["a.md", "bad.md", "c.md"], ["bad.md"])
    monkeypatch.setattr(reading, "read_document", _read)
    (folder / "bad.md").write_text(GOOD + "\nbetter\n", "utf-8")
    assert built(document_seconds=0.4) == (True, [], [])


def test_a_document_that_cannot_be_opened_is_named_again_and_read_once_it_can(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = True
    opened = Path.open

    def refused(path: Path, *arguments: Any, **named: Any) -> Any:
        if closed and path.name == "bad.md":
            raise PermissionError(13, "Permission denied")
        return opened(path, *arguments, **named)

    def built() -> tuple[bool, list[str]]:
        report = build([folder], tmp_path / "graph")
        rows: Any = report.data["problems"]
        return report.changed, [f"{row['document']}: {row['reason']}" for row in rows]

    monkeypatch.setattr(Path, "open", refused)
    assert built() == (True, ["bad.md: cannot be read: Permission denied"])
    assert built() == (False, ["bad.md: cannot be read: Permission denied"])
    closed = False
    assert built() == (True, [])
