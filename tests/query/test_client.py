"""A query to an endpoint elsewhere: what it sends, what it takes, and how it fails."""

from __future__ import annotations

import http.server
import json
import threading
import time
from collections.abc import Callable, Iterator
from urllib.parse import parse_qs

import pytest

from kgraph.core.errors import ArgumentError, QueryError, QueryTimeoutError, RemoteError, SettingsError
from kgraph.query.client import SparqlClient

JSON = "application/sparql-results+json"
ROWS = json.dumps(
    {
        "head": {"vars": ["a", "b"], "link": ["x"]},
        "results": {
            "distinct": False,
            "bindings": [
                {"a": {"type": "uri", "value": "http://example.org/1"}, "b": {"type": "literal", "value": "形变\t\n"}},
                {"b": {"type": "typed-literal", "value": "3", "datatype": "http://www.w3.org/2001/XMLSchema#integer"}},
            ],
        },
        "metadata": {"httpRequests": 0},
    }
).encode()
Reply = tuple[int, dict[str, str], bytes]


class Server(http.server.ThreadingHTTPServer):
    """A server that answers as a test says, and keeps what it was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, dict[str, list[str]], str]] = []
        self.reply: Callable[[str], Reply] = lambda path: (200, {"Content-Type": JSON}, ROWS)
        self.pause = 0.0
        super().__init__(("127.0.0.1", 0), Handler)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/sparql"


class Handler(http.server.BaseHTTPRequestHandler):
    server: Server

    def do_POST(self) -> None:
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.server.asked.append((self.command, self.path, form, self.headers["Accept"]))
        code, headers, body = self.server.reply(self.path)
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if not self.server.pause:
            self.wfile.write(body)
            return
        for byte in body:  # a server that never lets a read time out by itself
            try:
                self.wfile.write(bytes([byte]))
                self.wfile.flush()
            except OSError:
                return
            time.sleep(self.server.pause)

    def do_GET(self) -> None:
        self.server.asked.append((self.command, self.path, {}, ""))
        self.send_error(405)

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        thread = threading.Thread(target=running.serve_forever, args=(0.01,))
        thread.start()
        yield running
        running.shutdown()
        thread.join()


def test_rows_come_as_values_whatever_the_store_adds(server: Server) -> None:
    answer = SparqlClient(server.address).query("SELECT ?a ?b { ?m a kg:Method }")
    assert list(answer) == [{"a": "http://example.org/1", "b": "形变\t\n"}, {"a": None, "b": 3}]
    ((method, _, form, accept),) = server.asked
    assert method == "POST"
    assert form["query"] == ["PREFIX kg: <https://w3id.org/kgraph/ontology#> \nSELECT ?a ?b { ?m a kg:Method }"]
    assert accept.startswith(JSON)


@pytest.mark.parametrize(
    ("kind", "body", "expected"),
    [
        ("application/sparql-results+xml", b'<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#">'
         b"<head><variable name='a'/></head><results><result><binding name='a'><literal>x</literal></binding></result>"
         b"</results></sparql>", [{"a": "x"}]),
        ("text/tab-separated-values", b'?a\n"x"\n', [{"a": "x"}]),
        ("text/turtle; charset=utf-8", b"<a> <b> <c> .", [("http://127.0.0.1/a", "http://127.0.0.1/b", "http://127.0.0.1/c")]),
        ("application/n-triples", b"<a:a> <a:b> _:x .\n", None),
    ],
)  # fmt: skip
def test_each_format_is_read(server: Server, kind: str, body: bytes, expected: list[object] | None) -> None:
    server.reply = lambda path: (200, {"Content-Type": kind}, body)
    answer = SparqlClient(server.address).query(
        "DESCRIBE <a:a>" if "sparql" not in kind and "tab" not in kind else "SELECT * {}"
    )
    rows = [
        tuple(str(v).replace(f":{server.server_address[1]}", "") for v in row) if isinstance(row, tuple) else row
        for row in answer
    ]
    assert len(rows) == 1
    assert expected is None or rows == expected


def test_a_yes_is_a_yes(server: Server) -> None:
    server.reply = lambda path: (200, {"Content-Type": JSON}, b'{"boolean": true, "head": {}}')
    assert bool(SparqlClient(server.address).query("ASK {}"))


def test_triples_are_asked_for_as_triples(server: Server) -> None:
    server.reply = lambda path: (200, {"Content-Type": "application/n-triples"}, b"")
    answer = SparqlClient(server.address).query("# SELECT\nCONSTRUCT { ?a ?b 'ASK' } WHERE { ?a ?b ?c }")
    assert (answer.kind, len(answer)) == ("triples", 0)
    assert JSON not in server.asked[0][3]


@pytest.mark.parametrize("code", [301, 302, 307, 308])
def test_a_redirection_is_followed_with_the_whole_query(server: Server, code: int) -> None:
    server.reply = lambda path: (
        (code, {"Location": "/other"}, b"") if path == "/sparql" else (200, {"Content-Type": JSON}, ROWS)
    )
    assert len(SparqlClient(server.address).query("SELECT * {}")) == 2
    assert [(method, path) for method, path, _, _ in server.asked] == [("POST", "/sparql"), ("POST", "/other")]
    assert server.asked[1][2]["query"] == ["\nSELECT * {}"]


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://127.0.0.1/x", "gopher://x", "//", "/sparql"])
def test_other_redirections_are_not(server: Server, target: str) -> None:
    server.reply = lambda path: (302, {"Location": target}, b"")
    with pytest.raises(RemoteError, match="redirects"):
        SparqlClient(server.address).query("SELECT * {}")
    assert len(server.asked) <= 5


def test_an_answer_that_is_too_large_is_not_read_on(server: Server) -> None:
    server.reply = lambda path: (200, {"Content-Type": JSON}, b" " * (3 << 20))
    with pytest.raises(RemoteError, match="larger than 1 MB"):
        SparqlClient(server.address, largest=1 << 20).query("SELECT * {}")


def test_a_server_that_drips_is_left_at_the_deadline(server: Server) -> None:
    server.pause = 0.05
    start = time.monotonic()
    with pytest.raises(QueryTimeoutError, match=r"0\.4 s"):
        SparqlClient(server.address).query("SELECT * {}", timeout=0.4)
    assert time.monotonic() - start < 20


@pytest.mark.parametrize(
    ("reply", "error", "words"),
    [
        ((400, {"Content-Type": "text/plain"}, b"Parse error:\n  line 1"), QueryError, "says: Parse error: line 1"),
        ((400, {"Content-Type": "text/html"}, b"<h1>MALFORMED</h1> QUERY"), QueryError, "says: MALFORMED QUERY"),
        (
            (400, {"Content-Type": "application/problem+json"}, b'{"detail": "a dot is missing", "line": 3, "column": 4}'),
            QueryError,
            r"\(line 2, column 4\): '.*' says: a dot is missing",
        ),
        ((403, {}, b"updates are refused"), QueryError, "says: updates are refused"),
        ((404, {}, b""), RemoteError, "answers 404: Not Found"),
        ((503, {}, b"busy"), RemoteError, "answers 503: busy"),
        ((200, {"Content-Type": "text/html"}, b"<p>hello"), RemoteError, "text/html, which is no answer to SPARQL"),
        ((200, {"Content-Type": "text/csv"}, b"a\r\n1\r\n"), RemoteError, "text/csv, which is no answer"),
        ((200, {"Content-Type": JSON}, b'{"head": '), RemoteError, "is no application/sparql-results"),
        ((200, {"Content-Type": JSON}, b"[1]"), RemoteError, "is no application/sparql-results"),
        ((200, {"Content-Type": JSON}, b"[" * 100_000), RemoteError, "is no application/sparql-results"),
        ((200, {"Content-Type": JSON}, b'{"head": {"vars": ["a"]}, "results": {"bindings": [{"a": 1}]}}'), RemoteError, "is no"),
        ((200, {"Content-Type": "text/turtle"}, b"<a> <b> ."), RemoteError, "is no text/turtle"),
    ],
)  # fmt: skip
def test_what_goes_wrong_is_said_in_a_sentence(
    server: Server, reply: Reply, error: type[Exception], words: str
) -> None:
    server.reply = lambda path: reply
    with pytest.raises(error, match=words):
        SparqlClient(server.address).query("SELECT * {}")


def test_nobody_there_is_said(server: Server) -> None:
    with pytest.raises(RemoteError, match="connection refused"):
        SparqlClient("http://127.0.0.1:1/sparql").query("ASK {}")
    with pytest.raises(RemoteError):
        SparqlClient("http://no.such.host.invalid/sparql").query("ASK {}")


@pytest.mark.parametrize("header", [("Kgraph-Truncated", "true"), ("X-SPARQL-MaxRows", "10000")])
def test_a_cut_answer_is_known_as_one(server: Server, header: tuple[str, str]) -> None:
    server.reply = lambda path: (200, {"Content-Type": JSON, header[0]: header[1]}, ROWS)
    assert SparqlClient(server.address).query("SELECT * {}").truncated
    server.reply = lambda path: (200, {"Content-Type": JSON, "Kgraph-Truncated": "false"}, ROWS)
    answer = SparqlClient(server.address).query("SELECT * {}")
    assert not answer.truncated
    head = SparqlClient(server.address).query("SELECT * {}", limit=1)
    assert (len(head), head.truncated) == (1, True)


def test_what_makes_no_sense_is_refused_before_it_is_sent(server: Server) -> None:
    for url in ("file:///etc/passwd", "localhost:7878", "", "http://"):
        with pytest.raises(ArgumentError):
            SparqlClient(url)
    client = SparqlClient(server.address)
    with pytest.raises(SettingsError):
        client.query("ASK {}", timeout=0)
    with pytest.raises(ArgumentError):
        client.query("ASK {}", limit=0)
    assert server.asked == []


def test_graphs_to_ask_are_named_as_the_protocol_says(server: Server) -> None:
    SparqlClient(server.address).query("SELECT * {}", default_graphs=["a:a", "a:b"], named_graphs=["a:c"])
    form = server.asked[0][2]
    assert (form["default-graph-uri"], form["named-graph-uri"]) == (["a:a", "a:b"], ["a:c"])
