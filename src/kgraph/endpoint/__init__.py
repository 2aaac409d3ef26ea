"""The SPARQL endpoint: the graph over HTTP, by the W3C's protocols, read-only unless told otherwise, and bounded in every direction."""
