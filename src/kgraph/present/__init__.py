"""Results as tables, files and pages. It knows the store and the questions, and never builds a graph."""
