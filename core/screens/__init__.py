"""The base of every page: access declared, subject found among what may be seen, refusals answered in words."""
