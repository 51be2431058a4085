"""Kept reports: gathered, typeset to a tagged PDF by a job, kept for good under the fingerprint of their content."""
