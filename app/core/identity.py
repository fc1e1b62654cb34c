"""Masking 脱敏: how names and numbers look to those who need not read them whole."""

__all__ = ["mask_id", "mask_name", "mask_phone"]


def mask_name(name: str) -> str:
    """王秀英 → 王*英, 王英 → 王*: the family name stays, and the last character of three or more."""
    if len(name) <= 1:
        return "*" if name else ""
    if len(name) == 2:
        return name[0] + "*"
    return name[0] + "*" * (len(name) - 2) + name[-1]


def mask_phone(phone: str) -> str:
    """13812345678 → 138****5678; a shorter number keeps its last two digits only."""
    if len(phone) < 8:
        return "*" * max(len(phone) - 2, 0) + phone[-2:]
    return phone[:3] + "*" * (len(phone) - 7) + phone[-4:]


def mask_id(number: str) -> str:
    """110101194912311234 → 110101********1234; a shorter paper keeps its last four characters only."""
    if len(number) < 15:
        return "*" * max(len(number) - 4, 0) + number[-4:]
    return number[:6] + "*" * (len(number) - 10) + number[-4:]
