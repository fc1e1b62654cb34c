"""Provinces, cities, counties and townships by their GB/T 2260 codes, and outside figures about them."""
