"""The frame around every page: static packages, forms, formatting, components, errors."""
