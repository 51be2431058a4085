"""Charts: one specification, drawn in the browser or as SVG, always with its figures as a table beside it."""
