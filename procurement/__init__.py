"""How it is bought: the walk from problem analysis to look back."""
