"""Updates: `kgraph serve --writable`, with a real server, its workers, and its log."""

from __future__ import annotations

import hashlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from tests.support.endpoint import RunningEndpoint, running, until, workers
from tests.support.graphs import small_graph

from kgraph.core import BuiltGraph, Resolution, build_settings
from kgraph.endpoint.problems import Problem
from kgraph.endpoint.settings import Limits
from kgraph.endpoint.using import with_using
from kgraph.store import write_graph

TOKEN = "a-token-that-only-the-tests-know"
BEARER = {"Authorization": f"Bearer {TOKEN}"}
DIRECT = {"Content-Type": "application/sparql-update", **BEARER}
ENDLESS = "INSERT { <x:a> <x:n> ?n } WHERE { SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l } }"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_graph(small_graph(), tmp_path / "graph", build_settings())
    return tmp_path / "graph"


@pytest.fixture
def options(tmp_path: Path) -> list[str]:
    """The options of an endpoint that takes updates."""
    (tmp_path / "token").write_text(f"{TOKEN}\n")
    return ["--writable", "--token-file", str(tmp_path / "token"), "--timeout", "2"]


@pytest.fixture
def writable(folder: Path, options: list[str]) -> Iterator[RunningEndpoint]:
    with running(folder, *options) as endpoint:
        yield endpoint


def update(endpoint: RunningEndpoint, text: str, **parameters: object) -> httpx.Response:
    return endpoint.client.post("/sparql", data={"update": text, **parameters}, headers=BEARER)


def holds(endpoint: RunningEndpoint, pattern: str) -> bool:
    answer = endpoint.query(f"ASK {{ {pattern} }}")
    assert answer.status_code == 200
    return bool(answer.json()["boolean"])


def logged(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "updates").glob("*")) if (folder / "updates").exists() else []


def checksums(folder: Path) -> dict[str, str]:
    """Of every file of the builds; the engine's own log of what it did is none of the graph."""
    files = [path for path in (folder / ".builds").rglob("*") if path.is_file() and not path.name.startswith("LOG")]
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_an_update_is_seen_from_the_next_request_on(writable: RunningEndpoint, folder: Path) -> None:
    before = checksums(folder)
    answer = update(writable, "INSERT DATA { <method/bert> kg:noted '快手 note' . GRAPH <x:g> { <x:a> <x:b> 1 } }")
    assert (answer.status_code, answer.content, answer.headers["kgraph-update"]) == (204, b"", "000001.ru")
    assert holds(writable, "<method/bert> kg:noted '快手 note' ; a kg:Method . GRAPH <x:g> { <x:a> <x:b> 1 }")
    text = "DELETE WHERE { <method/bert> kg:noted ?n } ; DELETE { ?m a kg:Method } INSERT { ?m a <x:M> } WHERE { ?m a kg:Method }"
    assert writable.client.post("/sparql", content=text, headers=DIRECT).status_code == 204
    assert holds(writable, "?m a <x:M> FILTER NOT EXISTS { ?m a kg:Method }")
    assert not holds(writable, "?m kg:noted ?n")
    assert (
        "<x:a> <x:b>" in writable.client.get("/graphs", params={"graph": "x:g"}, headers={"Accept": "text/turtle"}).text
    )
    assert writable.client.get("/health").json()["updates"] == 2
    assert logged(folder) == ["000001.ru", "000002.ru"]
    assert (folder / "updates" / "000002.ru").read_text("utf-8").split("\n", 1)[1] == f"{text}\n"
    assert checksums(folder) == before
    assert len([path for path in (folder / ".written").iterdir() if path.is_dir()]) == 1


