"""The command that serves the pages."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from kgraph.core.errors import MissingExtraError
from kgraph.present import explorer

pytest.importorskip("streamlit", reason="the pages need the extra 'app'")


def test_the_pages_and_their_look_are_found() -> None:
    home = explorer.explorer_home()
    assert (home / "app" / "streamlit_app.py").is_file()
    assert "[theme.dark]" in (home / ".streamlit" / "config.toml").read_text(encoding="utf-8")


def test_the_pages_are_served_on_this_machine_only() -> None:
    command = explorer.explorer_command(port=8999, browser=False)
    assert command[command.index("--server.address") + 1] == "127.0.0.1"
    assert command[command.index("--server.port") + 1] == "8999"
    assert command[command.index("--server.headless") + 1] == "true"


def test_without_streamlit_the_extra_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(explorer, "find_spec", lambda name: None)
    with pytest.raises(MissingExtraError, match=r"kgraph\[app\]"):
        explorer.explore(tmp_path)


@pytest.mark.slow
def test_the_command_serves_from_any_folder_and_ends_on_an_interrupt(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        str(Path(sys.executable).with_name("kgraph")),
        "explore",
        "--graph",
        "none",
        "--no-browser",
        "--port",
        str(port),
    ]
    with subprocess.Popen(
        command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True
    ) as process:
        try:
            assert _answer(f"http://127.0.0.1:{port}/_stcore/health") == "ok"
        finally:
            os.killpg(process.pid, signal.SIGINT)
        assert process.wait(20) == 0


def _answer(url: str, seconds: float = 30) -> str:
    end = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(url, timeout=2) as answer:
                return str(answer.read().decode())
        except (urllib.error.URLError, OSError):
            if time.monotonic() > end:
                raise
            time.sleep(0.2)
