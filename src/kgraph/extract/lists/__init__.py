"""Lists and tables: what an entry, a row, a field or a citation states."""
