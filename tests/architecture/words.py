"""How a 中文 sentence on a page is written: full-width marks, a space beside digits, the reader addressed as 您."""

import re

__all__ = ["HAN", "is_chinese", "placeholders", "writing_faults"]

HAN = r"[\u4e00-\u9fff]"
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|(?<!\{)\{(\w+)[^{}]*\}(?!\})|%[sd]")
ADDRESS = re.compile(r"\b[a-z]+://\S+")
FAULTS = {
    "a half-width mark beside 中文": re.compile(rf"{HAN}[,;:!?]|[,;!?]{HAN}|{HAN}\(|\){HAN}"),
    "no space between 中文 and a digit": re.compile(rf"{HAN}[0-9]|[0-9]{HAN}"),
    "你 for the reader": re.compile("你"),
    "three dots for an ellipsis": re.compile(r"\.\.\."),
    "a straight quotation mark in 中文": re.compile(rf'{HAN}"|"{HAN}'),
}


def is_chinese(text: str) -> bool:
    """Tell whether a text holds any 中文."""
    return re.search(HAN, text) is not None


def placeholders(text: str) -> list[str]:
    """List what a sentence leaves to be filled in."""
    return sorted(match[1] or match[2] or match[0] for match in PLACEHOLDER.finditer(text.replace("%%", "")))


def writing_faults(text: str) -> list[str]:
    """Name what is wrong with the writing of a sentence."""
    plain = ADDRESS.sub("", text)
    return [name for name, fault in FAULTS.items() if is_chinese(plain) and fault.search(plain)]
