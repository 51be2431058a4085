"""Gates between phases: conditions computed from the data or confirmed with evidence, and passing them."""
