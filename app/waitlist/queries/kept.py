"""What was read before: an event never changes, so the facts after it are read and put in order once in a process.

Nothing here can be out of date. Facts are kept under the number of their event, which no other event ever has, not even
after a rollback; an order under the numbers of all its events. Which entries a caller sees is asked anew every time.
"""

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakKeyDictionary

from app.core.db import Database, database
from app.waitlist.rules.facts import EntryFacts
from app.waitlist.rules.ranking import Ranking

__all__ = ["Kept", "kept_here"]

MOST_FACTS, MOST_ORDERS = 30_000, 24


@dataclass(slots=True)
class Kept:
    """What one process has read from one database: the newest of it, by when it was last wanted."""

    facts: OrderedDict[int, EntryFacts] = field(default_factory=OrderedDict)
    orders: OrderedDict[Any, Ranking] = field(default_factory=OrderedDict)

    def keep_facts(self, event_id: int, facts: EntryFacts) -> EntryFacts:
        """Keep the facts after an event; an entry without one (0) is never kept."""
        if event_id:
            self.facts[event_id] = facts
            if len(self.facts) > MOST_FACTS:
                self.facts.popitem(last=False)
        return facts

    def keep_order(self, key: Any, order: Ranking) -> Ranking:
        """Keep an order under everything it was made of."""
        self.orders[key] = order
        if len(self.orders) > MOST_ORDERS:
            self.orders.popitem(last=False)
        return order

    def order(self, key: Any) -> Ranking | None:
        """Give an order that was made of exactly this."""
        found = self.orders.get(key)
        if found is not None:
            self.orders.move_to_end(key)
        return found


_kept: WeakKeyDictionary[Database, Kept] = WeakKeyDictionary()


def kept_here() -> Kept:
    """Give what this process keeps of its database; who has no pools of their own starts with nothing."""
    try:
        return _kept.setdefault(database(), Kept())
    except RuntimeError:
        return Kept()
