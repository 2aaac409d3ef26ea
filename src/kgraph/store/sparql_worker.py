"""The process that answers SPARQL: it can be killed at any moment, and has no network.

Run as a program with the store's folder, the bytes of memory that a query may take, and perhaps the number of the process to end with. It imports
nothing of kgraph, so that it starts fast. Both ends are ours: it reads requests from stdin, each a pickled dictionary, and writes answers to
stdout. Every message is a length (8 bytes) and so many bytes. An answer is

- a head, pickled: ``kind`` and ``format`` (and ``boolean``, the answer of ASK), or ``error`` and nothing after it, with
  ``line`` and ``column`` where the text does not parse, ``kind`` where no format was asked for that fits, ``missing``
  where there is no such graph, ``service`` where the text asks another host, ``update`` (the word) where it changes one;
  for updates, which change a copy that the request names, ``kind`` and ``problems``: None or what is wrong with each;
- blocks of the answer in that format, none of them empty, while the query runs;
- an empty message, and a tail, pickled: ``rows`` (None: not counted), ``truncated``, ``memory`` of the process in bytes,
  and ``error`` when it broke off.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import pickle
import re
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

MEMORY = 4 << 30
"""Bytes that a query may take beyond what the opened store takes, where nothing else is said."""
UNREADABLE = 3
"""The code that the process ends with when it cannot open the store."""
SOLUTIONS = {"csv": "CSV", "json": "JSON", "tsv": "TSV", "xml": "XML"}
"""The formats of SELECT and ASK, and their names in the engine."""
TRIPLES = {
    "jsonld": "JSON_LD",
    "nquads": "N_QUADS",
    "ntriples": "N_TRIPLES",
    "rdfxml": "RDF_XML",
    "trig": "TRIG",
    "turtle": "TURTLE",
}
"""The formats of CONSTRUCT, DESCRIBE and whole graphs, and their names in the engine."""

_STACK = 512 << 20
"""Bytes of stack, of which only what is used costs memory: ten thousand nested brackets have to find room."""
_BLOCK = 1 << 16
_PR_SET_PDEATHSIG = 1
_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000


def drop_network() -> bool:
    """Put this process into a network of its own, without any device; return whether the system let us."""
    try:
        libc = ctypes.CDLL(None, use_errno=True)
        return bool(libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET) == 0 or libc.unshare(_CLONE_NEWNET) == 0)
    except (OSError, AttributeError):
        return False


def die_with_parent(parent: int) -> None:
    """Let the system kill this process, even while it is paused, when the thread that started it has ended."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it has ended before the system was told
        os._exit(0)


def limit_memory(memory: int | None) -> None:
    """Let a query that wants ``memory`` bytes more than this process has now end it, and not the machine; None: no limit."""
    import resource

    with contextlib.suppress(OSError):  # when all processes together want too much, it is one of these that goes
        Path("/proc/self/oom_score_adj").write_text("500")
    with contextlib.suppress(OSError, ValueError):  # not every system knows this limit
        highest = resource.getrlimit(resource.RLIMIT_AS)[1]
        limit = highest if memory is None else _memory()[0] + memory
        resource.setrlimit(resource.RLIMIT_AS, (limit, highest))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # the memory of a query is nobody's business afterwards


def _memory() -> tuple[int, int]:
    """Return the bytes of addresses and of memory that this process has now; zeros where the system does not tell."""
    try:
        addresses, resident = Path("/proc/self/statm").read_bytes().split()[:2]
    except OSError:
        return 0, 0
    page = os.sysconf("SC_PAGE_SIZE")
    return int(addresses) * page, int(resident) * page


