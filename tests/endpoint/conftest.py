from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.support.endpoint import RunningEndpoint, running
from tests.support.graphs import small_graph

from kgraph.core import build_settings
from kgraph.store import write_graph


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("served") / "graph"
    write_graph(small_graph(), folder, build_settings())
    return folder


@pytest.fixture(scope="session")
def endpoint(folder: Path) -> Iterator[RunningEndpoint]:
    """An endpoint on the small graph, as it is without any option."""
    with running(folder) as endpoint:
        yield endpoint


@pytest.fixture(scope="session")
def narrow(folder: Path) -> Iterator[RunningEndpoint]:
    """One with limits that are soon reached."""
    with running(folder, "--timeout", "1.5", "--rows", "10", "--memory", "256", "--cors", "localhost") as endpoint:
        yield endpoint
