"""What a scale is, what an answer may be, and how answers become a level."""
