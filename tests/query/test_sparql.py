from __future__ import annotations

import contextlib
import http.server
import json
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyoxigraph
import pytest

import kgraph
from kgraph import Cancellation
from kgraph.core.errors import (
    ArgumentError,
    QueryCancelledError,
    QueryError,
    QueryTimeoutError,
    SettingsError,
    UnknownFormatError,
)
from kgraph.query.graph import Graph
from kgraph.store.sparql_worker import Rows, RowsFull

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?o ?p }"


@pytest.fixture
def host() -> Iterator[tuple[str, list[str]]]:
    """A server on this machine that keeps the requests it gets."""
    seen: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            seen.append(self.path)
            self.send_error(404)

        do_POST = do_GET

        def log_message(self, *args: object) -> None:
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/sparql", seen
        server.shutdown()
        thread.join()


def test_select_gives_python_values(graph: Graph) -> None:
    result = graph.query("""
        SELECT ?name ?year ?sure WHERE { ?m a kg:Method ; rdfs:label ?name ; kg:confidence ?sure OPTIONAL { ?m kg:year ?year } }
        ORDER BY ?name""")
    assert result.variables == ("name", "year", "sure")
    assert next(iter(result)) == {"name": "BERT", "year": 2018, "sure": 1.0}
    assert list(result)[1] == {"name": "Deformable ConvNets", "year": None, "sure": 1.0}
    assert len(result) == len(list(result)) == 5


def test_ask_is_yes_or_no(graph: Graph) -> None:
    assert bool(graph.query("ASK { ?s kg:basedOn ?o }"))
    assert not graph.query("ASK { ?s kg:authoredBy ?o }")
    assert str(graph.query("ASK { ?s kg:authoredBy ?o }")) == "no"
    assert json.loads(graph.query("ASK {}").serialize("json"))["boolean"] is True
    assert graph.query("ASK { FILTER(false) }").serialize("csv") == b"false\n"


def test_a_graph_pattern_tells_who_says_so(graph: Graph) -> None:
    result = graph.query("""
        SELECT ?document WHERE { GRAPH ?document { ?s kg:developedBy ?o } ?s rdfs:label "BERT" } ORDER BY ?document""")
    assert [row["document"].rsplit("/", 1)[-1] for row in result] == ["board.md", "阅读.md"]


def test_a_statement_of_two_documents_is_counted_once(graph: Graph) -> None:
    (row,) = graph.query("SELECT (COUNT(*) AS ?n) WHERE { ?s kg:developedBy ?o . ?s rdfs:label 'BERT' }")
    assert row == {"n": 1}


def test_evidence_can_be_asked_for(graph: Graph) -> None:
    result = graph.query("""
        SELECT ?line ?words ?value WHERE {
          ?statement rdf:subject / rdfs:label "RoBERTa" ; rdf:predicate kg:evaluatedOn .
          ?evidence kg:supports ?statement ; kg:line ?line ; oa:exact ?words ; kg:value ?value }""")
    assert list(result) == [{"line": 5, "words": "| RoBERTa | 88.9 |", "value": "88.9"}]


def test_construct_becomes_a_graph_in_each_library(graph: Graph) -> None:
    result = graph.query("CONSTRUCT { ?s kg:basedOn ?o ; rdfs:label ?l } WHERE { ?s kg:basedOn ?o ; rdfs:label ?l }")
    drawn = result.to_networkx()
    base = graph.base
    assert set(drawn.edges(keys=True)) == {
        (f"{base}method/roberta", f"{base}method/bert", "kg:basedOn"),
        (f"{base}method/bert", f"{base}method/transformer", "kg:basedOn"),
    }
    assert drawn.nodes[f"{base}method/bert"]["rdfs:label"] == ["BERT"]
    assert len(result.to_rdflib()) == len(result) == 4
    assert b"kg:basedOn" in result.serialize("turtle")
    assert list(result.to_pandas().columns) == ["subject", "predicate", "object"]
    assert bool(graph.query(f"DESCRIBE <{base}method/bert>"))


