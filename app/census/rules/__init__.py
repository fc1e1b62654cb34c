"""What counts: rulings, and occupancy as arithmetic over rows."""
