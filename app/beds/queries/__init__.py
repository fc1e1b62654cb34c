"""Every look at buildings, rooms, beds, marks and claims; the scope is the first argument after the session."""
