"""Comments on whatever a room opens for them, with colleagues named in them."""
