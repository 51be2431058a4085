"""Vandaag: what is asked of me, whom I wait for, what changed since I was last here."""
