"""The work inside a phase: checks, who takes them, and the evidence that shows them."""
