"""All trajectories on one page: where they stand, what is late or red, and what changed since a date or a board."""
