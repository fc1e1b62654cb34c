"""Kinds, days and states of stays: pure knowledge about who is in, who is away and who has gone."""
