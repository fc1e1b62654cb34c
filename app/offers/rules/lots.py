"""Drawing a share that anybody can draw again: from county, month and assessment, by SHA-256."""

import hashlib

__all__ = ["is_drawn", "lot_of"]

OF = 100


def lot_of(county: int, month: str, assessment_id: int) -> str:
    """Give the word that decides whether an assessment is drawn; nobody can wish for another one."""
    return hashlib.sha256(f"{county}|{month}|{assessment_id}".encode()).hexdigest()


def is_drawn(lot: str, share: int) -> bool:
    """Tell whether a lot falls into the share, in parts of a hundred."""
    return int(lot[:8], 16) % OF < share
