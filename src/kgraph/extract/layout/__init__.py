"""Layout: what headings, and things one above the other or side by side, state."""
