"""A real browser on the real app: Chromium, driven by Playwright, and a server on a free port of this machine."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.app.graphs import wide_graph

from kgraph import build
from kgraph.core import build_settings
from kgraph.store import write_graph

ROOT = Path(__file__).parent.parent.parent
SEEDS = ROOT.parent / "shared" / "seeds"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# Streamlit looks for its own addresses below the path of a page first, and goes on when they are not there.
_LOOKING = re.compile(r"/_stcore/(health|host-config)$")


@dataclass(frozen=True)
class Server:
    """A running app: its address, the graph it shows, and the folder of its readers' views."""

    url: str
    graph: Path
    workspace: Path


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let what waited in vain for a page try once more: on a busy machine a page may take longer than any patience.

    It is told as a rerun; a wrong answer is no matter of time, and fails at once.
    """
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=1, only_rerun=["TimeoutError"]))


def _without(reason: str) -> Any:
    """Skip where a reader of the tests has no browser; in CI that would hide what is broken."""
    if os.environ.get("CI"):
        pytest.fail(f"{reason}; CI must have it")
    pytest.skip(reason)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium, for the whole run."""
    if not (ROOT / "src/kgraph/frontend/dist/main.js").is_file():
        _without("the canvas was not built when kgraph was installed (no npm registry?)")
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        _without(f"no browser here: none of {', '.join(BROWSERS)} is installed")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        _without("Playwright is not installed: pip install playwright")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The app on a made-up graph of some 2,600 entities."""
    folder = tmp_path_factory.mktemp("app")
    write_graph(wide_graph(), folder / "graph", build_settings())
    with serving(folder) as running:
        yield running


@pytest.fixture(scope="session")
def real_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The app on a graph of real reading lists: the source documents where they are, else the notes of ``data/raw``."""
    folder = tmp_path_factory.mktemp("real")
    build([SEEDS if SEEDS.is_dir() else ROOT / "data/raw"], folder / "graph")
    with serving(folder) as running:
        yield running


@contextmanager
def serving(folder: Path) -> Iterator[Server]:
    """Serve the app on the graph in ``folder``."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app/streamlit_app.py", "--server.headless", "true"]
    command += ["--server.port", str(port), "--server.fileWatcherType", "none"]
    environment = {
        **os.environ,
        "KGRAPH_GRAPH": str(folder / "graph"),
        "KGRAPH_WORKSPACE": str(folder / "workspace"),
        "PYTHONWARNINGS": "default",
    }
    with (folder / "log.txt").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT)
    try:
        _wait_until_up(f"http://127.0.0.1:{port}/_stcore/health", process, folder / "log.txt")
        yield Server(f"http://127.0.0.1:{port}", folder / "graph", folder / "workspace")
    finally:
        process.terminate()
        process.wait(10)


def _wait_until_up(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(300):
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(address, timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"the app did not start:\n{log.read_text('utf-8', 'replace')[-2000:]}")


@pytest.fixture
def open_page(browser: Any, server: Server) -> Iterator[Callable[..., Any]]:
    """Return a function that opens a path of the app on the made-up graph in a window of its own."""
    with opening(browser, server) as open_:
        yield open_


@pytest.fixture
def open_real(browser: Any, real_server: Server) -> Iterator[Callable[..., Any]]:
    """Return a function that opens a path of the app on the graph of real lists in a window of its own."""
    with opening(browser, real_server) as open_:
        yield open_


@contextmanager
def opening(browser: Any, server: Server) -> Iterator[Callable[..., Any]]:
    """Give a function that opens pages; at the end none may have logged an error, or asked any other host than this machine."""
    contexts: list[Any] = []
    problems: list[str] = []

    def open_(path: str, *, width: int = 1280, height: int = 860, scheme: str = "light") -> Any:
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce", locale="en-GB"
        )
        contexts.append(context)
        page = context.new_page()

        def logged(message: Any) -> None:
            if message.type == "error" and not _LOOKING.search(message.location.get("url", "")):
                problems.append(f"console: {message.text} ({message.location.get('url', '')})")

        def asked(request: Any) -> None:
            if not request.url.startswith((server.url, "data:", "blob:")):
                problems.append(f"request to another host: {request.url[:200]}")

        page.on("console", logged)
        page.on("request", asked)
        page.on("pageerror", lambda error: problems.append(f"script: {error}"))
        page.on("dialog", lambda dialog: (problems.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.goto(server.url + path)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert not problems, "\n".join(problems)


@pytest.fixture(scope="session")
def big_view(server: Server) -> str:
    """The address of a view of 2,000 nodes."""
    from tests.app.graphs import HUB

    from kgraph.query.view import Step, View
    from kgraph.query.workspace import Workspace

    ids = [f"method/model-{number:04}" for number in range(1999)]
    places = {id_: ((number % 50) * 70.0, (number // 50) * 70.0) for number, id_ in enumerate([*ids, HUB])}
    return Workspace(server.workspace).address(View().add([HUB]).expand(Step(HUB, reached=tuple(ids))).move(places))
