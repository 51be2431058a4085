"""The one clock: the database's own, plus an offset that exists only in example and rehearsal databases."""
