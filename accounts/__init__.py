"""Who works here, and for whom."""
