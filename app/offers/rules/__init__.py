"""What an offer may do and when, as pure rules: working days, attempts, skips, reserve, audit."""
