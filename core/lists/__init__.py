"""Lists: filter, sort, page, count, export and an empty state, the same everywhere."""