# Strings, IRIs and comments: where a word of the language is no word of the language. A string may lack its end, so
# that each character is looked at once whatever the text; the engine then finds the fault.
_QUIET = re.compile(
    r'''"""(?:[^\\]|\\.)*?(?:"""|\Z)|\'\'\'(?:[^\\]|\\.)*?(?:\'\'\'|\Z)|"(?:[^"\\\n]|\\.)*"?|\'(?:[^\'\\\n]|\\.)*\'?'''
    r"""|<[^<>"{}|^`\s]*>|#[^\n]*""",
    re.DOTALL,
)
_UPDATES = re.compile(r"\b(INSERT|DELETE|LOAD|CLEAR|DROP|CREATE|COPY|MOVE|ADD)\b", re.IGNORECASE)
# Not a part of a variable or a prefixed name; the engine takes the word also without a blank on either side.
_SERVICE = re.compile(r"(?<![?$:A-Z_-])SERVICE", re.IGNORECASE)
_LOAD = re.compile(r"(?<![?$:.A-Z_-])LOAD(?![\w-]*:)", re.IGNORECASE)


def quiet(text: str) -> str:
    """Return a text with blanks in place of its strings, IRIs and comments: what is left are words of the language."""
    return _QUIET.sub(lambda found: " " * len(found.group()), text)


def asks_another_host(text: str) -> bool:
    """Return whether a text uses SERVICE. This process has no network in any case; this is to say so in words.

    >>> asks_another_host("SELECT * { SERVICE <http://example.org/> {} }"), asks_another_host("SELECT ('service' AS ?x) {}")
    (True, False)
    """
    return "service" in text.lower() and _SERVICE.search(quiet(text)) is not None


def loads(text: str) -> bool:
    """Return whether an update uses LOAD; like SERVICE it would find no network, and this is to say so in words.

    >>> loads("LOAD <http://example.org/>"), loads("PREFIX load: <http://example.org/> INSERT DATA { load:a load:b 'LOAD' }")
    (True, False)
    """
    return "load" in text.lower() and _LOAD.search(quiet(text)) is not None


def update_word(text: str) -> str | None:
    """Return the word by which a text would change a graph, in capitals; None when it has none.

    >>> update_word("insert data { <a:a> <a:b> 'DROP' }"), update_word("SELECT ('DROP' AS ?x) {}")
    ('INSERT', None)
    """
    found = _UPDATES.search(quiet(text))
    return None if found is None else found[1].upper()


def packed(message: Any) -> bytes:
    """Return a message as it is written; bytes stay as they are, all else is pickled."""
    content = message if isinstance(message, bytes) else pickle.dumps(message, protocol=5)
    return len(content).to_bytes(8, "big") + content


def read_block(stream: BinaryIO) -> bytes | None:
    """Return the bytes of the next message, or None at the end of the stream."""
    head = stream.read(8)
    if len(head) < 8:
        return None
    size = int.from_bytes(head, "big")
    content = stream.read(size)
    return content if len(content) == size else None


class Refused(Exception):
    """Raised for a request that is not answered; ``problem`` is the head that says why."""

    def __init__(self, reason: str, **problem: object):
        self.problem = {"error": reason, **problem}
        super().__init__(reason)


class RowsFull(Exception):
    """Raised by ``Rows.write`` when the answer has more rows than it may have."""


class Rows:
    r"""A file that the engine writes solutions into: counts the rows, and passes on no more than ``limit`` of them.

    What is passed on is a whole document of its format. Memory is that of a block and the longest row.

    >>> parts = []
    >>> rows = Rows("tsv", 1, parts.append)
    >>> rows.write(b'?a\n"x"\n"y"\n')
    Traceback (most recent call last):
    kgraph.store.sparql_worker.RowsFull
    >>> b"".join(parts), rows.count, rows.truncated
    (b'?a\n"x"\n', 1, True)
    """

    def __init__(self, format: str, limit: int, out: Callable[[bytes], object]):
        self.count, self.truncated = 0, False
        self._out, self._limit = out, limit
        self._head, self._separators, self._foot = _LAYOUTS[format]
        self._pending, self._in_head, self._look_at = b"", True, 0

    def write(self, data: bytes) -> int:
        """Take a block; raises RowsFull when a row beyond the limit has begun."""
        if self.truncated:  # the engine writes what it still holds when it is stopped
            raise RowsFull
        self._pending += data
        # What holds no end of a row is looked at again only when it has doubled: the work stays linear in the answer.
        if len(self._pending) >= self._look_at:
            self._pass_on()
        return len(data)

    def flush(self) -> None:
        """Do nothing; the engine asks for it."""

    def finish(self) -> None:
        """Pass on the rest, after the engine has written all of it. Raises RowsFull."""
        self._pass_on()
        self.count += not self._in_head and self._pending != self._foot
        self._out(self._pending)

    def _pass_on(self) -> None:
        if self._in_head:
            start = self._pending.find(self._head)
            if start < 0:
                return
            self._in_head, start = False, start + len(self._head)
            self._out(self._pending[:start])
            self._pending = self._pending[start:]
        ends = self._separators(self._pending)
        if not ends:
            self._look_at = 2 * len(self._pending)
            return
        room = self._limit - self.count
        if len(ends) >= room:
            self.count, self.truncated = self._limit, True
            self._out(self._pending[: ends[room - 1]].removesuffix(b",") + self._foot)
            raise RowsFull
        self.count += len(ends)
        self._out(self._pending[: ends[-1]])
        self._pending, self._look_at = self._pending[ends[-1] :], 0


