"""What the pages of offers may post."""
