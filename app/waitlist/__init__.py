"""Who waits for a bed 轮候, in what order, and why: applications, evidence, dated policies, an order that is computed."""