@pytest.mark.parametrize(
    ("text", "status", "code"),
    [
        ("INSERT DATA {\n <x:a> <x:b> }", 400, "syntax"),
        ("ASK {}", 400, "syntax"),
        ("CREATE GRAPH <x:g> ; CREATE GRAPH <x:g>", 400, "update"),
        ("LOAD <%s>", 403, "service"),
        ("LOAD SILENT <%s> INTO GRAPH <x:g>", 403, "service"),
        ("INSERT { ?s ?p ?o } WHERE { SERVICE <%s> { ?s ?p ?o } }", 403, "service"),
        ("INSERT { ?s ?p ?o } WHERE { SERVICE SILENT <%s> { ?s ?p ?o } }", 403, "service"),
        ("LOAD <file:///etc/passwd>", 403, "service"),
        (ENDLESS, 503, "timeout"),
    ],
)
def test_what_cannot_be_applied_changes_nothing(
    writable: RunningEndpoint, folder: Path, text: str, status: int, code: str
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.2)
        start = time.monotonic()
        answer = update(writable, text.replace("%s", f"http://127.0.0.1:{listening.getsockname()[1]}/"))
        assert time.monotonic() - start < 30
        with pytest.raises(TimeoutError):
            listening.accept()
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert "update" in answer.json()["detail"] or code == "service"
    assert holds(writable, "?m a kg:Method FILTER NOT EXISTS { { <x:a> ?p ?o } UNION { GRAPH <x:g> { ?s ?p ?o } } }")
    assert logged(folder) == []
    assert update(writable, "INSERT DATA { <x:a> <x:b> 2 }").status_code == 204
    assert holds(writable, "<x:a> <x:b> 2")


def test_a_syntax_error_says_where(writable: RunningEndpoint) -> None:
    text = "DELETE { ?s ?p ?o } WHERE { ?s ?p ?o } ;\nINSERT { ?s ?p } WHERE { ?s ?p ?o }"
    for parameters in ({}, {"using-graph-uri": "http://example.org/a-long-name"}):
        problem = update(writable, text, **parameters).json()
        assert (problem["code"], problem["line"], problem["column"]) == ("syntax", 2, 16)
        assert "line 2, column 16" in problem["detail"]


def test_only_who_knows_the_token_may_update(writable: RunningEndpoint, folder: Path) -> None:
    form = {"update": "INSERT DATA { <x:a> <x:b> 1 }"}
    for header in (
        None,
        "",
        "Bearer",
        "Bearer a b",
        f"Bearer {TOKEN}x",
        f"Bearer {TOKEN[:-1]}",
        f"Basic {TOKEN}",
        "Bearer \xff",
    ):
        headers = [] if header is None else [("Authorization", header.encode("latin-1"))]
        for answer in (
            writable.client.post("/sparql", data=form, headers=headers),
            writable.client.post(
                "/sparql", content=form["update"], headers=[*headers, ("Content-Type", "application/sparql-update")]
            ),
        ):
            assert (answer.status_code, answer.json()["code"]) == (401, "token")
            assert answer.headers["www-authenticate"].startswith("Bearer")
    assert logged(folder) == [] and not holds(writable, "<x:a> <x:b> 1")
    assert writable.client.post("/sparql", data=form, headers=BEARER).status_code == 204
    writable.client.get("/health")
    assert until(lambda: any(line.get("logged") == "000001.ru" for line in writable.log))
    assert TOKEN not in str(writable.log) and TOKEN[:-1] not in str(writable.log)


def test_what_is_no_update_of_the_protocol_is_refused(writable: RunningEndpoint) -> None:
    text = "INSERT DATA { <x:a> <x:b> 1 }"
    client = writable.client
    for answer, status in (
        (client.get("/sparql", params={"update": text}, headers=BEARER), 400),
        (client.post("/sparql", data={"update": [text, text]}, headers=BEARER), 400),
        (client.post("/sparql", data={"update": text, "query": "ASK {}"}, headers=BEARER), 400),
        (client.post("/sparql", content=b"\xff", headers=DIRECT), 400),
        (client.post("/sparql", content=b" " * (5 << 20), headers=DIRECT), 413),
        (client.put("/graphs?default", content="<a:a> <a:b> 1 .", headers=BEARER), 403),
    ):
        assert answer.status_code == status
    assert not holds(writable, "<x:a> <x:b> 1")
    described = client.get("/sparql", headers={"Accept": "text/turtle"}).text
    assert "SPARQL11Update" in described and "no updates" not in described


