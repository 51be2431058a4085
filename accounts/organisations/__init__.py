"""OZJT, the municipalities and the providers as parties; their people with roles for a period."""
