"""What holds for every test."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def own_main() -> Iterator[None]:
    """Give ``__main__`` back: Streamlit's AppTest leaves the app there, and a new process would run it on starting."""
    main = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = main
