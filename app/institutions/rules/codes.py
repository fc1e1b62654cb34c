"""Codes: a home's own short code, and the 统一社会信用代码 with its check character."""

import re
import unicodedata

from stdnum.cn import uscc

from app.institutions.errors import BadCode, BadUscc

__all__ = ["CODE_PATTERN", "USCC_PATTERN", "checked_code", "checked_uscc", "is_uscc"]

CODE_PATTERN = "^[A-Z0-9-]{1,20}$"
USCC_PATTERN = "^[0-9A-HJ-NPQRTUWXY]{18}$"
"""The 31 characters of GB 32100—2015: no I, O, S, V, Z."""


def checked_code(code: str) -> str:
    """Give a home's code as it is kept: capitals, digits and hyphens; `msh` becomes MSH."""
    kept = unicodedata.normalize("NFKC", code).strip().upper()
    if not re.fullmatch(CODE_PATTERN, kept):
        raise BadCode(field="code")
    return kept


def is_uscc(code: str) -> bool:
    """Tell whether a 统一社会信用代码 keeps to GB 32100—2015, its check character included."""
    return bool(uscc.is_valid(code)) and bool(re.fullmatch(USCC_PATTERN, code))


def checked_uscc(code: str | None, field: str = "uscc") -> str | None:
    """Give a code as it is kept, or None for a branch that has none; a wrong check character is refused."""
    kept = re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", code or "")).upper()
    if not kept:
        return None
    if not is_uscc(kept):
        raise BadUscc(field=field)
    return kept
