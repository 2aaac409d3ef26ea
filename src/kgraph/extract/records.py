from __future__ import annotations
from kgraph.extract.reading import Reading


def read_records(reading: Reading) -> None:
    return None
