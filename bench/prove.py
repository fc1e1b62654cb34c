"""`make prove`: the long form of every proof; figures with command, seed and machine go to docs/figures/.

`make prove ARGS='races 600 20261122'` runs one of them with arguments of its own.
"""

import sys

from tests.prove import census_days, occupancy, races
from tests.prove.offers import prove as offers
from tests.prove.stays import prove as stays_races

PROOFS = {
    "races": races.main,
    "stays_races": stays_races.main,
    "offers": offers.main,
    "occupancy": occupancy.main,
    "census_days": census_days.main,
}


def main() -> None:
    """Run the proof that was named, else all of them with their own lengths."""
    name, *arguments = sys.argv[1:] or [""]
    if name and name not in PROOFS:
        sys.exit(f"no such proof: {name}; there are {', '.join(PROOFS)}")
    for proof in [name] if name else list(PROOFS):
        sys.argv = [proof, *arguments]
        PROOFS[proof]()


if __name__ == "__main__":
    main()
