"""Who may sign in, and as what: users, dated grants of roles, opaque sign-ins that can be ended."""
