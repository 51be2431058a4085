"""The decisions of a trajectory: which decision belongs to which phase, and what was decided."""
