"""What the pages for everybody ask for."""
