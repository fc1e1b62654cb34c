"""What the rows count to: occupancy of a home on any day, under visible, dated rulings."""
