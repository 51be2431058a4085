"""Building blocks that know nothing of procurement."""