# Where a row ends and another one begins, in what the engine writes. A text in quotes may lack its end.
_TSV = re.compile(rb"\n(?=.)", re.DOTALL)
_XML = re.compile(rb"</result>(?=<result>)")
_CSV = re.compile(rb"\r\n(?=.)", re.DOTALL)
_CSV_QUOTED = re.compile(rb'"[^"]*(?:"|\Z)|(\r\n)(?=.)', re.DOTALL)
# Within a text each quote is escaped, and after the one that ends it there is no name of a variable: a sure sign, but for
# rows without any value. The long way round looks at each text.
_JSON = re.compile(rb'\}\},(?=\{"[^,}])')
_JSON_QUOTED = re.compile(rb'"(?:[^"\\]++|\\.)*+(?:"|\\?\Z)|(,)(?=\{)', re.DOTALL)


def _tsv_ends(data: bytes) -> list[int]:
    return [found.end() for found in _TSV.finditer(data)]


def _xml_ends(data: bytes) -> list[int]:
    return [found.end() for found in _XML.finditer(data)]


def _csv_ends(data: bytes) -> list[int]:
    if b'"' in data:
        return [found.end() for found in _CSV_QUOTED.finditer(data) if found[1]]
    return [found.end() for found in _CSV.finditer(data)]


def _json_ends(data: bytes) -> list[int]:
    ends = [found.end() for found in _JSON.finditer(data)]
    if len(ends) == data.count(b",{"):
        return ends
    return [found.end() for found in _JSON_QUOTED.finditer(data) if found[1]]


_LAYOUTS: dict[str, tuple[bytes, Callable[[bytes], list[int]], bytes]] = {
    "csv": (b"\r\n", _csv_ends, b""),
    "json": (b'"bindings":[', _json_ends, b"]}}"),
    "tsv": (b"\n", _tsv_ends, b""),
    "xml": (b"<results>", _xml_ends, b"</results></sparql>"),
}


class Triples:
    """The triples of an answer, counted, up to ``limit`` of them (None: all)."""

    def __init__(self, triples: Iterable[Any], limit: int | None):
        self.count, self.truncated = 0, False
        self._triples, self._limit = triples, limit

    def __iter__(self) -> Iterator[Any]:
        for triple in self._triples:
            if self.count == self._limit:
                self.truncated = True
                return
            self.count += 1
            yield triple


class Answer:
    """One answer on its way out: the head goes with the first block, so that an early error is still an error."""

    def __init__(self, out: BinaryIO, head: dict[str, Any]):
        self.begun = False
        self._out, self._head = out, head
        self._parts: list[bytes] = []
        self._size = 0

    def write(self, data: bytes) -> int:
        """Take a part of the answer."""
        self._parts.append(data)
        self._size += len(data)
        if self._size >= _BLOCK:
            self._send()
        return len(data)

    def flush(self) -> None:
        """Do nothing; the engine asks for it."""

    def finish(self, tail: dict[str, Any]) -> None:
        """Send what is left, and the tail."""
        self._send(packed(b"") + packed({**tail, "memory": _memory()[1]}))

    def _send(self, after: bytes = b"") -> None:
        head = b"" if self.begun else packed(self._head)
        block = packed(b"".join(self._parts)) if self._size else b""
        self._out.write(head + block + after)
        self._out.flush()
        self.begun, self._size = True, 0
        self._parts.clear()


