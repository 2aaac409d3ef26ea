from __future__ import annotations
from kgraph.extract.reading import Reading


def read_tables(reading: Reading) -> None:
    return None
