"""What is known about a home: the kinds of dated facts, its codes, its figures and what its file lacks."""
