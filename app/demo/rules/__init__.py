"""The made-up city as plain values: drawn from a seed, so that the same seed gives the same city."""
