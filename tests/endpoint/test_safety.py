from __future__ import annotations

import http.client
import os
import shutil
import signal
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlencode

import httpx
import pytest
from tests.support.endpoint import RunningEndpoint, running, until, workers
from tests.support.graphs import small_graph

from kgraph.core import BuiltGraph, Resolution, build_settings
from kgraph.store import write_graph

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
ENDLESS_ROWS = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
GREEDY = (
    "SELECT (STRLEN(?x40) AS ?n) { BIND('0123456789' AS ?x0) "
    + " ".join(f"BIND(CONCAT(?x{step}, ?x{step}) AS ?x{step + 1})" for step in range(40))
    + "}"
)


def lives(process: int) -> bool:
    """Whether a process runs or is paused; one that has ended may still stand in the system's list."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def places(endpoint: RunningEndpoint) -> dict[str, int]:
    return dict(endpoint.client.get("/health").json()["places"])


@pytest.mark.parametrize("query", [ENDLESS, "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f LIMIT 5"])
def test_the_time_limit_ends_the_work(narrow: RunningEndpoint, query: str) -> None:
    start, free, before = time.monotonic(), places(narrow), workers(narrow)
    answer = narrow.query(query)
    assert answer.status_code == 503
    assert answer.json()["code"] in ("timeout", "memory")
    assert time.monotonic() - start < 30
    assert until(lambda: places(narrow) == free and bool(before - workers(narrow)))
    assert narrow.query("ASK {}").status_code == 200


def test_a_query_that_eats_all_memory_ends_only_itself(folder: Path) -> None:
    with running(folder, "--timeout", "200", "--memory", "256") as endpoint:  # time enough to come to it on any machine
        answer = endpoint.query(GREEDY)
        assert (answer.status_code, answer.json()["code"]) == (503, "memory")
        assert endpoint.query("ASK {}").status_code == 200


def test_deep_nesting_is_answered_or_refused(endpoint: RunningEndpoint) -> None:
    assert endpoint.query("ASK " + "{" * 10_000 + "?s ?p ?o" + "}" * 10_000).json()["boolean"] is True
    text = "ASK { FILTER(" + "(" * 900_000 + "1" + ")" * 900_000 + ") }"
    answer = endpoint.client.post("/sparql", content=text, headers={"Content-Type": "application/sparql-query"})
    assert (answer.status_code, answer.json()["code"]) == (400, "nesting")
    assert endpoint.query("SELECT * { ?s ?p '" + "a" * 1_000_000).status_code == 400
    assert endpoint.query("ASK {}").status_code == 200


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <%s> { ?s ?p ?o } }",
        "SELECT * { SERVICE SILENT <%s> { ?s ?p ?o } }",
        "SELECT * { ?s ?p ?a<'d>')SERVICE <%s> { ?s ?p ?o } }",
        "SELECT * FROM <%s> { ?s ?p ?o }",
        "SELECT * { GRAPH <%s> { ?s ?p ?o } }",
    ],
)
def test_no_request_reaches_another_host(endpoint: RunningEndpoint, text: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.2)
        address = f"http://127.0.0.1:{listening.getsockname()[1]}/"
        answers = [
            endpoint.query(text % address),
            endpoint.query("SELECT * { ?s ?p ?o }", **{"default-graph-uri": address}),
            endpoint.client.get("/graphs", params={"graph": address}),
            endpoint.client.post("/sparql", data={"update": f"LOAD <{address}>"}),
        ]
        with pytest.raises(TimeoutError):
            listening.accept()
    assert [answer.status_code for answer in answers[1:]] == [200, 404, 403]
    if "SERVICE <" in text or "SILENT" in text:
        assert answers[0].status_code in (403, 400)


def test_what_is_too_large_is_refused(endpoint: RunningEndpoint) -> None:
    client = endpoint.client
    direct = {"Content-Type": "application/sparql-query"}
    answers = [
        client.post("/sparql", content=b" " * (5 << 20), headers=direct),
        client.post("/sparql", content=(b" " * (1 << 20) for _ in range(6)), headers=direct),
        client.get("/sparql?query=ASK%7B%7D", headers={"X-Long": "x" * 100_000}),
        client.get("/sparql?query=ASK%7B%7D", headers={"Host": "attacker.example"}),
    ]
    assert [answer.status_code for answer in answers] == [413, 413, 431, 421]
    connection = http.client.HTTPConnection(endpoint.address.removeprefix("http://"))
    for length, status in ((300_000, 414), (200_000, 200)):
        connection.request("GET", "/sparql?query=ASK%7B%7D%23" + "x" * length)
        with connection.getresponse() as response:
            assert response.status == status
            response.read()
    connection.close()


@pytest.mark.slow
def test_one_query_too_many_is_told_when_to_come_back(folder: Path) -> None:
    with running(folder, "--timeout", "3", "--queries", "2") as endpoint, ThreadPoolExecutor(30) as threads:
        endless = [threads.submit(endpoint.query, ENDLESS) for _ in range(20)]
        start = time.monotonic()
        short = [threads.submit(endpoint.query, "ASK {}") for _ in range(3)]
        answers = [future.result() for future in endless]
        assert {answer.status_code for answer in answers} == {503}
        refused = [answer for answer in answers if answer.json()["code"] == "busy"]
        assert refused and all(int(answer.headers["retry-after"]) > 0 for answer in refused)
        assert any(answer.json()["code"] == "timeout" for answer in answers)
        assert time.monotonic() - start < 10
        assert {future.result().status_code for future in short} <= {200, 503}
        assert endpoint.query("ASK {}").status_code == 200


@pytest.mark.slow
def test_short_queries_go_through_while_long_ones_work(folder: Path) -> None:
    with running(folder, "--timeout", "25", "--queries", "5") as endpoint, ThreadPoolExecutor(4) as threads:
        endless = [threads.submit(endpoint.query, ENDLESS) for _ in range(4)]
        wanted = {"quick": 4, "long": 0, "waiting": 0, "paused": 3}
        assert until(lambda: places(endpoint) == wanted, 20)
        for _ in range(20):
            assert endpoint.query("ASK { ?s ?p ?o }").status_code == 200
        assert not any(future.done() for future in endless)
        assert {future.result().json()["code"] for future in endless} == {"busy", "timeout"}


@pytest.mark.slow
def test_a_slow_client_holds_no_worker(folder: Path) -> None:
    with running(folder, "--queries", "2") as endpoint:
        host, free = endpoint.address.removeprefix("http://"), places(endpoint)
        body = urlencode({"query": "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 30000"})
        slow = [http.client.HTTPConnection(host) for _ in range(4)]
        for connection in slow:
            connection.request("POST", "/sparql", body, {"Content-Type": "application/x-www-form-urlencoded"})
        answers = [connection.getresponse() for connection in slow]
        assert until(lambda: places(endpoint) == free, 20)
        assert endpoint.query("ASK {}").status_code == 200
        for answer in answers:
            assert answer.status == 200
            assert answer.read().endswith(b"}]}}")
        for connection in slow:
            connection.close()


def test_the_query_of_a_client_that_goes_away_is_ended(folder: Path) -> None:
    with running(folder, "--rows", "1000000000") as endpoint:
        free, before = places(endpoint), workers(endpoint)
        with pytest.raises(httpx.ReadTimeout):
            httpx.post(endpoint.sparql, data={"query": ENDLESS}, timeout=1.0)
        assert until(lambda: places(endpoint) == free and bool(before - workers(endpoint)))
        with httpx.stream("POST", endpoint.sparql, data={"query": ENDLESS_ROWS}, timeout=10) as answer:
            parts = answer.iter_raw()  # the connection is closed as soon as nobody has this any more
            assert next(parts)
            assert places(endpoint) != free
        assert until(lambda: places(endpoint) == free)


def test_an_answer_that_breaks_off_is_not_taken_for_a_whole_one(folder: Path) -> None:
    with (
        running(folder, "--timeout", "1", "--rows", "1000000000") as endpoint,
        endpoint.client.stream("POST", "/sparql", data={"query": ENDLESS_ROWS}) as answer,
    ):
        assert answer.status_code == 200
        with pytest.raises(httpx.RemoteProtocolError):
            for _ in answer.iter_raw():
                pass
        assert until(lambda: "aborted" in endpoint.log[-1])


@pytest.mark.slow
def test_memory_does_not_grow_with_the_answer(folder: Path) -> None:
    def resident() -> int:
        return int(Path(f"/proc/{endpoint.process.pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")

    with running(folder) as endpoint:
        endpoint.query("ASK {}")
        before, most, lines = resident(), 0, 0
        query = {"query": "SELECT ?a ?b { ?a ?p ?x . ?b ?q ?y . ?c ?r ?z } LIMIT 1000000"}
        with endpoint.client.stream("POST", "/sparql", data=query, headers={"Accept": "text/csv"}) as answer:
            assert "content-length" not in answer.headers
            for part in answer.iter_raw(1 << 20):
                lines += part.count(b"\n")
                most = max(most, resident())
        assert lines == 1_000_001
        assert most - before < 100 << 20


@pytest.mark.slow
def test_a_new_build_is_served_without_a_failed_request(tmp_path: Path) -> None:
    folder = tmp_path / "graph"
    write_graph(small_graph(), folder, build_settings())
    count = "SELECT (COUNT(*) AS ?n) { ?s a kg:Method }"
    with running(folder) as endpoint, ThreadPoolExecutor(3) as threads:
        stop: list[bool] = []

        def ask() -> list[tuple[int, str]]:
            seen = []
            with httpx.Client(timeout=30) as client:
                while not stop:
                    answer = client.post(endpoint.sparql, data={"query": count}, headers={"Accept": "text/csv"})
                    seen.append((answer.status_code, answer.text.split()[-1]))
            return seen

        askers = [threads.submit(ask) for _ in range(3)]
        for number in range(6):
            time.sleep(0.3)
            write_graph(
                BuiltGraph(Resolution((), ()), ()) if number % 2 == 0 else small_graph(), folder, build_settings()
            )
        time.sleep(1)
        stop.append(True)
        seen = [pair for asker in askers for pair in asker.result()]
        assert {status for status, _ in seen} == {200}
        assert {number for _, number in seen} == {"0", "5"}
        assert seen[-1] == (200, "5")
        assert until(
            lambda: (
                len(list((folder / ".builds").iterdir())) <= 2
                or bool(write_graph(small_graph(), folder, build_settings(keep=1)))
            )
        )


def test_a_broken_build_leaves_the_served_one(tmp_path: Path) -> None:
    folder = tmp_path / "graph"
    write_graph(small_graph(), folder, build_settings())
    with running(folder) as endpoint:
        shutil.copytree(folder / "current", folder / ".builds" / "000009")
        (folder / ".builds" / "000009" / "graph.nq").write_text("")
        (folder / "new").symlink_to(".builds/000009")
        (folder / "new").replace(folder / "current")
        for _ in range(3):
            assert endpoint.query("ASK { ?s a kg:Method }").json()["boolean"] is True
        assert until(lambda: any(line["event"] == "newer build cannot be opened" for line in endpoint.log))
        assert endpoint.client.get("/health").json()["build"] == "000001"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_running_query_is_answered_before_the_end(folder: Path, number: signal.Signals) -> None:
    endpoint = RunningEndpoint(folder)
    with ThreadPoolExecutor(1) as threads:
        product = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?c = ?f) }"
        running_query = threads.submit(endpoint.query, product)
        time.sleep(0.4)
        started = workers(endpoint)
        endpoint.process.send_signal(number)
        assert running_query.result().status_code in (200, 503)
    assert endpoint.stop() == 0
    assert endpoint.log[-1]["event"] == "stopped"
    assert until(lambda: not any(Path(f"/proc/{process}").exists() for process in started))


def test_a_killed_endpoint_leaves_no_worker_behind(folder: Path) -> None:
    endpoint = RunningEndpoint(folder, "--queries", "2")
    with ThreadPoolExecutor(3) as threads:
        endless = [threads.submit(endpoint.query, ENDLESS) for _ in range(3)]
        assert until(lambda: places(endpoint)["paused"] > 0, 20)
        started = workers(endpoint)
        endpoint.process.kill()
        for query in endless:
            with pytest.raises(httpx.TransportError):
                query.result()
    endpoint.stop()
    assert until(lambda: not any(map(lives, started)))
