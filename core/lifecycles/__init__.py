"""Lifecycles as tables that a jurist can read, and the one value that says whether something may."""
