"""Deadlines: what must be done by when, by whom, and why that day; other rooms set them."""
