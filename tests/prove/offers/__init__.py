"""The long form of the offers' races: many clients at few beds, and a recount in plain Python."""
