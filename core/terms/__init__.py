"""Legal terms: when they end and why."""
