from __future__ import annotations

import json
import time
from pathlib import Path
from urllib.parse import urlencode

import httpx
import pyoxigraph
import pytest
from tests.support.endpoint import RunningEndpoint

from kgraph.endpoint.formats import SOLUTIONS, TRIPLES
from kgraph.store.sparql_worker import SOLUTIONS as SOLUTION_NAMES
from kgraph.store.sparql_worker import TRIPLES as TRIPLE_NAMES
from kgraph.store.terms import PREFIXES

BASE = "https://w3id.org/kgraph/id/"
METHODS = "SELECT ?l WHERE { ?m a kg:Method ; rdfs:label ?l } ORDER BY ?l"
FORM = "application/x-www-form-urlencoded"
BOARD, NOTES = f"{BASE}document/board.md", f"{BASE}document/notes/阅读.md"

QUERIES = [
    METHODS,
    "SELECT * { ?s ?p ?o }",
    "SELECT ?s ?nothing { ?s a kg:Method }",
    "SELECT (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p HAVING (COUNT(*) > 2)",
    "SELECT DISTINCT ?d { GRAPH ?d { ?s kg:basedOn+ ?o } }",
    "SELECT ?x (STRLEN(?x) AS ?n) { VALUES ?x { 'a,\"b\"\\n' '形变' '<b>&' '' '\\t\\\\' } }",
    "SELECT ?x { VALUES ?x { 1 2.50 3e0 true 'x'@zh '01'^^xsd:integer 'x'^^<http://example.org/t> UNDEF } }",
    "SELECT * {}",
    "SELECT * { FILTER(false) }",
    "SELECT ?t { BIND(<<( <http://a> <http://b> 'c'@en )>> AS ?t) }",
    "ASK { ?s kg:basedOn ?o }",
    "ASK { FILTER(1 = 2) }",
    "CONSTRUCT { ?s kg:basedOn ?o } WHERE { ?s kg:basedOn ?o }",
    "CONSTRUCT WHERE { ?s rdfs:label ?l }",
    "DESCRIBE <method/bert> kg:Method",
    "DESCRIBE ?m { ?m a kg:Method }",
    f"SELECT (COUNT(*) AS ?n) FROM <{BOARD}> {{ ?s ?p ?o }}",
    f"SELECT (COUNT(*) AS ?n) FROM NAMED <{BOARD}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
]
ERRORS = [
    "SELECT",
    "SELECT ?s\nWHERE { ?s ?p }",
    "ASK { ?s nope:p ?o }",
    "SELECT (1 AS ?x) { BIND(2 AS ?x) }",
    "SELECT * { ?s ?p 'a }",
    "\x00",
    "",
]


@pytest.fixture(scope="module")
def store(folder: Path) -> pyoxigraph.Store:
    return pyoxigraph.Store.read_only(str(folder / "current" / "oxigraph"))


def ask_engine(
    store: pyoxigraph.Store, query: str
) -> pyoxigraph.QuerySolutions | pyoxigraph.QueryBoolean | pyoxigraph.QueryTriples:
    return store.query(query, prefixes=PREFIXES, base_iri=BASE)


@pytest.mark.parametrize("query", QUERIES)
def test_every_format_holds_what_the_engine_answers(
    endpoint: RunningEndpoint, store: pyoxigraph.Store, query: str
) -> None:
    kind = type(ask_engine(store, query)).__name__
    for media, name in (TRIPLES if kind == "QueryTriples" else SOLUTIONS).items():
        answer = endpoint.query(query, media)
        assert (answer.status_code, answer.headers["content-type"].split(";")[0]) == (200, media)
        expected = ask_engine(store, query)
        if isinstance(expected, pyoxigraph.QueryTriples):
            format = getattr(pyoxigraph.RdfFormat, TRIPLE_NAMES[name])
            got = {str(quad.triple) for quad in pyoxigraph.parse(answer.content, format=format)}
            assert got == {str(triple) for triple in expected}
        else:
            whole = expected.serialize(format=getattr(pyoxigraph.QueryResultsFormat, SOLUTION_NAMES[name])) or b""
            assert sorted(answer.content.split(b"\n")) == sorted(whole.split(b"\n"))


@pytest.mark.parametrize("query", ERRORS)
def test_what_the_engine_refuses_is_a_bad_request(
    endpoint: RunningEndpoint, store: pyoxigraph.Store, query: str
) -> None:
    with pytest.raises((SyntaxError, ValueError)):
        ask_engine(store, query)
    answer = endpoint.query(query)
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")


def test_a_syntax_error_says_where(endpoint: RunningEndpoint) -> None:
    problem = endpoint.query("SELECT ?s\nWHERE { ?s ?p }").json()
    assert (problem["code"], problem["line"], problem["column"]) == ("syntax", 2, 16)


