"""A free bed goes to the next who fits: offers 床位通知, attempts, skips, objections, and the audit of every bed."""
