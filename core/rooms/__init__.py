"""Which rooms the house has, and the four registries by which a room shows itself on other pages."""
