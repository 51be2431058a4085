"""The page of one municipality: what it takes part in and what it delivers."""
