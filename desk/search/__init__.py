"""The page on which people search everything that they may see."""
