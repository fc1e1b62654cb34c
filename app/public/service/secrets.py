"""The process's secret, without which the database's functions for strangers answer nothing."""

from app.accounts.system import SIGN_IN_PURPOSE
from app.core.keys import key_file

__all__ = ["process_secret"]


def process_secret() -> str:
    """Give the secret that shows the database that this process holds the key file."""
    return key_file().secret(SIGN_IN_PURPOSE)
