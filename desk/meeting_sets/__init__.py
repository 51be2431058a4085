"""The vergaderset: chosen kept reports bound into one PDF for a meeting, frozen at a moment."""