class Engine:
    """The store, and what is done with a request. Call it in a thread of its own."""

    def __init__(self, folder: str, memory: int, offline: bool, out: BinaryIO):
        import pyoxigraph

        self._engine: Any = pyoxigraph
        self._store = pyoxigraph.Store.read_only(folder)
        self._memory, self._offline, self._out = memory, offline, out
        limit_memory(memory)

    def answer(self, request: dict[str, Any]) -> None:
        """Write the answer to a request."""
        head: dict[str, Any] = {}
        answer = Answer(self._out, head)
        try:
            if "updates" in request:
                tail = self._update(request, head)
            else:
                tail = self._dump(request, head, answer) if "graph" in request else self._query(request, head, answer)
        except SyntaxError as error:
            self._fail(answer, {"update": update_word(request["query"]), **_placed(error)})
        except Refused as refusal:
            self._fail(answer, refusal.problem)
        except (OSError, ValueError, RuntimeError) as error:
            self._fail(answer, {"error": str(error)})
        else:
            answer.finish(tail)

    def _fail(self, answer: Answer, problem: dict[str, Any]) -> None:
        if answer.begun:
            answer.finish({"rows": None, "truncated": False, **problem})
        else:
            self._out.write(packed(problem))
            self._out.flush()

    def _query(self, request: dict[str, Any], head: dict[str, Any], answer: Answer) -> dict[str, Any]:
        engine, text, limit = self._engine, request["query"], request["rows"]
        self._keep_inside(text)
        default, named = request["default_graphs"], request["named_graphs"]
        if default is not None or named is not None:  # a dataset that is given at all is given whole
            default, named = ([engine.NamedNode(iri) for iri in graphs or ()] for graphs in (default, named))
        result: Any = self._store.query(
            text, base_iri=request["base"], prefixes=request["prefixes"], default_graph=default, named_graphs=named
        )
        kind = "triples" if isinstance(result, engine.QueryTriples) else "solutions"
        kind = "boolean" if isinstance(result, engine.QueryBoolean) else kind
        if request["formats"][kind] is None:
            raise Refused(f"no format that was asked for can hold {kind}", kind=kind)
        head.update(kind=kind, format=request["formats"][kind])
        if kind == "triples":
            triples = Triples(result, limit)
            self._write_triples(triples, head["format"], request["prefixes"], answer)
            return {"rows": triples.count, "truncated": triples.truncated}
        format = getattr(engine.QueryResultsFormat, SOLUTIONS[head["format"]])
        if kind == "boolean":
            head["boolean"] = bool(result)
        if kind == "boolean" or limit is None:
            result.serialize(answer, format=format)
            return {"rows": None, "truncated": False}
        rows = Rows(head["format"], limit, answer.write)
        with contextlib.suppress(RowsFull):
            result.serialize(rows, format=format)
            rows.finish()
        return {"rows": rows.count, "truncated": rows.truncated}

    def _keep_inside(self, text: str) -> None:
        """Raise Refused for a text that asks another host."""
        if asks_another_host(text):
            raise Refused("SERVICE asks another host, which is not allowed; ask about this graph only", service=True)
        # Without the system's help only the bare word is a sure sign; the engine knows no other spelling of it.
        if not self._offline and "service" in text.lower():
            raise Refused(
                "a text with the word SERVICE is not allowed, as the network cannot be shut off", service=True
            )

    def _update(self, request: dict[str, Any], head: dict[str, Any]) -> dict[str, Any]:
        """Copy the store to a new folder (hard links: it costs nothing), and apply updates there, each whole or not at all."""
        self._store.backup(request["into"])
        limit_memory(None)
        store = self._engine.Store(request["into"])
        limit_memory(self._memory)  # beyond what two opened stores take
        head.update(kind="updates", problems=[self._apply(store, update, request) for update in request["updates"]])
        store.flush()
        return {"rows": None, "truncated": False}

    def _apply(self, store: Any, update: dict[str, str], request: dict[str, Any]) -> dict[str, Any] | None:
        """Apply an update, and return what is wrong with it: ``text`` is applied, ``sent`` is what its writer knows."""
        text, known = update["text"], {"base_iri": request["base"], "prefixes": request["prefixes"]}
        try:
            self._keep_inside(text)
            if loads(text):
                raise Refused("LOAD reads from another host, which is not allowed; send the triples", service=True)
            if not self._offline and "load" in text.lower():
                raise Refused(
                    "a text with the word LOAD is not allowed, as the network cannot be shut off", service=True
                )
            store.update(text, **known)
        except SyntaxError as error:
            problem = _placed(error)
            with contextlib.suppress(OSError, ValueError, RuntimeError):
                try:
                    if update["sent"] != text:  # its writer wants to know the place in what was sent
                        self._engine.Store().update(update["sent"], **known)
                except SyntaxError as error:
                    problem = _placed(error)
            return problem
        except Refused as refusal:
            return refusal.problem
        except (ValueError, RuntimeError) as error:
            return {"error": str(error)}
        return None

    def _dump(self, request: dict[str, Any], head: dict[str, Any], answer: Answer) -> dict[str, Any]:
        """Write a graph: the one of that IRI, the default one (empty text), or all of them (None)."""
        engine, iri, format = self._engine, request["graph"], request["format"]
        graph = engine.NamedNode(iri) if iri else engine.DefaultGraph()
        if iri and not self._store.contains_named_graph(graph):
            raise Refused(f"there is no graph <{iri}>", missing=iri)
        head.update(kind="triples", format=format)
        quads = self._store.quads_for_pattern(None, None, None, None if iri is None else graph)
        triples = Triples(quads if iri is None else (quad.triple for quad in quads), None)
        self._write_triples(triples, format, request["prefixes"], answer)
        return {"rows": triples.count, "truncated": False}

    def _write_triples(self, triples: Triples, format: str, prefixes: dict[str, str], answer: Answer) -> None:
        syntax = getattr(self._engine.RdfFormat, TRIPLES[format])
        self._engine.serialize(triples, answer, format=syntax, prefixes=prefixes)


