from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.support.endpoint import RunningEndpoint, running

import kgraph

ROOT = Path(__file__).parent.parent.parent
PAGE = (ROOT / "docs" / "endpoint.md").read_text("utf-8")
SHOWN = "http://127.0.0.1:7878"


@pytest.fixture(scope="module")
def documented(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningEndpoint]:
    folder = tmp_path_factory.mktemp("documented") / "graph"
    kgraph.build([ROOT / "data" / "raw"], folder)
    with running(folder) as endpoint:
        yield endpoint


@pytest.mark.slow
def test_the_commands_of_the_page_print_what_it_shows(documented: RunningEndpoint) -> None:
    found = 0
    for block in re.findall(r"^```console\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL):
        for command, output in re.findall(r"^\$ ((?:.*\\\n)*.*)\n((?:[^$].*\n)*)", block, re.MULTILINE):
            asked = command.replace(SHOWN, documented.address)
            done = subprocess.run(["bash", "-c", asked], capture_output=True, text=True, check=True)
            assert done.stdout.replace("\r\n", "\n") == output
            found += 1
    assert found == 3


@pytest.mark.slow
def test_the_program_of_the_page_runs(documented: RunningEndpoint) -> None:
    (program,) = re.findall(r"^```python\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    command = [sys.executable, "-c", program.replace(SHOWN, documented.address)]
    assert len(subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()) == 5


def test_the_page_tells_the_limits_that_hold() -> None:
    from kgraph.endpoint.settings import Limits

    limits = Limits()
    told = {
        f"| {limits.timeout:g} s, `--timeout` |",
        f"| {limits.memory >> 20} MB, `--memory` |",
        f"| {limits.rows:,}, `--rows` |",
        f"up to {limits.patience:g} s, at most {limits.waiting} of them",
        f"| {limits.requests} |",
        f"| {limits.body >> 20} MB, {limits.address >> 10} KB, {limits.headers >> 10} KB |",
        f"| {limits.body_time:g} s |",
        f"at most {limits.answer >> 30} GB",
        f"(up to {limits.stop:g} s;",
    }
    assert {text for text in told if text not in PAGE} == set()