def test_no_page_of_another_origin_can_send_the_token(folder: Path, options: list[str]) -> None:
    with running(folder, *options, "--cors", "localhost") as endpoint:
        asks = {
            "Origin": "http://localhost:3000",
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "authorization",
        }
        assert endpoint.client.options("/sparql", headers=asks).status_code == 400
        sent = endpoint.client.post("/sparql", data={"update": "CLEAR ALL"}, headers={"Origin": asks["Origin"]})
        assert sent.status_code == 401


def test_the_dataset_of_the_request_is_that_of_the_patterns(writable: RunningEndpoint) -> None:
    assert (
        update(writable, "INSERT DATA { GRAPH <x:g> { <x:a> <x:b> 1 } GRAPH <x:h> { <x:c> <x:b> 2 } }").status_code
        == 204
    )
    move = "INSERT { ?s <x:seen> ?o } WHERE { ?s <x:b> ?o }"
    assert update(writable, move, **{"using-graph-uri": "x:g"}).status_code == 204
    assert holds(writable, "<x:a> <x:seen> 1 FILTER NOT EXISTS { <x:c> <x:seen> ?o }")
    direct = writable.client.post(
        "/sparql",
        params={"using-named-graph-uri": "x:h"},
        content="INSERT { ?s <x:named> ?g } WHERE { GRAPH ?g { ?s ?p ?o } }",
        headers=DIRECT,
    )
    assert direct.status_code == 204
    assert holds(writable, "<x:c> <x:named> <x:h> FILTER NOT EXISTS { <x:a> <x:named> ?g }")
    for text in ("INSERT {} USING <x:g> WHERE {}", "WITH <x:g> DELETE { ?a ?b ?c } WHERE { ?a ?b ?c }"):
        answer = update(writable, text, **{"using-graph-uri": "x:g"})
        assert (answer.status_code, answer.json()["code"]) == (400, "using")


def test_using_is_written_where_it_belongs_or_not_at_all() -> None:
    text = "DELETE{?a <x:WHERE> 'WHERE {'} # WHERE {\nWHERE{ { SELECT ?a WHERE { ?a ?b ?c } } }; DELETE  WHERE { GRAPH ?g { ?a ?b ?c } }"
    assert with_using(text, ["x:g"], ["x:h"]) == (
        "DELETE{?a <x:WHERE> 'WHERE {'} # WHERE {\nUSING <x:g> USING NAMED <x:h> WHERE{ { SELECT ?a WHERE { ?a ?b ?c } } }; "
        "DELETE { GRAPH ?g { ?a ?b ?c } } USING <x:g> USING NAMED <x:h> WHERE { GRAPH ?g { ?a ?b ?c } }"
    )
    assert with_using("PREFIX where: <x:> INSERT DATA { where:a where:b 1 }", ["x:g"], []).count("USING") == 0
    for refused, iri in (
        ("INSERT { ?a ?b ?c } WHERE { ?a ?b ?c FILTER(?a<'d>') }", "x:g"),
        ("INSERT { ?a ?b x:a\\#b } WHERE { ?a ?b ?c }", "x:g"),
        ("INSERT { ?a ?b ?c } WHERE { ?a ?b ?c", "x:g"),
        ("INSERT { ?a ?b ?c } WHERE { ?a ?b ?c }", "x:g> WHERE {} ; CLEAR ALL #"),
        ("INSERT { ?a ?b ?c } WHERE { ?a ?b ?c }", ""),
    ):
        with pytest.raises(Problem):
            with_using(refused, [iri], [])


