"""Pure rules of the waitlist 轮候: the order is computed from facts and a dated policy, and can be explained."""
