"""How 特困 persons come in: placement orders 安置通知, and the register of those supported at home 分散供养."""
