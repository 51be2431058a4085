"""A procurement trajectory: its phases and tracks, and the shape of their checks and evidence."""