@pytest.mark.parametrize(
    ("format", "start"), [("csv", b"l\r\n"), ("tsv", b"?l\n"), ("json", b'{"head"'), ("xml", b"<?xml")]
)
def test_solutions_come_in_every_format(graph: Graph, format: str, start: bytes) -> None:
    data = graph.query("SELECT ?l WHERE { ?s a kg:Topic ; rdfs:label ?l }").serialize(format)
    assert data.startswith(start)
    assert "自然语言处理" in data.decode()


def test_a_format_that_does_not_fit_names_those_that_do(graph: Graph) -> None:
    with pytest.raises(UnknownFormatError, match="csv, json, tsv, xml"):
        graph.query("SELECT * {}").serialize("turtle")
    with pytest.raises(QueryError, match="CONSTRUCT"):
        graph.query("SELECT * {}").to_networkx()
    with pytest.raises(QueryError, match="CONSTRUCT"):
        graph.query("ASK {}").to_networkx()


def test_rows_that_name_things_become_a_graph(graph: Graph) -> None:
    base = graph.base
    rows = graph.query("""
        SELECT ?from ?fromLabel ?relation ?to ?sure WHERE {
          ?s rdf:subject ?from ; rdf:predicate ?relation ; rdf:object ?to ; kg:confidence ?sure .
          ?from rdfs:label ?fromLabel FILTER(?relation = kg:basedOn) }""")
    drawn = rows.to_networkx()
    assert drawn.edges[f"{base}method/roberta", f"{base}method/bert", "kg:basedOn"] == {"sure": 0.7}
    assert drawn.nodes[f"{base}method/roberta"] == {"label": "RoBERTa"}
    assert drawn.number_of_edges() == 2
    rows = graph.query("SELECT ?m ?d ?v { ?m kg:evaluatedOn ?d OPTIONAL { ?m kg:developedBy ?v } }")
    assert set(rows.to_networkx().edges(keys=True)) >= {
        (f"{base}method/bert", f"{base}dataset/squad-1.1", "d"),
        (f"{base}method/bert", f"{base}organization/google", "v"),
    }
    alone = graph.query("SELECT ?m ?year { ?m a kg:Method ; kg:year ?year }").to_networkx()
    assert dict(alone.nodes(data=True)) == {f"{base}method/bert": {"year": 2018}}
    assert len(graph.query("SELECT ?m { ?m a kg:Nothing }").to_networkx()) == 0
    with pytest.raises(QueryError, match="IRI of a thing"):
        graph.query("SELECT ?type { ?m a ?type FILTER(STRSTARTS(STR(?type), STR(kg:))) }").to_networkx()


def test_rdflib_gets_rows_and_yes_or_no(graph: Graph) -> None:
    rows = graph.query("SELECT ?n ?y { ?m a kg:Method ; skos:prefLabel ?n OPTIONAL { ?m kg:year ?y } }").to_rdflib()
    assert {(str(row.n), row.n.language) for row in rows} >= {("形变卷积", "zh"), ("BERT", "en")}
    assert graph.query("ASK {}").to_rdflib().askAnswer is True


def test_results_show_their_first_rows_escaped(graph: Graph) -> None:
    result = graph.query("SELECT ?l WHERE { ?s skos:altLabel ?l } ORDER BY ?l")
    assert "<script>alert(1)</script>" in str(result)
    assert "<script>" not in result._repr_html_()
    assert result.to_pandas().shape == (len(result), 1)


