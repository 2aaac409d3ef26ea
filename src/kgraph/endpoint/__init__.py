"""The SPARQL endpoint: the graph over HTTP, by the W3C's protocols, read-only and bounded in every direction."""
