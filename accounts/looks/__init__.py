"""Who opened what that is confidential, and who tried."""