def test_a_syntax_error_says_where(graph: Graph) -> None:
    with pytest.raises(QueryError) as caught:
        graph.query("SELECT ?s\nWHERE { ?s ?p }")
    assert (caught.value.line, caught.value.column) == (2, 16)
    with pytest.raises(QueryError, match="a prefix is not declared; declared are dcterms:"):
        graph.query("SELECT * { ?s nope:x ?o }")


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA { <a:a> <a:b> <a:c> }",
        "DELETE WHERE { ?s ?p ?o }",
        "LOAD <http://127.0.0.1/>",
        "CLEAR ALL",
        "drop all",
    ],
)
def test_updates_are_refused(graph: Graph, text: str) -> None:
    before = graph.statistics()
    with pytest.raises(QueryError, match="only read"):
        graph.query(text)
    assert graph.statistics() == before


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <%s> { ?s ?p ?o } }",
        "SELECT * { service silent <%s> { ?s ?p ?o } }",
        "PREFIX : <%s> SELECT * { SERVICE : { ?s ?p ?o } }",
        "SELECT * { ?s ?p 1SERVICE<%s> { ?s ?p ?o } }",
        "SELECT * { SERVICESILENT<%s> { ?s ?p ?o } }",
        "SELECT * { ?s ?p ?a<'d>')SERVICE <%s> { ?s ?p ?o } }",
        "PREFIX ex: <http://x/> SELECT * { ?s ?p ex:a\\#b . SERVICE SILENT <%s> { ?s ?p ?o } }",
        "SELECT * FROM <%s> { ?s ?p ?o }",
        "SELECT * { GRAPH <%s> { ?s ?p ?o } }",
    ],
)
def test_no_query_reaches_another_host(graph: Graph, host: tuple[str, list[str]], text: str) -> None:
    address, seen = host
    try:
        rows = list(graph.query(text % address, timeout=10))
    except QueryError:
        rows = []
    assert seen == []
    assert not any(rows)


def test_hostile_texts_are_refused_in_linear_time(graph: Graph) -> None:
    for text in ('"\\' * 50_000, "'" * 100_001, "<" * 100_000, '"""' + "a" * 100_000, "{" * 300, "#" * 100_000):
        start = time.monotonic()
        with pytest.raises(QueryError):
            graph.query(text)
        assert time.monotonic() - start < 20


def test_a_solution_without_variables_is_a_solution(graph: Graph) -> None:
    assert list(graph.query("SELECT * {}")) == [{}]
    assert len(graph.query("SELECT * {}")) == 1


def test_a_time_limit_has_to_be_one(graph: Graph) -> None:
    for timeout in (0, -1, float("inf"), float("nan")):
        with pytest.raises(SettingsError):
            graph.query("ASK {}", timeout=timeout)


def test_the_word_service_in_a_string_is_no_crime(graph: Graph) -> None:
    (row,) = graph.query("SELECT ('at your service' AS ?x) {} # SERVICE")
    assert row == {"x": "at your service"}


def test_an_endless_query_is_ended_and_others_go_on(graph: Graph) -> None:
    start = time.monotonic()
    with ThreadPoolExecutor(2) as threads:
        endless = threads.submit(graph.query, ENDLESS, 0.8)
        assert bool(threads.submit(graph.query, "ASK { ?s ?p ?o }").result(timeout=30))
        with pytest.raises(QueryTimeoutError, match=r"0\.8 s"):
            endless.result()
    assert time.monotonic() - start < 30
    assert bool(graph.query("ASK { ?s ?p ?o }"))


def test_a_query_that_eats_all_memory_ends_only_itself(graph: Graph) -> None:
    doubled = " ".join(f"BIND(CONCAT(?x{step}, ?x{step}) AS ?x{step + 1})" for step in range(40))
    with pytest.raises(QueryError, match="more memory"):
        graph.query(f"SELECT (STRLEN(?x40) AS ?n) {{ BIND('0123456789' AS ?x0) {doubled} }}", timeout=300)
    assert bool(graph.query("ASK { ?s ?p ?o }"))


def test_workers_end_with_their_graph(folder: Path) -> None:
    with kgraph.open(folder) as graph:
        graph.query("ASK {}")
        (worker,) = graph._workers._idle
        process = worker.process
        assert process.poll() is None
    assert process.poll() is not None


