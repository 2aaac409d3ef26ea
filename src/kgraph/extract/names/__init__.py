"""Names of things: which words are names, of what type, and which are one thing."""
