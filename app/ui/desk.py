"""The SPARQL desk's state: the text, what is said about it, and the query that runs or has run."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import streamlit as st

from kgraph import Graph, KgraphError, QueryResult
from kgraph.core.errors import QueryError
from kgraph.query.completion import Completer
from kgraph.query.diagnosis import Problem, diagnose, undeclared, unknown_terms
from kgraph.query.workers import Cancellation
from kgraph.query.workspace import Asked, Workspace, workspace_folder
from ui.canvas import Session as Drawing
from ui.inbox import Inbox
from ui.sentences import said

ROWS, SECONDS = 10_000, 30.0
"""The rows and the time that a query may take at first; the reader may allow more."""
MOST_ROWS, MOST_SECONDS = 1_000_000, 300.0
LONGEST_ADDRESS = 6000
"""Characters of a query in an address; browsers and servers take no more for sure."""
EXAMPLE = """SELECT ?paper ?method ?organization ?year WHERE {
  ?paper a kg:Paper ;
         kg:introduces ?method .
  OPTIONAL { ?paper kg:developedBy ?organization }
  OPTIONAL { ?paper kg:year ?year }
}
ORDER BY DESC(?year)
"""
_STATE = "desk"
CSS = """
<style>
.st-key-desk_graph { --kg-height: max(440px, 56vh); }
.st-key-desk_head { border-top: 1px solid var(--st-border-color, rgba(128,136,150,.25)); padding-top: .8rem; margin-top: .2rem; }
.st-key-desk_head > :nth-last-child(2) { flex: 1 1 auto; }
.st-key-desk_head p, .st-key-desk_graph_tools p { font-variant-numeric: tabular-nums; }
</style>
"""


class Run:
    """One query on its way: it runs beside the page, and ends when it is done, stopped, or out of time."""

    def __init__(self, graph: Graph, text: str, limit: int = ROWS, seconds: float = SECONDS):
        self.text, self.limit, self.seconds = text, limit, seconds
        self.result: QueryResult | None = None
        self.error: KgraphError | None = None
        self.noted = False
        self.drawing: Drawing | None = None
        self.choices: dict[str, Any] = {}
        self._cancellation, self._began = Cancellation(), time.monotonic()
        self._ended: float | None = None
        self._thread = threading.Thread(target=self._work, args=(graph,), daemon=True)
        self._thread.start()

    def _work(self, graph: Graph) -> None:
        try:
            self.result = graph.query(self.text, self.seconds, limit=self.limit, cancellation=self._cancellation)
        except KgraphError as error:
            self.error = error
        finally:
            self._ended = time.monotonic()

    @property
    def running(self) -> bool:
        return self._thread.is_alive()

    @property
    def elapsed(self) -> float:
        """Seconds since it began, or that it took."""
        return (self._ended or time.monotonic()) - self._began

    def wait(self, seconds: float) -> None:
        """Wait until it is done, at most so long."""
        self._thread.join(seconds)

    def stop(self) -> None:
        """End its work at once."""
        self._cancellation.cancel()
        self.wait(2)


@dataclass
class Desk:
    """What one reader's desk has come to. ``version`` counts the texts that the browser's part must take over."""

    text: str = ""
    version: int = 0
    answer: dict[str, Any] | None = None
    problems: list[Problem] = field(default_factory=list)
    checked: str | None = None
    run: Run | None = None
    inbox: Inbox = field(default_factory=Inbox)
    address: str = ""
    moved: bool = False


def current() -> Desk:
    """Return this session's desk."""
    return st.session_state.setdefault(_STATE, Desk())


@st.cache_resource(max_entries=2, show_spinner=False)
def completer(identity: str, _graph: Graph) -> Completer:
    """Return the completer of a graph, which ``identity`` names; one for all sessions, made ready beside the page."""
    made = Completer(_graph)
    threading.Thread(target=lambda: made.profile, daemon=True).start()
    return made


def workspace(graph: Graph) -> Workspace:
    """Return the folder of saved queries of this graph."""
    return Workspace(workspace_folder(graph.folder))


def write(text: str) -> None:
    """Put a text into the editor, in place of what is there."""
    now = current()
    now.text, now.version, now.problems, now.checked = text, now.version + 1, [], None


def open_desk(text: str) -> None:
    """Open the page of the desk with a query; for other pages."""
    write(text)
    st.switch_page(st.session_state["pages"]["sparql"])


def follow_address(default: str) -> None:
    """Show the query that the page's address holds; at first, an example."""
    now = current()
    asked = st.query_params.get("query", "")
    if asked and asked != now.address:
        now.address = asked
        write(asked)
    elif not now.text and not now.version:
        write(default)


def start(graph: Graph, text: str, limit: int = ROWS, seconds: float = SECONDS) -> None:
    """Run a query; one that runs still is stopped. Short ones are done when this returns."""
    now = current()
    if now.run is not None and now.run.running:
        now.run.stop()
    now.text, now.moved = text, True
    now.run = Run(graph, text, limit, seconds)
    now.run.wait(0.35)
    settle(graph)


def settle(graph: Graph) -> None:
    """Note what came out of a query that has ended: its problems, and its place in the history."""
    now = current()
    run = now.run
    if run is None or run.running or run.noted:
        return
    run.noted = True
    now.checked, now.problems = run.text, _outcome(graph, run)
    if run.result is not None:
        at = datetime.now().strftime("%Y-%m-%d %H:%M")
        asked = Asked(run.text, at, round(run.elapsed, 3), len(run.result))
        try:
            workspace(graph).remember(asked)
        except KgraphError as error:
            st.toast(said(error))


def _outcome(graph: Graph, run: Run) -> list[Problem]:
    """Return the problems of a query that has ended."""
    if run.error is not None and not isinstance(run.error, QueryError):
        return [Problem("engine", 0, 0, {"reason": str(run.error)})]
    unknown = unknown_terms(run.text, completer(graph.identity, graph).profile)
    return unknown if run.error is None else [diagnose(run.text, run.error), *unknown]


def check(graph: Graph, text: str) -> None:
    """Say at once what a text names that is not there; whether it is a query shows when it runs."""
    now = current()
    now.text = now.checked = text
    if now.run is not None and now.run.noted and now.run.text == text:
        # What was typed may arrive after the query that it became: what came out of that is not forgotten.
        now.problems = _outcome(graph, now.run)
    else:
        now.problems = [*undeclared(text), *unknown_terms(text, completer(graph.identity, graph).profile)]


def remember_address() -> None:
    """Make the address of the page bring back the query that was run."""
    now = current()
    if now.moved and now.run is not None:
        now.moved = False
        if len(now.run.text) <= LONGEST_ADDRESS:
            now.address = now.run.text
            st.query_params["query"] = now.run.text
        else:
            st.query_params.pop("query", None)
