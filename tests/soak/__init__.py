"""Long tests of what must not break: killed builds, readers during builds, mutated documents. ``make soak`` runs all of them."""
