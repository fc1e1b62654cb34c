"""What somebody who is not signed in may do: fill in, hand in, ask by number."""
