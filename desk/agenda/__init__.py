"""What is coming for me, as a page and as a feed, and the calculator of legal terms."""