def _placed(error: SyntaxError) -> dict[str, Any]:
    """Return what the engine says of a text that does not parse, with the place where it says one."""
    where = re.match(r"error at (\d+):(\d+): (.*)", str(error), re.DOTALL)
    return {"error": where[3], "line": int(where[1]), "column": int(where[2])} if where else {"error": str(error)}


def serve(folder: str, memory: int, parent: int | None = None) -> None:
    """Answer requests until the other side closes, or the process ``parent`` ends, which has started this one."""
    out = sys.stdout.buffer
    offline = drop_network()  # before there is a thread: the system gives a network of its own to single ones only
    if parent is not None:
        die_with_parent(parent)  # after it, as the system forgets this wish when a process gets other rights
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the other side, which ends this one

    def answer_all() -> None:
        try:
            engine = Engine(folder, memory, offline, out)
        except (OSError, ValueError, RuntimeError):
            os._exit(UNREADABLE)
        while (content := read_block(sys.stdin.buffer)) is not None:
            request = pickle.loads(content)
            # If the parent cannot end a query that has run out of time, the system does: the alarm kills this process.
            signal.setitimer(signal.ITIMER_REAL, request["timeout"] + 1)
            engine.answer(request)
            signal.setitimer(signal.ITIMER_REAL, 0)

    threading.stack_size(_STACK)
    thread = threading.Thread(target=answer_all)
    thread.start()
    thread.join()


if __name__ == "__main__":
    serve(sys.argv[1], int(sys.argv[2]), *map(int, sys.argv[3:]))
