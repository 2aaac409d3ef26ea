"""Start the explorer: the pages on a built graph, in a browser on this machine."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from kgraph.core.errors import MissingExtraError


def explorer_home() -> Path:
    """Return the folder that holds ``app/`` and the settings of its look: inside an installed kgraph, else the repository."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "_explorer"
    return installed if installed.is_dir() else package.parent.parent


def explorer_command(port: int | None = None, browser: bool = True) -> list[str]:
    """Return the command that serves the pages on ``port`` (None: the first free one from 8501 on), on this machine only.

    >>> explorer_command(port=9000)[1:4]
    ['-m', 'streamlit', 'run']
    """
    script = explorer_home() / "app" / "streamlit_app.py"
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.address", "127.0.0.1"]
    if port is not None:
        command += ["--server.port", str(port)]
    return [*command, "--server.headless", "false" if browser else "true"]


def explore(graph: Path, port: int | None = None, browser: bool = True) -> int:
    """Serve the pages on the graph in a folder until it is interrupted, and return the exit code.

    With ``browser`` a window is opened. A graph need not be there yet: the pages say how to build one, and show it then.
    Raises MissingExtraError where Streamlit is not installed.
    """
    if find_spec("streamlit") is None:
        raise MissingExtraError("streamlit", "app", "The explorer")
    environment = {**os.environ, "KGRAPH_GRAPH": str(graph.resolve())}
    if workspace := os.environ.get("KGRAPH_WORKSPACE"):
        environment["KGRAPH_WORKSPACE"] = str(Path(workspace).resolve())
    with subprocess.Popen(explorer_command(port, browser), cwd=explorer_home(), env=environment) as server:
        while True:
            try:
                return server.wait()
            except KeyboardInterrupt:
                # The interrupt reaches the server, too, which ends by itself.
                continue
