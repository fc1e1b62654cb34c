"""What may be asked of and posted about buildings, rooms, beds, marks and closures."""
