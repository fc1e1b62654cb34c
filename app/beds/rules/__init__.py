"""What a bed, a room and a claim are, in plain values: no session, no clock, no HTTP."""
