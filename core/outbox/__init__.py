"""Messages that leave with their transaction or not at all; PostgreSQL is the queue of record."""
