"""The example world: fictitious people walking the first phases of a real trajectory, made through the real services."""
