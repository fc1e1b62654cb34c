"""Every look at offers and what surrounds them; the scope is the first argument after the session."""
