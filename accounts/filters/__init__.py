"""Saved filters: how a person likes to look at a list, under a name of their own."""