def test_the_ways_to_ask_give_one_answer(endpoint: RunningEndpoint) -> None:
    client, accept = endpoint.client, {"Accept": "text/csv"}
    direct = {"Content-Type": "application/sparql-query; charset=UTF-8", **accept}
    answers = [
        client.get("/sparql", params={"query": METHODS}, headers=accept),
        client.post("/sparql", data={"query": METHODS}, headers=accept),
        client.post("/sparql", content=METHODS.encode(), headers=direct),
        client.post("/sparql", content=("\ufeff" + METHODS).encode(), headers=direct),
    ]
    assert {answer.content for answer in answers} == {
        b"l\r\nBERT\r\nDeformable ConvNets\r\nMamba\r\nRoBERTa\r\nTransformer\r\n"
    }
    assert not client.head("/sparql", params={"query": METHODS}).content


@pytest.mark.parametrize("way", ["GET", "form", "direct"])
def test_the_request_can_name_the_dataset(endpoint: RunningEndpoint, way: str) -> None:
    def ask(query: str, *dataset: tuple[str, str]) -> bool:
        pairs = [("query", query), *dataset]
        if way == "GET":
            answer = endpoint.client.get(f"/sparql?{urlencode(pairs)}")
        elif way == "form":
            answer = endpoint.client.post("/sparql", content=urlencode(pairs), headers={"Content-Type": FORM})
        else:
            headers = {"Content-Type": "application/sparql-query"}
            answer = endpoint.client.post(f"/sparql?{urlencode(dataset)}", content=query, headers=headers)
        return bool(answer.json()["boolean"])

    default, named = [("default-graph-uri", BOARD), ("default-graph-uri", NOTES)], [("named-graph-uri", NOTES)]
    only_notes = f"ASK {{ GRAPH ?g {{ ?s ?p ?o }} FILTER NOT EXISTS {{ GRAPH <{BOARD}> {{ ?a ?b ?c }} }} }}"
    assert ask("ASK { ?s kg:basedOn ?o }", *default)
    assert not ask("ASK { ?s kg:basedOn ?o }", ("default-graph-uri", "http://example.org/unknown"))
    assert not ask("ASK { GRAPH ?g { ?s ?p ?o } }", *default)
    assert not ask("ASK { ?s ?p ?o }", *named)
    assert ask(only_notes, *named) and not ask(only_notes)
    assert ask("ASK { ?s ?p ?o . GRAPH ?g { ?s ?p ?o } }", *default, *named)
    assert ask(
        f"ASK FROM <http://example.org/unknown> FROM NAMED <{BOARD}> {{ GRAPH <{NOTES}> {{ ?s ?p ?o }} }}", *named
    )


def test_bad_requests_are_told_apart(endpoint: RunningEndpoint) -> None:
    client = endpoint.client

    def status(answer: httpx.Response) -> tuple[int, str]:
        return answer.status_code, answer.json()["code"]

    form = {"Content-Type": FORM}
    cases = {
        "two queries": (client.get("/sparql?query=ASK%7B%7D&query=ASK%7B%7D"), 400, "several-queries"),
        "no query": (client.post("/sparql", data={"other": "x"}), 400, "no-query"),
        "wrong type": (
            client.post("/sparql", content="ASK {}", headers={"Content-Type": "text/plain"}),
            415,
            "media-type",
        ),
        "no type": (client.post("/sparql", content=b"query=ASK%7B%7D"), 415, "media-type"),
        "utf-16": (
            client.post(
                "/sparql", content="ASK {}".encode("utf-16"), headers={"Content-Type": "application/sparql-query"}
            ),
            400,
            "encoding",
        ),
        "charset": (
            client.post(
                "/sparql",
                content="ASK {}".encode("utf-16"),
                headers={"Content-Type": "application/sparql-query; charset=utf-16"},
            ),
            415,
            "charset",
        ),
        "not percent-encoded": (
            client.post("/sparql", content="query=ASK {} # 形".encode(), headers=form),
            400,
            "encoding",
        ),
        "half a letter": (client.get("/sparql?query=ASK%7B%7D%23%E5%BD"), 400, "encoding"),
        "parameters": (client.get("/sparql?" + "a=1&" * 2000), 400, "parameters"),
        "relative graph": (client.get("/sparql?query=ASK%7B%7D&default-graph-uri=x%20y"), 400, "query"),
        "no such page": (client.get("/no/such/page"), 404, "not-here"),
    }
    assert {name: status(answer) for name, (answer, *_) in cases.items()} == {
        name: (number, code) for name, (_, number, code) in cases.items()
    }


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "BREW"])
def test_other_methods_are_told_which_there_are(endpoint: RunningEndpoint, method: str) -> None:
    answer = endpoint.client.request(method, "/sparql", params={"query": "ASK {}"})
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD, POST, OPTIONS")
    answer = endpoint.client.request(method, "/health")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD, OPTIONS")


def test_options_are_listed(endpoint: RunningEndpoint) -> None:
    answer = endpoint.client.options("/sparql")
    assert (answer.status_code, answer.headers["allow"]) == (204, "GET, HEAD, POST, OPTIONS")


