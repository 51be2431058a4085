"""The bodies that advise and decide, and when they meet."""
