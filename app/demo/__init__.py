"""The demo county: synthetic people in real townships, the same for the same seed."""