@pytest.mark.parametrize(
    "update", ["INSERT DATA { <a:a> <a:b> <a:c> }", "LOAD <http://127.0.0.1/>", "CLEAR ALL", "no update"]
)
def test_updates_are_refused_with_a_reason(endpoint: RunningEndpoint, folder: Path, update: str) -> None:
    before = endpoint.client.get("/graphs").content
    direct = {"Content-Type": "application/sparql-update"}
    for answer in (
        endpoint.client.post("/sparql", data={"update": update}),
        endpoint.client.post("/sparql", content=update, headers=direct),
        endpoint.client.get("/sparql", params={"update": update}),
        endpoint.client.post("/sparql", data={"update": update, "query": "ASK {}"}),
        *(
            endpoint.client.request(method, "/graphs?default", content="<a:a> <a:b> 1 .")
            for method in ("PUT", "POST", "DELETE")
        ),
    ):
        assert (answer.status_code, answer.json()["code"]) == (403, "read-only")
        assert "only reads" in answer.json()["detail"]
    answer = endpoint.query(update)
    assert answer.status_code == 400
    assert sorted(endpoint.client.get("/graphs").content.splitlines()) == sorted(before.splitlines())


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("*/*", "application/sparql-results+json"),
        ("", "application/sparql-results+json"),
        ("text/*", "text/csv"),
        ("text/tab-separated-values, text/csv;q=0.9", "text/tab-separated-values"),
        (
            "application/sparql-results+json;q=0.1, application/sparql-results+xml;q=0.2, image/png",
            "application/sparql-results+xml",
        ),
        ("APPLICATION/JSON ; q=1.0", "application/json"),
        ("text/turtle, */*;q=0.01", "application/sparql-results+json"),
        ("*/*;q=0.1, application/sparql-results+json;q=0", "application/sparql-results+xml"),
    ],
)
def test_the_client_weighs_the_formats(endpoint: RunningEndpoint, accept: str, media: str) -> None:
    assert endpoint.query(METHODS, accept).headers["content-type"].split(";")[0] == media


def test_a_format_that_cannot_be_given_is_said(endpoint: RunningEndpoint) -> None:
    for query, accept, offered in (
        (METHODS, "image/png", "text/csv"),
        (METHODS, "text/turtle", "text/csv"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "text/csv", "text/turtle"),
        ("ASK {}", "text/csv;q=0", "sparql-results+json"),
    ):
        answer = endpoint.query(query, accept)
        assert answer.status_code == 406
        assert offered in answer.json()["detail"]


def test_the_row_limit_is_announced(narrow: RunningEndpoint, endpoint: RunningEndpoint) -> None:
    whole = endpoint.query("SELECT * { ?s ?p ?o }").headers
    assert (whole["kgraph-row-limit"], whole["kgraph-truncated"]) == ("1000000", "false")
    for query, media in (
        ("SELECT * { ?s ?p ?o }", "text/csv"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "application/n-triples"),
    ):
        answer = narrow.query(query, media)
        assert answer.headers["kgraph-row-limit"] == answer.headers["kgraph-rows"] == "10"
        assert answer.headers["kgraph-truncated"] == "true"
        assert len(answer.content.splitlines()) == 10 + (media == "text/csv")
    assert len(narrow.query("SELECT * { ?s ?p ?o }").json()["results"]["bindings"]) == 10
    assert narrow.query("SELECT * { ?s ?p ?o } LIMIT 10").headers["kgraph-truncated"] == "false"


def test_pages_of_this_machine_may_ask_where_that_is_chosen(narrow: RunningEndpoint, endpoint: RunningEndpoint) -> None:
    origin = {"Origin": "http://localhost:3000"}
    allowed = narrow.client.get("/sparql", params={"query": "ASK {}"}, headers=origin).headers
    assert allowed["access-control-allow-origin"] == "http://localhost:3000"
    assert "Kgraph-Truncated" in allowed["access-control-expose-headers"]
    asks = {**origin, "Access-Control-Request-Method": "POST"}
    assert narrow.client.options("/sparql", headers=asks).status_code == 200
    elsewhere = {"Origin": "https://example.org"}
    for answer in (
        narrow.client.get("/sparql", params={"query": "ASK {}"}, headers=elsewhere),
        endpoint.client.get("/sparql", params={"query": "ASK {}"}, headers=origin),
    ):
        assert "access-control-allow-origin" not in answer.headers


def test_requests_are_logged_as_json(endpoint: RunningEndpoint) -> None:
    query = f"ASK {{ <http://example.org/{'x' * 3000}> ?p '快手' }}"
    endpoint.query(query)
    for _ in range(100):
        if any(line.get("query_length") == len(query) for line in endpoint.log):
            break
        time.sleep(0.05)
    line = next(line for line in reversed(endpoint.log) if line.get("query_length") == len(query))
    assert (line["event"], line["method"], line["path"], line["status"], line["kind"]) == (
        "request",
        "POST",
        "/sparql",
        200,
        "boolean",
    )
    assert line["query"] == query[:2000]
    json.dumps(line)
