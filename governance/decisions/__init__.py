"""Decisions: a proposal, its text and comments, the route along the bodies, and what each of them decided."""
