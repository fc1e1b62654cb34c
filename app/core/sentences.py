"""What each named constraint says to a person when it refuses; the domains fill it in their errors.py."""

from app.core.i18n import _

__all__ = ["SENTENCES", "add_sentences", "sentence_of"]

SENTENCES: dict[str, str] = {}


def add_sentences(sentences: dict[str, str]) -> None:
    """Add a domain's sentences; the same name twice with other words is a mistake found at start-up."""
    for name, sentence in sentences.items():
        if SENTENCES.get(name, sentence) != sentence:
            raise ValueError(f"constraint {name} has two sentences")
        SENTENCES[name] = sentence


def sentence_of(constraint: str) -> str | None:
    """Say the constraint's sentence in the reader's language, if it has one."""
    sentence = SENTENCES.get(constraint)
    return _(sentence) if sentence else None
