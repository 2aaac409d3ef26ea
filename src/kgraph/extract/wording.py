from __future__ import annotations
from kgraph.extract.reading import Reading


def read_wording(reading: Reading) -> None:
    return None
