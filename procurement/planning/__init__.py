"""Planning backward from the contract start: latest dates, slack, conflicts, what-ifs and frozen plans."""
