"""Every change with its author and reason, kept by database triggers in the transaction of the change."""
