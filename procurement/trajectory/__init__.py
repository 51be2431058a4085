"""A procurement trajectory with its phases, tracks, checks and evidence."""
