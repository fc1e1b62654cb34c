"""What can be wrong with a server, said to the one who runs it."""

from app.core.i18n import _


class DatabaseTrouble(RuntimeError):
    """The database cannot be used as it stands; the message says why and what to do."""

    def __init__(self, sentence: str, **details: object) -> None:
        """Say a marked sentence, its gaps filled with the details."""
        said = _(sentence)
        super().__init__(said.format(**details) if details else said)
