"""Write a resolved graph to its folder, and read it back."""

from kgraph.store.write import write_graph

__all__ = ["write_graph"]
