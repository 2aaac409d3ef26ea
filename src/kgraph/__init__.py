"""kgraph: reading lists in Chinese and English as a knowledge graph that shows its sources."""
