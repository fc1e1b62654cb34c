"""Who is in which bed, who is away, who comes, goes and moves."""
