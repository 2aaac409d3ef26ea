from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.support.graphs import small_graph

import kgraph
from kgraph.core import BuiltGraph, Resolution, build_settings
from kgraph.query.graph import Graph
from kgraph.store import write_graph


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("small") / "graph"
    write_graph(small_graph(), folder, build_settings())
    return folder


@pytest.fixture(scope="session")
def graph(folder: Path) -> Iterator[Graph]:
    with kgraph.open(folder) as opened:
        yield opened


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graph]:
    folder = tmp_path_factory.mktemp("empty") / "graph"
    write_graph(BuiltGraph(Resolution((), ()), ()), folder, build_settings())
    with kgraph.open(folder) as opened:
        yield opened
