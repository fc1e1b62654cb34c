"""What was done and what was looked at: one chained line per change, one plain line per look."""
