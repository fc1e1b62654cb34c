"""Conditions of a tier as people write them: 「（低保 或 低保边缘）且（失能 或 年满 80 岁）」, said and read back."""

import re
from collections.abc import Iterator
from typing import Any

from app.core.i18n import _
from app.residents.rules.kinds import Category
from app.waitlist.rules.conditions import Condition, say_atom
from app.waitlist.rules.kinds import CircumstanceKind

__all__ = ["UnreadCondition", "atoms_known", "read_condition", "say_condition"]

SIMPLE = ("disabled", "dementia", "local", "anyone")
OPEN, CLOSE = "（(", "）)"
LEVEL, AGE = 77, 99
"""Numbers that stand for any number while the words around them are looked for."""


class UnreadCondition(ValueError):
    """Words that are no condition; the message says where and what may stand there."""


def say_condition(condition: Condition, *, inside: bool = False) -> str:
    """Say a condition; what stands inside another one is put in brackets."""
    if isinstance(condition, str):
        return say_atom(condition)
    ((how, parts),) = condition.items()
    said = (_(" 且 ") if how == "all" else _(" 或 ")).join(say_condition(part, inside=True) for part in parts)
    # Full-width brackets bring their own space.
    said = re.sub(r"(?<=）) | (?=（)", "", said)
    return _("（{words}）").format(words=said) if inside and len(parts) > 1 else said


def atoms_known() -> dict[str, str]:
    """Give every word a condition may be made of, but levels and ages, with its key."""
    atoms = [f"category:{one}" for one in Category if one is not Category.SOCIAL]
    atoms += [f"circumstance:{one}" for one in CircumstanceKind]
    return {say_atom(atom): atom for atom in (*atoms, *SIMPLE)}


def read_condition(text: str) -> Condition:
    """Read a condition as it was typed."""
    tokens = list(_tokens(text))
    if not tokens:
        raise UnreadCondition(_("请写明哪些人算这一类；不限的写「{anyone}」").format(anyone=say_atom("anyone")))
    found, rest = _read(tokens)
    if rest:
        raise UnreadCondition(_("括号没有配对，请检查「{text}」").format(text=text[:40]))
    return found


def _tokens(text: str) -> Iterator[str]:
    words = sorted(atoms_known(), key=len, reverse=True)
    known = re.compile("|".join([re.escape(word) for word in words]), re.IGNORECASE)
    joins = re.compile("|".join(re.escape(word) for word in sorted(_joins(), key=len, reverse=True)), re.IGNORECASE)
    number = re.compile("|".join((_numbered("level", LEVEL), _numbered("age", AGE))))
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        if text[at] in OPEN + CLOSE:
            yield "(" if text[at] in OPEN else ")"
            at += 1
            continue
        found = number.match(text, at) or known.match(text, at) or joins.match(text, at)
        if found is None:
            raise UnreadCondition(_("看不懂「{text}」，请用页面下方列出的词").format(text=text[at : at + 12]))
        yield found[0]
        at = found.end()


def _joins() -> dict[str, str]:
    """Give the words that join others, in the reader's language."""
    return {_(" 且 ").strip(): "all", "and": "all", _(" 或 ").strip(): "any", "or": "any", "、": "any"}


def _numbered(what: str, stand_in: int) -> str:
    """Give the pattern of a word with a number in it, as the reader's language writes it."""
    said = re.escape(say_atom(f"{what}>={stand_in}"))
    return rf"{said.replace(str(stand_in), r'(?P<' + what + r'>[0-9]{1,3})')}".replace(r"\ ", r"\s*")


def _read(tokens: list[str]) -> tuple[Condition, list[str]]:
    parts: list[Condition] = []
    how = ""
    while tokens:
        part, tokens = _part(tokens)
        parts.append(part)
        if not tokens or tokens[0] == ")":
            break
        join = _joins().get(tokens[0].lower())
        if join is None or (how and join != how):
            raise UnreadCondition(_("「且」和「或」混着写时要加括号，如（低保 或 低保边缘）且 失能"))
        how, tokens = join, tokens[1:]
        if not tokens:
            raise UnreadCondition(_("「且」「或」的两边都要有词"))
    if not parts:
        raise UnreadCondition(_("「且」「或」的两边都要有词"))
    joined: Condition = parts[0] if len(parts) == 1 else {how: parts}
    return joined, tokens


def _part(tokens: list[str]) -> tuple[Condition, list[str]]:
    first, rest = tokens[0], tokens[1:]
    if first == "(":
        found, rest = _read(rest)
        if not rest:
            raise UnreadCondition(_("少一个右括号"))
        return found, rest[1:]
    atom = _atom(first)
    if atom is None:
        raise UnreadCondition(_("「{word}」的位置不对，两边都要有词").format(word=first))
    return atom, rest


def _atom(word: str) -> Any:
    known = {said.lower(): atom for said, atom in atoms_known().items()}
    if word.lower() in known:
        return known[word.lower()]
    for what, stand_in in (("level", LEVEL), ("age", AGE)):
        if found := re.fullmatch(_numbered(what, stand_in), word):
            return f"{what}>={int(found[what])}"
    return None