@pytest.mark.slow
def test_a_start_and_a_new_build_apply_the_log_again(folder: Path, options: list[str]) -> None:
    with running(folder, *options) as endpoint:
        assert update(endpoint, "INSERT DATA { <x:a> <x:b> 1 }").status_code == 204
        assert update(endpoint, "DELETE WHERE { <x:a> <x:b> 1 } ; INSERT DATA { <x:a> <x:b> 2 }").status_code == 204
    assert [path.name for path in (folder / ".written").iterdir()] == [".lock"]
    with running(folder) as reading:
        assert not holds(reading, "<x:a> <x:b> ?o")
    with running(folder, *options) as endpoint:
        assert holds(endpoint, "<x:a> <x:b> 2 . ?m a kg:Method FILTER NOT EXISTS { <x:a> <x:b> 1 }")
        write_graph(BuiltGraph(Resolution((), ()), ()), folder, build_settings())
        assert until(lambda: not holds(endpoint, "?m a kg:Method"))
        assert holds(endpoint, "<x:a> <x:b> 2")
        assert update(endpoint, "INSERT DATA { <x:a> <x:b> 3 }").headers["kgraph-update"] == "000003.ru"
        assert holds(endpoint, "<x:a> <x:b> 2, 3")
        assert endpoint.client.get("/health").json()["build"] == "000002"
        write_graph(small_graph(), folder, build_settings(keep=1))
        assert until(lambda: holds(endpoint, "?m a kg:Method"))
        assert [path.name for path in (folder / ".builds").iterdir()].count("000001") == 0


@pytest.mark.slow
def test_a_logged_update_that_no_longer_applies_is_reported_and_kept(folder: Path, options: list[str]) -> None:
    texts = {
        "000001.ru": b"INSERT DATA { <x:a> <x:b> 1 }",
        "000002.ru": b"DROP GRAPH <x:gone>",
        "000003.ru": ENDLESS.encode(),
        "000004.ru": b"\xff",
        "000005.ru": b"LOAD <http://127.0.0.1/>",
        "by-hand.ru": "\ufeff# 手写\r\nINSERT DATA { <x:a> <x:b> 2 }".encode(),
    }
    (folder / "updates").mkdir()
    for name, content in texts.items():
        (folder / "updates" / name).write_bytes(content)
    with running(folder, *options) as endpoint:
        told = [line for line in endpoint.log if line["event"] == "logged update not applied"]
        assert holds(endpoint, "<x:a> <x:b> 1, 2")
        assert endpoint.client.get("/health").json()["updates"] == 2
        assert {"000002.ru", "000003.ru", "000004.ru", "000005.ru"} == {line["update"] for line in told}
        assert all(line["reason"] for line in told)
        assert update(endpoint, "INSERT DATA { <x:a> <x:b> 3 }").headers["kgraph-update"] == "000006.ru"
    assert {name: (folder / "updates" / name).read_bytes() for name in texts} == texts


def test_a_killed_endpoint_has_lost_no_update(folder: Path, options: list[str]) -> None:
    endpoint = RunningEndpoint(folder, *options)
    assert update(endpoint, "INSERT DATA { <x:a> <x:b> 1 }").status_code == 204
    endpoint.process.send_signal(signal.SIGKILL)
    endpoint.stop()
    with running(folder, *options) as again:
        assert holds(again, "<x:a> <x:b> 1")
        assert len([path for path in (folder / ".written").iterdir() if path.is_dir()]) == 1


def test_an_update_that_cannot_be_logged_is_not_applied(writable: RunningEndpoint, folder: Path) -> None:
    (folder / "updates").write_text("in the way")
    answer = update(writable, "INSERT DATA { <x:a> <x:b> 1 }")
    assert (answer.status_code, answer.json()["code"]) == (503, "log")
    assert not holds(writable, "<x:a> <x:b> 1")
    (folder / "updates").unlink()
    assert update(writable, "INSERT DATA { <x:a> <x:b> 1 }").status_code == 204


