"""The example world: fictitious people walk the first phases of a real trajectory, through the real services."""
