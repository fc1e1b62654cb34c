"""How often a stranger may try: by what they ask for, by their address, and all together."""

from app.accounts.rules.knocking import Door, Limit

__all__ = ["APPLY", "CODE", "OBJECT", "PLACE", "RESULT"]

MINUTE, QUARTER, HOUR, DAY = 60, 900, 3600, 86_400

PLACE = Door(
    "place",
    name=(Limit(5, QUARTER), Limit(20, DAY)),
    address=(Limit(30, QUARTER),),
    everywhere=(Limit(600, QUARTER),),
)
"""A number with its PIN: five wrong ones and a quarter of an hour of rest; six digits outlast anybody's patience."""
CODE = Door("draft code", address=(Limit(10, QUARTER),), everywhere=(Limit(300, QUARTER),))
APPLY = Door("apply", address=(Limit(30, HOUR),), everywhere=(Limit(1000, HOUR),))
"""A village office that fills in forms for its neighbours shares one address."""
OBJECT = Door("object", address=(Limit(10, HOUR),), everywhere=(Limit(300, HOUR),))
RESULT = Door("objection result", address=(Limit(30, QUARTER),), everywhere=(Limit(600, QUARTER),))
