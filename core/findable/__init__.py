"""What can be found by its words: an entry per thing, kept up to date by triggers, and the one search over them."""
