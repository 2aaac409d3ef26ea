"""The explorer: pages on a built graph.

Run with ``kgraph explore``, ``make run`` or ``streamlit run app/streamlit_app.py``. It reads ``data/graph``, or the folder
that the environment variable ``KGRAPH_GRAPH`` names. It only shows; ``kgraph build`` makes the graph.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from ui.frame import run

st.set_page_config(page_title="kgraph", page_icon=str(Path(__file__).parent / "ui" / "icon.svg"), layout="wide")
run()
