"""What the bureau may ask: counts of homes and beds on its own database role, never a person."""