@pytest.mark.parametrize("format", ["csv", "json", "tsv", "xml"])
@pytest.mark.parametrize("block", [1, 7, 8192])
def test_a_cut_answer_is_the_answer_to_a_smaller_limit(format: str, block: int) -> None:
    store = pyoxigraph.Store()
    texts = (
        '}},{"',
        '}},{"b',
        "{},{},{",
        'a "quoted"\r\ntext',
        "\\",
        '\\"',
        "</result><result>",
        "形变\n",
        '"',
        "x" * 20_000,
    )
    for number, text in enumerate(texts * 2):
        subject = pyoxigraph.NamedNode(f"http://example.org/{number}")
        store.add(pyoxigraph.Quad(subject, pyoxigraph.NamedNode("http://example.org/p"), pyoxigraph.Literal(text)))
    kind = {name.lower(): getattr(pyoxigraph.QueryResultsFormat, name) for name in ("CSV", "JSON", "TSV", "XML")}[
        format
    ]
    for head in ("?s ?o", "?o", "?unbound", "?unbound ?also"):
        text = f"SELECT {head} {{ ?s ?p ?o }}"

        def written(more: str = "", text: str = text) -> bytes:
            solutions = store.query(text + more)
            assert isinstance(solutions, pyoxigraph.QuerySolutions)
            return bytes(solutions.serialize(format=kind) or b"")

        whole = written()
        for limit in (1, 2, 9, 19, 20, 21):
            parts: list[bytes] = []
            rows = Rows(format, limit, parts.append)
            with contextlib.suppress(RowsFull):
                for start in range(0, len(whole), block):
                    rows.write(whole[start : start + block])
                rows.finish()
            assert b"".join(parts) == written(f" LIMIT {limit}")
            assert (rows.count, rows.truncated) == (min(limit, 20), limit < 20)


def test_a_limit_is_said(graph: Graph) -> None:
    every = graph.query("SELECT * { ?s ?p ?o }")
    assert not every.truncated
    some = graph.query("SELECT * { ?s ?p ?o }", limit=10)
    assert (len(some), some.truncated) == (10, True)
    assert "more beyond the limit" in str(some) and "10 rows and more" in repr(some)
    assert not graph.query("SELECT * { ?s ?p ?o }", limit=len(every)).truncated
    assert graph.query("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }", limit=3).truncated
    assert not graph.query("ASK {}", limit=1).truncated
    with pytest.raises(ArgumentError):
        graph.query("ASK {}", limit=0)


def test_a_query_can_be_cancelled_from_another_thread(graph: Graph) -> None:
    stop = Cancellation()
    with ThreadPoolExecutor(1) as threads:
        endless = threads.submit(graph.query, ENDLESS, 60, cancellation=stop)
        time.sleep(0.3)
        assert not endless.done()
        start = time.monotonic()
        stop.cancel()
        with pytest.raises(QueryCancelledError):
            endless.result()
        assert time.monotonic() - start < 20
    with pytest.raises(QueryCancelledError):
        graph.query("ASK {}", cancellation=stop)
    assert bool(graph.query("ASK {}"))


def test_a_dataset_can_be_given(graph: Graph) -> None:
    every, board = (
        "SELECT ?g { GRAPH ?g { } } ORDER BY ?g",
        next(d.iri for d in graph.documents() if d.path == "board.md"),
    )
    assert len(graph.query(every)) == 2
    assert [row["g"] for row in graph.query(every, named_graphs=[board])] == [board]
    assert not graph.query("ASK { ?s ?p ?o }", named_graphs=[board])
    counted = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    (inside,), (alone,) = (
        graph.query(f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{board}> {{ ?s ?p ?o }} }}"),
        graph.query(counted, default_graphs=[board]),
    )
    assert inside == alone and alone["n"] > 0
    assert not graph.query(every, default_graphs=[board])


def test_relative_iris_stand_on_the_base(graph: Graph) -> None:
    assert graph.query("ASK { <method/bert> a kg:Method }")


def test_deep_nesting_is_answered_or_refused(graph: Graph) -> None:
    assert graph.query("ASK " + "{" * 10_000 + "?s ?p ?o" + "}" * 10_000)
    with pytest.raises(QueryError, match="nested deeper"):
        graph.query("ASK { FILTER(" + "(" * 1_000_000 + "1" + ")" * 1_000_000 + ") }", timeout=60)
    assert graph.query("ASK {}")
