"""Opening what a process needs before it does anything: its pools and its key file."""

from app.core.crypto import KeyFile
from app.core.db import Database, database, use_database
from app.core.keys import use_key_file
from app.core.settings import Settings

__all__ = ["open_process"]


def open_process(chosen: Settings) -> Database:
    """Give the pools of this process, opening them from the settings when nobody has done so yet."""
    try:
        return database()
    except RuntimeError:
        pass
    if chosen.database_url is None:
        raise RuntimeError("no database: set DATABASE_URL, or start with `python -m app serve`")
    use_key_file(KeyFile.load(chosen.key_file, create=False))
    opened = Database(chosen.database_url, chosen.bureau_database_url)
    use_database(opened)
    return opened
