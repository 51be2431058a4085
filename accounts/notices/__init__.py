"""Notices: short messages to one person that something waits or changed, on the page and in a daily mail."""
