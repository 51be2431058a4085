"""All kept reports that somebody may read."""
