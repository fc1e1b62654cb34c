"""Which county a household 户籍 written in words belongs to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from app.imports.rules.words import tidy, whole

__all__ = ["Counties"]

_ENDINGS = ("自治县", "自治旗", "特区", "林区", "新区", "区", "县", "市", "旗")


@dataclass(frozen=True, slots=True)
class Counties:
    """Counties by every name they go by, with the names of what lies above them."""

    codes: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    above: Mapping[int, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Iterable[tuple[int, int | None, str]]) -> "Counties":
        """Take rows of code, parent and name; what has six digits and does not end in 00 is a county."""
        rows = list(rows)
        names = {code: name for code, _parent, name in rows}
        parents = {code: parent for code, parent, _name in rows}
        codes: dict[str, list[int]] = {}
        above: dict[int, tuple[str, ...]] = {}
        for code, parent, name in rows:
            if code % 100 == 0 or code > 999_999:
                continue
            for word in dict.fromkeys((name, _short(name))):
                codes.setdefault(word, []).append(code)
            over = parent, parents.get(parent or 0)
            above[code] = tuple(_short(names[each]) for each in over if each in names)
        return cls({word: tuple(found) for word, found in codes.items()}, above)

    def find(self, text: str, near: int) -> int | None:
        """Give the county a text names: by its code, by its longest name, of several the one in the city at hand."""
        plain = tidy(text).replace(" ", "")
        code = whole(plain)
        if code in self.above:
            return code
        pieces = (plain[start : start + size] for size in range(12, 1, -1) for start in range(len(plain) - size + 1))
        found = next((self.codes[piece] for piece in pieces if piece in self.codes), ())
        named = [each for each in found if any(name in plain for name in self.above[each])]
        for some in (named, [each for each in found if each // 100 == near // 100], found):
            if len(some) == 1:
                return some[0]
        return None


def _short(name: str) -> str:
    """自流井区 is also 自流井; a name of two characters keeps its ending."""
    ending = next((each for each in _ENDINGS if name.endswith(each)), "")
    short = name.removesuffix(ending)
    if ending in ("", "市") and name.endswith("省"):
        short = name.removesuffix("省")
    return short if len(short) > 1 else name
