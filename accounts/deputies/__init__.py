"""Deputies: who does somebody's work while they are away, without getting their roles."""
