"""Handing over: the open work of one person to another, item by item, with a result for each."""
