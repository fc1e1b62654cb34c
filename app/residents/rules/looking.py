"""Who has to say why before a file opens, and how often numbers may be shown whole."""

from app.beds.rules.home import Home
from app.core.actor import Actor
from app.core.errors import TooMany
from app.core.i18n import _

__all__ = ["MOST_REVEALS", "SHOWN_SECONDS", "asks_for_a_reason", "check_quota"]

MOST_REVEALS = 20
"""So many people's numbers a user may see whole within an hour."""
SHOWN_SECONDS = 30


def asks_for_a_reason(actor: Actor, home: Home) -> bool:
    """Tell whether the caller comes from outside the home: named access is given for a reason, and kept.

    Who works in the home, or runs it, is expected to open its files.
    """
    works_here = (home.county, home.institution_id) in actor.scope("residents.see").homes
    return not works_here and not actor.scope("residents.reveal").covers(home.county, home.institution_id)


def check_quota(shown: int) -> None:
    """Refuse to show one more after too many within the hour."""
    if shown >= MOST_REVEALS:
        raise TooMany(
            _("一小时内最多查看 {count} 次完整号码，请稍后再看；确需更多，请找院长办理").format(count=MOST_REVEALS)
        )
