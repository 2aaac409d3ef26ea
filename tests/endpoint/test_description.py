from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest
import rdflib
from tests.support.endpoint import RunningEndpoint, running
from tests.support.graphs import small_graph

from kgraph.core import build_settings
from kgraph.store import write_graph

SD = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
VOID = rdflib.Namespace("http://rdfs.org/ns/void#")
BASE = "https://w3id.org/kgraph/id/"


def turtle(endpoint: RunningEndpoint, path: str, accept: str = "text/turtle") -> rdflib.Graph:
    answer = endpoint.client.get(path, headers={"Accept": accept})
    assert answer.status_code == 200, answer.text
    return rdflib.Graph().parse(data=answer.content, format=answer.headers["content-type"].split(";")[0])


def test_the_service_describes_itself(endpoint: RunningEndpoint) -> None:
    for accept in ("text/turtle", "application/rdf+xml", "application/n-triples", "*/*"):
        described = turtle(endpoint, "/sparql", accept)
        service = rdflib.URIRef(endpoint.sparql)
        assert (service, rdflib.RDF.type, SD.Service) in described
        assert (service, SD.endpoint, service) in described
        assert len(list(described.objects(service, SD.resultFormat))) == 10
        names = {str(name) for name in described.objects(None, SD.name)}
        assert names == {f"{BASE}document/board.md", f"{BASE}document/notes/阅读.md"}


def test_the_data_is_described(endpoint: RunningEndpoint) -> None:
    described = turtle(endpoint, "/.well-known/void")
    (data,) = described.subjects(VOID.sparqlEndpoint, rdflib.URIRef(endpoint.sparql))
    (counted,) = endpoint.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").json()["results"]["bindings"]
    assert str(described.value(data, VOID.triples)) == counted["n"]["value"]
    assert int(described.value(data, VOID.entities)) == 13  # type: ignore[arg-type]
    parts = {
        str(described.value(part, VOID["class"])).rpartition("#")[2]: int(described.value(part, VOID.entities))  # type: ignore[arg-type]
        for part in described.objects(data, VOID.classPartition)
    }
    assert parts["Method"] == 5


def test_it_says_that_it_works(endpoint: RunningEndpoint) -> None:
    health = endpoint.client.get("/health").json()
    assert (health["status"], health["build"]) == ("ok", "000001")
    assert health["places"]["waiting"] == 0


def test_whole_graphs_can_be_read(endpoint: RunningEndpoint) -> None:
    board = f"{BASE}document/board.md"
    (named,) = endpoint.query(f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{board}> {{ ?s ?p ?o }} }}").json()["results"][
        "bindings"
    ]
    client = endpoint.client
    lines = {"Accept": "application/n-triples"}
    one = client.get("/graphs", params={"graph": board}, headers=lines).text.splitlines()
    assert len(one) == int(named["n"]["value"])
    default = client.get("/graphs?default", headers=lines).text.splitlines()
    every = client.get("/graphs").text.splitlines()
    assert len(every) > len(default) > len(one)
    assert client.get("/graphs", headers={"Accept": "text/turtle"}).status_code == 406
    assert client.get("/graphs", headers={"Accept": "application/trig"}).text.count("阅读.md>") > 0
    for path, status in (
        ("?graph=http://example.org/no", 404),
        ("?graph=", 400),
        ("?graph=a%20b", 400),
        ("?graph=a:b&default", 400),
    ):
        assert client.get(f"/graphs{path}").status_code == status


@pytest.mark.parametrize(
    "name",
    ["method/bert", "topic/自然语言处理", "document/notes/阅读.md"],
)
def test_things_are_told_about_by_their_id(endpoint: RunningEndpoint, name: str) -> None:
    told = turtle(endpoint, f"/id/{quote(name)}")
    assert set(told.subjects()) == {rdflib.URIRef(BASE + name)}
    page = endpoint.client.get(f"/id/{quote(name)}", headers={"Accept": "text/html,*/*;q=0.8"})
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert BASE + name in page.text


def test_pages_speak_the_readers_language(endpoint: RunningEndpoint) -> None:
    def page(language: str) -> str:
        return endpoint.client.get("/id/method/bert", headers={"Accept": "text/html", "Accept-Language": language}).text

    assert "<b>方法</b>" in page("zh-CN,zh;q=0.9") and 'lang="zh-CN"' in page("zh")
    assert "<b>Method</b>" in page("de") and 'lang="en"' in page("en-GB")


def test_texts_of_documents_stay_texts(endpoint: RunningEndpoint) -> None:
    found = endpoint.query("SELECT ?s { ?s a kg:Method ; rdfs:label 'Deformable ConvNets' }").json()["results"][
        "bindings"
    ]
    page = endpoint.client.get(f"/id/{quote(found[0]['s']['value'].removeprefix(BASE))}").text
    assert "<script>" not in page and "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    answer = endpoint.client.get("/id/%3Cscript%3Ealert(1)%3C/script%3E", headers={"Accept": "text/html"})
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")


def test_unknown_things_are_not_found(endpoint: RunningEndpoint) -> None:
    for name in ("method/nobody", "", "x y%22%3E", "BERT"):
        for accept in ("text/turtle", "text/html"):
            assert endpoint.client.get(f"/id/{name}", headers={"Accept": accept}).status_code == 404
    assert endpoint.client.get("/id/method/bert", headers={"Accept": "image/png"}).status_code == 406


def test_the_start_page_leads_to_the_form(endpoint: RunningEndpoint) -> None:
    answer = endpoint.client.get("/", headers={"Accept": "text/html"}, follow_redirects=True)
    assert "<form action=" in answer.text and "Kgraph-Row-Limit" in answer.text


def test_iris_lead_to_things_where_the_base_is_the_endpoints_own(tmp_path: Path) -> None:
    write_graph(small_graph(), tmp_path / "graph", build_settings(base="http://example.org/kg/thing/"))
    with running(tmp_path / "graph", "--public", "http://example.org/kg") as endpoint:
        told = turtle(endpoint, "/thing/method/bert")
        assert (rdflib.URIRef("http://example.org/kg/thing/method/bert"), None, None) in told
        assert len(told) == len(turtle(endpoint, "/id/method/bert"))
        assert endpoint.log[0]["address"] == "http://example.org/kg/sparql"
        assert endpoint.client.get("/other/method/bert").status_code == 404
