"""Build the graph anew as a process of its own: the explorer only starts it, and tells what it says."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from ui.language import say
from ui.panel import el, panel

_MAIN = "from kgraph.cli import main; main()"
_LINES = 30


class Build:
    """A build that was started: its process, and the file of what it says."""

    def __init__(self, command: Sequence[str]):
        self.log = Path(tempfile.mkdtemp(prefix="kgraph-build-")) / "log.txt"
        with self.log.open("wb") as out:
            # What follows "kgraph" in the shown command, in the Python that the explorer runs in.
            self.process = subprocess.Popen(
                [sys.executable, "-c", _MAIN, *command[1:]], stdout=out, stderr=out, start_new_session=True
            )

    @property
    def code(self) -> int | None:
        """The exit code, None while it runs."""
        return self.process.poll()

    def said(self) -> list[str]:
        """Return the last lines that it wrote."""
        return self.log.read_text("utf-8", "replace").splitlines()[-_LINES:]


@st.cache_resource(show_spinner=False)
def _builds() -> dict[str, Build]:
    """The last build of each graph's folder, for all sessions."""
    return {}


def building(folder: Path, command: Sequence[str]) -> None:
    """Show the command that builds the graph anew, a button that runs it, and how it goes."""
    running = _builds().get(str(folder))
    # A fragment that asks every second is laid out only while there is something to ask.
    (_going if running is not None and running.code is None else _offered)(str(folder), tuple(command))


@st.fragment
def _offered(folder: str, command: tuple[str, ...]) -> None:
    build = _builds().get(folder)
    if st.button(say("build_run"), icon=":material/play_arrow:", key="build_run"):
        _builds()[folder] = Build(command)
        st.rerun(scope="app")
    if build is not None and build.code is not None:
        kind = "build_done" if build.code == 0 else "build_failed"
        content = [
            el("p", say(kind, code=build.code), kind="notice", role="status"),
            el("pre", "\n".join(build.said())),
        ]
        panel(content, key="build_said")


@st.fragment(run_every="1s")
def _going(folder: str, command: tuple[str, ...]) -> None:
    build = _builds()[folder]
    if build.code is not None:
        st.rerun(scope="app")
    panel(
        [el("p", say("build_runs"), kind="notice", role="status"), el("pre", "\n".join(build.said()))], key="build_runs"
    )
    if st.button(say("build_stop"), icon=":material/stop:", key="build_stop"):
        build.process.terminate()
