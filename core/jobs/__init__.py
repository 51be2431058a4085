"""Long work as rows: asked for, seen, cancelled, and picked up again when a worker dies."""
