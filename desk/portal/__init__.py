"""The portal: what a provider sees."""