@pytest.mark.slow
def test_readers_see_each_update_whole_or_not_at_all(writable: RunningEndpoint) -> None:
    count = "SELECT (COUNT(*) AS ?n) (MIN(?v) AS ?a) (MAX(?v) AS ?b) { ?s <x:round> ?v }"
    stop: list[bool] = []

    def ask() -> list[tuple[int, str]]:
        seen = []
        with httpx.Client(timeout=30) as client:
            while not stop:
                answer = client.post(writable.sparql, data={"query": count}, headers={"Accept": "text/csv"})
                seen.append((answer.status_code, answer.text.split()[-1]))
        return seen

    def put(number: int) -> str:
        triples = " ".join(f"<x:s{subject}> <x:round> {number} ." for subject in range(20))
        return f"DELETE WHERE {{ ?s <x:round> ?v }} ; INSERT DATA {{ {triples} }}"

    with ThreadPoolExecutor(3) as threads:
        askers = [threads.submit(ask) for _ in range(2)]
        statuses = {update(writable, put(number)).status_code for number in range(12)}
        stop.append(True)
        seen = [pair for asker in askers for pair in asker.result()]
    assert statuses == {204}
    assert {status for status, _ in seen} == {200}
    rounds = {text for _, text in seen}
    assert until(lambda: len(workers(writable)) <= 2 * Limits().spare)
    assert rounds <= {"0,,"} | {f"20,{number},{number}" for number in range(12)} and len(rounds) > 2


@pytest.mark.slow
def test_updates_at_once_are_applied_one_after_the_other(writable: RunningEndpoint, folder: Path) -> None:
    assert update(writable, "INSERT DATA { <x:n> <x:is> 0 }").status_code == 204
    add = "DELETE { <x:n> <x:is> ?n } INSERT { <x:n> <x:is> ?m } WHERE { <x:n> <x:is> ?n BIND(?n + 1 AS ?m) }"
    with ThreadPoolExecutor(6) as threads:
        answers = list(threads.map(lambda _: update(writable, add).status_code, range(12)))
    assert answers == [204] * 12
    assert holds(writable, "<x:n> <x:is> 12")
    assert len(logged(folder)) == 13


@pytest.mark.parametrize(
    ("options", "variable", "said"),
    [
        (["--writable"], None, "--token-file"),
        (["--writable"], "short", "16 characters"),
        (["--writable"], "a token with blanks in it", "16 characters"),
        (["--writable", "--token-file", "/nowhere/token"], None, "/nowhere/token"),
        (["--token-file", "/nowhere/token"], None, "--writable"),
    ],
)
def test_it_does_not_start_without_a_token(folder: Path, options: list[str], variable: str | None, said: str) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "KGRAPH_TOKEN"}
    if variable is not None:
        environment["KGRAPH_TOKEN"] = variable
    command = [str(Path(sys.executable).with_name("kgraph")), "serve", "--graph", str(folder), "--port", "0", *options]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, env=environment)
    assert done.returncode == 2
    assert said in done.stderr and "Traceback" not in done.stderr
    assert variable is None or variable not in done.stderr


def test_the_environment_may_hold_the_token(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KGRAPH_TOKEN", TOKEN)
    with running(folder, "--writable") as endpoint:
        assert update(endpoint, "INSERT DATA { <x:a> <x:b> 1 }").status_code == 204
    with running(folder) as endpoint:  # without the option nobody may, whoever knows the token
        assert update(endpoint, "INSERT DATA { <x:a> <x:b> 1 }").json()["code"] == "read-only"


def test_two_endpoints_do_not_write_one_log(writable: RunningEndpoint, folder: Path, options: list[str]) -> None:
    command = [str(Path(sys.executable).with_name("kgraph")), "serve", "--graph", str(folder), "--port", "0", *options]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 2
    assert "another endpoint" in done.stderr
    assert update(writable, "INSERT DATA { <x:a> <x:b> 1 }").status_code == 204
