"""Kinds, readings, identity numbers and other pure knowledge about people."""
