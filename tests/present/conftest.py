"""A graph of real reading lists, and the program that renders slides."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import kgraph
from kgraph import Graph
from kgraph.pipeline import build

ROOT = Path(__file__).parents[2]
SEEDS = ROOT.parent / "shared" / "seeds"
RAW = ROOT / "data" / "raw"


@pytest.fixture(scope="session")
def lists(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graph]:
    """The graph of the reading lists at hand: those beside the repository where they are, else our own notes."""
    folder = tmp_path_factory.mktemp("lists") / "graph"
    build([SEEDS if SEEDS.is_dir() else RAW], folder)
    with kgraph.open(folder) as opened:
        yield opened


@pytest.fixture(scope="session")
def renderer() -> None:
    """LibreOffice and poppler; skips where they are not installed, but not in CI, where that would hide what is broken."""
    wanted = [name for name in ("soffice", "pdftotext", "pdftoppm") if shutil.which(name) is None]
    if wanted:
        _without(f"nothing renders slides here: {', '.join(wanted)} missing (libreoffice-impress-nogui, poppler-utils)")


def _without(reason: str) -> Any:
    if os.environ.get("CI"):
        pytest.fail(f"{reason}; CI must have it")
    pytest.skip(reason)
